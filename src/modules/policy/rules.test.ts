import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { StartProblem } from '#kernel/errors.ts';
import { RULE_IDS } from '#vocabulary/profile.ts';
import { citationsOf, createPolicy, loadPolicyLibrary, valueWords } from './index.ts';

const FOLDER = fileURLToPath(new URL('../../../profiles', import.meta.url));
const library = loadPolicyLibrary(FOLDER);
const NOW = '2026-11-20';
const policy = createPolicy(library, 'pingdingshan', { now: () => Date.parse(`${NOW}T10:00:00+08:00`) });
const [CITY, ZHANHE, SHILONG, XIAYI, LUAN, SHUOZHOU] = [
  '410400',
  '410411',
  '410404',
  '411426',
  '341500',
  '140600',
];

test('every quotation of every rule stands once inside the article it names and carries the rule’s number', () => {
  // Apart from the loader's own check: spaces and punctuation are dropped altogether, and the text is read by itself.
  const bare = (text: string): string => text.normalize('NFKC').replace(/[^\p{L}\p{N}]/gu, '');
  let swept = 0;
  let numbers = 0;
  for (const document of policy.listDocuments()) {
    if (document.level === 'default') continue;
    const source = bare(readFileSync(join(FOLDER, 'sources', `${document.id}.txt`), 'utf8'));
    for (const rule of document.rules) {
      const quotation = bare(rule.clause.quotation);
      const place = `${document.id} ${rule.id}`;
      assert.ok(rule.clause.quotation.length >= 8, place);
      assert.ok(source.includes(quotation), `${place} is not in the source`);
      assert.equal(bare(document.articles.get(rule.clause.article) ?? '').split(quotation).length, 2, place);
      if ('days' in rule.value && rule.value.days !== null) {
        assert.match(quotation, new RegExp(`(?<!\\d)${rule.value.days}个工作日`), place);
        numbers += 1;
      }
      if ('months' in rule.value) {
        assert.match(
          quotation,
          new RegExp(`(?<!\\d)(${rule.value.months}个月|${rule.value.months / 12}年)`),
          place,
        );
        numbers += 1;
      }
      if ('percent' in rule.value) {
        assert.match(
          rule.clause.quotation.replace(/\s/g, ''),
          new RegExp(`(?<!\\d)${rule.value.percent}%`),
          place,
        );
        numbers += 1;
      }
      if ('text' in rule.value)
        for (const [number] of rule.value.text.matchAll(/\d+/g))
          assert.ok(quotation.includes(number), `${place} says ${number}`);
      swept += 1;
    }
  }
  assert.ok(swept >= 175, `only ${swept} rules were swept`);
  assert.ok(numbers >= 17, `only ${numbers} numbers were swept`);
});

test('every question that the platform asks is answered by some document', () => {
  const answered = new Set(policy.listDocuments().flatMap(document => document.rules.map(rule => rule.id)));
  assert.deepEqual(
    RULE_IDS.filter(id => !answered.has(id)),
    [],
  );
});

test('湛河区 has the five days of 平顶山市 under the ceiling of the decree, although its own text names no number', () => {
  const days = policy.rule(ZHANHE ?? '', 'answer.conditional.days');
  assert.equal(days.local?.value.days, 5);
  assert.equal(days.local?.article, '第十八条');
  assert.equal(days.ceiling?.value.days, 10);
  assert.equal(days.stricter, 'local');
  assert.equal(days.differs, true);
  assert.deepEqual(
    days.chain.map(rule => [rule.document, rule.value.days]),
    [
      ['zhanhe', null],
      ['pingdingshan', 5],
      ['n809', 10],
      ['default', 10],
    ],
  );
  assert.deepEqual(
    citationsOf(days).map(citation => [citation.document, citation.effective]),
    [
      ['pingdingshan', true],
      ['zhanhe', false],
      ['n809', false],
    ],
  );
});

test('before the decree the city’s days stand without a ceiling', () => {
  const days = policy.rule(CITY ?? '', 'answer.conditional.days', '2025-07-31');
  assert.equal(days.effective?.value.days, 5);
  assert.equal(days.ceiling, undefined);
  assert.equal(policy.rule(CITY ?? '', 'answer.conditional.days', '2025-08-01').ceiling?.value.days, 10);
});

