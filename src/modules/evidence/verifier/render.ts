import { toHex } from './bytes.ts';
import type { CaseFile, Content, Step, Use } from './caseFile.ts';
import { listOf, nameOf, partOf, textOf } from './content.ts';
import { type SeenCheckpoint, LOG_WORDS, placeOf } from './leaves.ts';
import { Markup, html } from './markup.ts';
import type { Pack, Text } from './pack.ts';
import { renderCaseContents } from './renderCase.ts';
import type { Verdict } from './verify.ts';
import {
  type Language,
  type Say,
  actionWord,
  factWord,
  groupWord,
  grouped,
  resultWord,
  sayIn,
  timeWord,
} from './words.ts';

/** The whole document. All of it comes from entries that were checked and texts that they name. */
export function renderPack(pack: Pack, verdict: Verdict, language: Language): string {
  const say = sayIn(language);
  const { file } = verdict;
  return html`
    <header class="head">
      <p class="kind">${say('数桥 · 公共数据共享证据文件', 'Shuqiao · evidence of public data sharing')}</p>
      <h1>${titleOf(file, say)}</h1>
      ${partiesLine(file, say)}
      ${issuedLine(file.issued, say)}
    </header>
    ${renderOutcome(verdict, say)}
    ${renderAnchor(verdict, say)}
    ${renderCaseContents(file, language)}
    ${renderUses(file.uses, file, language)}
    ${renderChecks(verdict, language)}
    ${renderEntries(pack, verdict, language)}
    ${renderKeys(verdict, say)}
    ${renderLimits(say)}`.html;
}

function titleOf({ issued, application, decision, steps }: CaseFile, say: Say): string {
  const [kind = '', number = ''] = (issued?.body.object ?? '').split(':');
  const run = steps.find(step => step.body.action === 'exchange.run');
  const no = (value: unknown): string => textOf(value) || number;
  switch (kind) {
    case 'application':
      return `${say('申请', 'Application')} ${no(application?.['no'])}`;
    case 'grant':
      return `${say('授权', 'Grant')} ${no(decision?.['no'])}`;
    case 'run':
      return `${say('交付', 'Delivery')} ${no(run?.body.facts['no'])}`;
    case 'usage/1':
      return say(`使用记录 第 ${number} 条`, `Record of use ${number}`);
    case 'control':
      return say(`办理记录 第 ${number} 条`, `Record of an act ${number}`);
    default:
      return say('证据文件', 'Evidence pack');
  }
}

/** From whom to whom, and what. */
function partiesLine({ application, decision }: CaseFile, say: Say): Markup | undefined {
  if (!application) return undefined;
  const entry = textOf(partOf(application['entry'])['title']);
  const grant = decision ? ` · ${textOf(decision['no'])}` : '';
  return html`<p class="parties">${nameOf(application['provider'])} → ${nameOf(application['consumer'])} ·
    ${say(`《${entry}》`, entry)} · ${textOf(application['no'])}${grant}</p>`;
}

function issuedLine(issued: Step | undefined, say: Say): Markup | undefined {
  if (!issued) return undefined;
  const { actor, post, facts } = issued.body;
  return html`<p class="issued">${say('出具', 'Given out')} ${timeWord(issued.at)} · ${post} ${actor} ·
    ${say('事由：', 'reason: ')}${textOf(facts['reason'])} ·
    ${say(`办理存证第 ${issued.leaf.packed.number} 条`, `entry ${issued.leaf.packed.number} of the log of acts`)}</p>`;
}