test('an unconditional entry is obtained as each place says', () => {
  const path = (region: string | undefined): string | undefined =>
    policy.rule(region ?? '', 'share.unconditional.path').effective?.value.path;
  assert.deepEqual([CITY, SHILONG, '410423', ZHANHE, XIAYI, LUAN, '110000'].map(path), [
    'platform_authorises',
    'platform_authorises',
    'platform_authorises',
    'standing_consent',
    'standing_consent',
    'provider_answers',
    'provider_answers',
  ]);
  assert.equal(policy.rule(ZHANHE ?? '', 'share.unconditional.path').effective?.ours, true);
});

test('a draft is shown and tightens nothing', () => {
  const days = policy.rule(LUAN ?? '', 'answer.conditional.days');
  assert.equal(days.chain[0]?.standing, 'draft');
  assert.equal(days.effective?.document, 'n809');
  assert.equal(days.local, undefined);
  assert.equal(policy.rule(LUAN ?? '', 'blanket.days').effective, undefined);
});

test('documents that hold above a region and are not at hand are named', () => {
  assert.deepEqual(policy.rulesOfRegion(SHUOZHOU ?? '').notLoaded, ['山西省政务数据管理与应用办法']);
  assert.ok(policy.rulesOfRegion(XIAYI ?? '').notLoaded.some(text => text.includes('商丘市')));
});

test('withholding rests on law, administrative regulation or State Council decision only, since the decree', () => {
  const claim = (rank: 'law' | 'local_regulation' | 'local_rule') => ({
    shareType: 'withheld' as const,
    basis: { rank, title: 'XX市数据管理细则', article: '第三条' },
    conditions: ['涉及侦查秘密'],
  });
  const low = policy.checkShareType(CITY ?? '', claim('local_regulation'));
  assert.equal(low?.code, 'catalog.basis_rank_too_low');
  assert.deepEqual(
    [low?.citation.document, low?.citation.article, low?.citation.level],
    ['n809', '第十五条', 'national'],
  );
  assert.equal(policy.checkShareType(CITY ?? '', claim('local_regulation'), '2025-07-31'), undefined);
  assert.equal(policy.checkShareType(CITY ?? '', claim('law')), undefined);
  assert.equal(
    policy.checkShareType(CITY ?? '', { ...claim('law'), basis: null })?.code,
    'catalog.basis_missing',
  );
});

test('a conditional entry of 平顶山市 needs a basis and its conditions, elsewhere only its conditions', () => {
  const claim = { shareType: 'conditional' as const, basis: null, conditions: ['限于低保核对'] };
  const missing = policy.checkShareType(ZHANHE ?? '', claim);
  assert.deepEqual(
    [missing?.code, missing?.citation.document, missing?.citation.article],
    ['catalog.basis_missing', 'pingdingshan', '第十七条'],
  );
  assert.equal(policy.checkShareType('110000', claim), undefined);
  const basis = { rank: 'local_regulation' as const, title: '河南省数据条例', article: '第二十条' };
  assert.equal(policy.checkShareType(CITY ?? '', { ...claim, basis }), undefined);
  assert.equal(
    policy.checkShareType(CITY ?? '', { ...claim, basis: { ...basis, rank: 'local_rule' } })?.code,
    'catalog.basis_rank_too_low',
  );
  assert.equal(
    policy.checkShareType(CITY ?? '', { ...claim, basis, conditions: ['  '] })?.code,
    'catalog.conditions_missing',
  );
  assert.equal(
    policy.checkShareType(CITY ?? '', { shareType: 'unconditional', basis: null, conditions: [] }),
    undefined,
  );
});

test('湛河区 refuses only on a ground of law or policy or a listed condition, 平顶山市 on reasons', () => {
  const other = { category: 'other' as const, reason: '系统正在改造', basis: null };
  assert.equal(policy.checkRefusal(ZHANHE ?? '', other)?.code, 'sharing.refusal_category');
  assert.equal(policy.checkRefusal(CITY ?? '', other), undefined);
  assert.equal(
    policy.checkRefusal(CITY ?? '', { ...other, reason: '' })?.code,
    'sharing.refusal_reason_missing',
  );
  assert.equal(
    policy.checkRefusal(ZHANHE ?? '', {
      category: 'condition_not_met',
      reason: '不是低保经办机构',
      basis: null,
    }),
    undefined,
  );
  const forbids = { category: 'law_forbids' as const, reason: '法律规定保密', basis: null };
  assert.equal(policy.checkRefusal(ZHANHE ?? '', forbids)?.code, 'sharing.refusal_basis_missing');
  const local = { ...forbids, basis: { rank: 'local_regulation' as const, title: '某省条例' } };
  assert.equal(policy.checkRefusal(ZHANHE ?? '', local), undefined);
  assert.equal(policy.checkRefusal(SHUOZHOU ?? '', local)?.code, 'sharing.refusal_basis_rank_too_low');
});