const OUTCOMES: Record<Verdict['outcome'], { title: Text; text: Text }> = {
  passed: {
    title: { zh: '核验通过', en: 'Verified' },
    text: {
      zh: '本文件所示内容与存证一致，封存它的密钥是您掌握的密钥。',
      en: 'What is shown is what the ledger holds, sealed under a key that you know.',
    },
  },
  unknown_key: {
    title: { zh: '未知密钥', en: 'Unknown key' },
    text: {
      zh: '内容前后一致，但签名的密钥没有核对过。伪造的文件也能做到前后一致：请输入从平台或主管部门得到的密钥指纹。',
      en: 'All of it fits together, but nobody has compared the signing key. A forged file can fit together as well: enter a fingerprint that you have from the platform or the authority.',
    },
  },
  failed: {
    title: { zh: '核验不通过', en: 'Not verified' },
    text: {
      zh: '下列各项与存证不符，不能作为证据。',
      en: 'The following do not fit the ledger. This file proves nothing.',
    },
  },
};

function renderOutcome({ outcome, checks }: Verdict, say: Say): Markup {
  const { title, text } = OUTCOMES[outcome];
  const failed = checks.filter(check => check.state === 'failed');
  return html`<section class="outcome ${outcome}" role="status">
    <h2 data-outcome="${outcome}">${say(title.zh, title.en)}</h2>
    <p>${say(text.zh, text.en)}</p>
    ${
      failed.length === 0
        ? undefined
        : html`<ul>${failed.map(
            check =>
              html`<li>${say(check.subject.zh, check.subject.en)}：${say(check.found.zh, check.found.en)}</li>`,
          )}</ul>`
    }
  </section>`;
}

/** What the reader compares with something outside this file: large, and first. */
function renderAnchor({ checkpoints, file }: Verdict, say: Say): Markup {
  // What witnesses cosigned and the newest of each log: these can be compared with what others keep. Older ones only
  // carry the history of keys.
  const newest = new Map<string, SeenCheckpoint>();
  for (const seen of checkpoints) {
    const other = newest.get(seen.packed.log);
    if (!other || other.checkpoint.size < seen.checkpoint.size) newest.set(seen.packed.log, seen);
  }
  const shown = checkpoints.filter(seen => seen.witnesses.length > 0 || newest.get(seen.packed.log) === seen);
  const keys = new Map(shown.flatMap(seen => seen.signers.map(key => [key.fingerprint, key] as const)));
  const verifier = file.issued?.body.facts['verifier'];
  const row = (name: string, value: Markup | string, large = false): Markup =>
    html`<tr><th>${name}</th><td class="${large ? 'large' : ''}">${value}</td></tr>`;
  return html`<section class="anchor">
    <h2>${say('请核对', 'Compare these')}</h2>
    <table class="seal">
      ${[...keys.values()].map(({ type, fingerprint }) =>
        row(
          say(`密钥指纹 ${KEY_WORDS[type]}`, `Key ${KEY_WORDS[type]}`),
          html`<code>${grouped(fingerprint)}</code>`,
          true,
        ),
      )}
    </table>
    ${shown.map(
      ({ checkpoint, packed, witnesses }) => html`<table class="seal">
        ${row(say('存证名称', 'Log'), checkpoint.origin, true)}
        ${row(say('封存点', 'Seal point'), html`${checkpoint.size} <small>${timeWord(Date.parse(packed.at))}${say('（时间为平台自述，不在签名内）', ' (time as the platform says; not signed)')}</small>`, true)}
        ${row(say('根', 'Root'), html`<code>${grouped(toHex(checkpoint.root), 8)}</code>`)}
        ${row(
          say('见证', 'Witnesses'),
          witnesses.length === 0
            ? say('尚无', 'none yet')
            : html`${witnesses.map(
                one =>
                  html`<div>${one.known ? undefined : html`<strong class="unchecked">${say('未核对', 'not checked')}</strong> `}${one.key.name} · ${timeWord(one.time * 1000)}<br><code>${grouped(one.key.fingerprint)}</code></div>`,
              )}`,
        )}
      </table>`,
    )}
    <p class="where">${say(
      '与本文件以外的来源核对：平台公布的公钥（平台网址后加 /ledger/keys 和 /ledger/usage/1/keys）、主管部门公布的指纹、见证方留存的封存点。不要只用本文件或送来本文件的人给出的网址。请用平台公布的核验页（平台网址后加 /verifier.html）打开本文件再核验一次，核验页的 SHA-256 见 /verifier.sha256',
      'Compare with sources outside this file: the public keys that the platform publishes (its address followed by /ledger/keys and /ledger/usage/1/keys), the fingerprints that the authority publishes, the seal points that witnesses keep. Do not rely on an address given by this file or by whoever sent it. Open this file once more with the published verifier (/verifier.html, its SHA-256 at /verifier.sha256',
    )}${
      typeof verifier === 'string'
        ? html`${say('，出具时为 ', '; when this was given out, ')}<code>${verifier}</code>`
        : undefined
    }${say('。', ').')}</p>
  </section>`;
}

const KEY_WORDS = { ed25519: 'Ed25519', sm2: 'SM2', cosignature: 'Ed25519' } as const;

function renderUses(
  uses: readonly Use[],
  { plans, decision }: CaseFile,
  language: Language,
): Markup | undefined {
  if (uses.length === 0) return undefined;
  const say = sayIn(language);
  return html`<section>
    <h2>${say('使用记录', 'Use')}</h2>
    ${uses.map(({ body, at, leaf }) => {
      const plan = plans.find(one => one['version'] === body.version);
      const items = listOf(plan?.['items']);
      const row = (name: string, value: string | number | undefined): Markup | undefined =>
        value === undefined || value === '' ? undefined : html`<tr><th>${name}</th><td>${value}</td></tr>`;
      return html`<table class="facts">
        ${row(say('记录', 'Entry'), `${placeOf(leaf.packed)[language]} · ${timeWord(at)}`)}
        ${row(say('行为', 'What'), `${actionWord(body.action, language)} · ${resultWord(body.result, language)}${body.code === undefined ? '' : ` · ${body.code}`}`)}
        ${row(say('授权', 'Grant'), body.grantNo === '' ? '' : say(`${body.grantNo} 第 ${body.version} 版`, `${body.grantNo}, version ${body.version}`))}
        ${row(say('服务', 'Service'), body.service)}
        ${row(say('系统', 'System'), systemWord(body.systemId, decision))}
        ${row(say('场景', 'Scenario'), body.scenario)}
        ${row(say('岗位', 'Post'), body.post)}
        ${row(say('办件编号', 'Case number'), body.caseNo)}
        ${row(say('返回的数据项', 'Items returned'), body.items.map(i => nameOf(items[i]) || `#${i}`).join('、'))}
        ${row(say('行数 / 字节', 'Rows / bytes'), `${body.rows} / ${body.bytes}`)}
        ${row(say('用时', 'Took'), `${(body.micros / 1000).toFixed(1)} ms`)}
        ${row(say('当事人摘要', 'Digest of the person'), body.subject)}
        ${row(say('请求摘要', 'Digest of the request'), body.request)}
        ${row(say('答复摘要', 'Digest of the answer'), body.answer)}
        ${Object.entries(body.facts ?? {}).map(([name, value]) => row(factWord(name, language), factText(value)))}
      </table>`;
    })}
  </section>`;
}

const factText = (value: unknown): string =>
  Array.isArray(value) ? value.map(textOf).join('、') : textOf(value);

/** By name where the decision knows it. */
function systemWord(id: number | null, decision: Content | undefined): string {
  const system = partOf(decision?.['system']);
  return id === null ? '' : system['id'] === id ? nameOf(system) : `#${id}`;
}