test('logs are kept 36 months by the platform’s choice, and the 24 of the clause are shown beside it', () => {
  const log = policy.rule(CITY ?? '', 'retention.log.months');
  assert.deepEqual(
    [log.effective?.value.months, log.effective?.ours, log.effective?.level],
    [36, true, 'default'],
  );
  assert.deepEqual([log.local?.value.months, log.local?.article], [24, '第十四条']);
});

test('what an application states is the union of the texts', () => {
  const contents = policy.rule(CITY ?? '', 'application.contents');
  assert.deepEqual(contents.effective?.value.values.toSorted(), [
    'ground',
    'items',
    'mode',
    'purpose',
    'scenario',
    'scope',
    'term',
  ]);
  assert.match(valueWords(contents.effective?.value ?? { values: [] }).zh, /使用依据/);
});

test('the law library gives whole articles, with sentences that page breaks tore put together', () => {
  assert.match(policy.findArticle('pingdingshan', '第十七条') ?? '', /提供方应明确共享条件。/);
  assert.match(policy.findArticle('zhanhe', '四（二）') ?? '', /^（二）建立高效的公共数据供需对接机制。/);
  assert.equal(policy.findArticle('n809', '第一条'), undefined);
});

test('the page of rules shows local, national and effective text of each question', () => {
  const view = policy.rulesOfRegion(CITY ?? '');
  assert.ok(view.rules.length >= 30);
  const days = view.rules.find(rule => rule.ruleId === 'answer.conditional.days');
  assert.deepEqual(
    [days?.local?.valueText, days?.national?.valueText, days?.stricter],
    ['5 个工作日', '10 个工作日', 'local'],
  );
});

function withProfiles(change: (folder: string) => void, check: (folder: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), 'profiles-'));
  try {
    cpSync(FOLDER, folder, { recursive: true });
    change(folder);
    check(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('a profile that quotes what its document does not say keeps the platform from starting, by file and rule', () => {
  const edit = (name: string, from: string, to: string) => (folder: string) => {
    const text = readFileSync(join(folder, name), 'utf8');
    assert.ok(text.includes(from));
    writeFileSync(join(folder, name), text.replace(from, to));
  };
  const refused = (pattern: RegExp) => (folder: string) =>
    assert.throws(
      () => loadPolicyLibrary(folder),
      (error: unknown) => error instanceof StartProblem && pattern.test(error.message),
    );
  withProfiles(
    edit('pingdingshan.json', '提供部门应在5个工作日内', '提供部门应在3个工作日内'),
    refused(/pingdingshan\.json, rule answer\.conditional\.days: the quotation is found 0 times/),
  );
  withProfiles(
    edit('pingdingshan.json', '{"days": 5}', '{"days": 3}'),
    refused(/rule answer\.conditional\.days: the quotation does not say 3个工作日/),
  );
  withProfiles(
    edit('n809.json', '"id": "supply.days"', '"id": "supply.day"'),
    refused(/n809\.json, rule \d+: id/),
  );
  withProfiles(edit('n809.json', '{"days": 20}', '{"days": "20"}'), refused(/\(supply\.days\), value: days/));
  withProfiles(
    edit('sources/n809.txt', '第二十二条 ', '第二十二条之一 '),
    refused(/n809\.json, rule supply\.days: the text has no 第二十二条/),
  );
  withProfiles(
    edit('regions.json', '"zhanhe"]', '"zhanhe2"]'),
    refused(/regions\.json: 410411 湛河区 names “zhanhe2”/),
  );
  assert.throws(
    () => createPolicy(library, 'nowhere', { now: () => 0 }),
    /SHUQIAO_PROFILE is “nowhere”.*pingdingshan/,
  );
});

test('every value is said in both languages, step by step', () => {
  for (const document of policy.listDocuments())
    for (const { id, value } of document.rules) {
      const { zh, en } = valueWords(value);
      assert.ok(zh.length > 0 && en.length > 0, `${document.id} ${id}`);
      assert.doesNotMatch(en, /\p{Script=Han}/u, `${document.id} ${id}: ${en}`);
      if ('steps' in value) assert.equal(value.steps.length, value.stepsEn.length, `${document.id} ${id}`);
    }
  assert.equal(valueWords({ days: 1 }).en, '1 working day');
});