function renderChecks({ checks }: Verdict, language: Language): Markup {
  const say = sayIn(language);
  const marks = { passed: '✓', failed: '✗', unknown: '?' } as const;
  return html`<section>
    <h2>${say('逐项核验', 'Each check')}</h2>
    <table class="checks">
      ${checks.map(
        ({ id, subject, state, found }) => html`<tr class="${state}" data-check="${id}">
          <td class="mark">${marks[state]}</td><td>${groupWord(id, language)}</td>
          <td>${say(subject.zh, subject.en)}</td><td>${say(found.zh, found.en)}</td></tr>`,
      )}
    </table>
  </section>`;
}

function renderEntries(pack: Pack, { leaves }: Verdict, language: Language): Markup {
  const say = sayIn(language);
  return html`<section>
    <h2>${say('存证原文与证明', 'Entries and proofs')}</h2>
    ${pack.leaves.map(packed => {
      const seen = leaves.find(leaf => leaf.packed === packed);
      return html`<article class="entry">
        <h3>${placeOf(packed)[language]}${seen ? html` · ${timeWord(seen.entry.at)}` : ''}</h3>
        <pre>${seen ? JSON.stringify(seen.entry.body, undefined, 1) : say('与存证不符，不予显示', 'does not fit the ledger; not shown')}</pre>
        <dl>
          <dt>${say('承诺值', 'Commitment')}</dt><dd><code>${packed.commitment}</code></dd>
          <dt>${say('原文字节', 'Bytes')}</dt><dd><code>${packed.entry}</code></dd>
          <dt>${say('随机数', 'Salt')}</dt><dd><code>${packed.salt}</code></dd>
          <dt>${say('证明路径', 'Proof')}</dt><dd>${packed.proof.map(hash => html`<code>${hash}</code> `)}</dd>
        </dl>
      </article>`;
    })}
    ${pack.checkpoints.map(
      ({ log, note }) => html`<article class="entry">
        <h3>${say(`封存点（${LOG_WORDS[log].zh}）`, `Seal point (${LOG_WORDS[log].en})`)}</h3><pre>${note}</pre></article>`,
    )}
    <article class="entry"><h3>${say('公钥', 'Public keys')}</h3>
      <pre>${[...pack.keys, ...pack.witnesses.map(one => one.key)].join('\n')}</pre></article>
  </section>`;
}

function renderKeys({ file }: Verdict, say: Say): Markup {
  return html`<section>
    <h2>${say('密钥沿革', 'History of keys')}</h2>
    ${
      file.announcements.length === 0
        ? html`<p>${say('自启用以来没有更换过密钥。', 'The keys were never changed.')}</p>`
        : html`<table class="facts">${file.announcements.map(
            ({
              leaf,
              at,
              keys,
            }) => html`<tr><th>${say(`办理存证第 ${leaf.packed.number} 条`, `Entry ${leaf.packed.number}`)}</th>
              <td>${timeWord(at)}<br>${say('公布', 'announced')}
              ${keys.map(key => html`<div>${key.algorithm} <code>${grouped(key.fingerprint)}</code></div>`)}
              ${say(`由封存点 ${leaf.at.checkpoint.size} 封存，签名密钥`, `sealed by seal point ${leaf.at.checkpoint.size}, signed by`)}
              ${leaf.at.signers.map(key => html`<div>${key.type} <code>${grouped(key.fingerprint)}</code></div>`)}</td></tr>`,
          )}</table>`
    }
  </section>`;
}

/** What the file does not say: an auditor must not read more into it than it holds. */
function renderLimits(say: Say): Markup {
  return html`<section class="limits">
    <h2>${say('本文件不能证明什么', 'What this file does not prove')}</h2>
    <p>${say(
      '本文件证明所列记录存在、所列内容未被改动、先后次序如编号所示。它不证明没有其他记录，也不证明记录的时刻准确：时刻是平台的时钟，见证方的时刻是见证方的时钟。',
      'It proves that these entries exist, that what is shown was not changed, and that their order is that of their numbers. It does not prove that there are no others, nor that the times are right: they are of the platform’s clock, those of witnesses of theirs.',
    )}</p>
  </section>`;
}
