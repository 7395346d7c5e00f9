import type { CaseFile, Content, Step } from './caseFile.ts';
import { listOf, nameOf, textOf } from './content.ts';
import { placeOf } from './leaves.ts';
import { type Markup, html } from './markup.ts';
import {
  type Language,
  type Say,
  actionWord,
  levelWord,
  maskWord,
  modeWord,
  resultWord,
  sayIn,
  timeWord,
} from './words.ts';

function table(rows: readonly (readonly [name: string, value: Markup | string])[]): Markup {
  return html`<table class="facts">${rows
    .filter(([, value]) => value !== '')
    .map(([name, value]) => html`<tr><th>${name}</th><td>${value}</td></tr>`)}</table>`;
}

/** Row conditions in words: 所属区划 = 410411. */
function conditions(value: unknown, say: Say): string {
  const words = { eq: '=', in: say('属于', 'among'), between: say('介于', 'between') };
  return listOf(value)
    .map(row => {
      const op = words[row['op'] as keyof typeof words] ?? textOf(row['op']);
      return `${textOf(row['item'] ?? row['column'])} ${op} ${listOf(row['values']).map(textOf).join('、')}`;
    })
    .join('；');
}

/** Application, opinions with their clauses, decision and plans: the matter from its beginning. */
export function renderCaseContents(file: CaseFile, language: Language): Markup {
  const say = sayIn(language);
  const { application, decision, plans, order, steps } = file;
  return html`
    ${application && html`<section><h2>${say('申请', 'Application')}</h2>${renderApplication(application, language)}</section>`}
    ${
      steps.length === 0
        ? undefined
        : html`<section><h2>${say('办理与签批', 'Steps and signatures')}</h2>
            ${steps.map(step => renderStep(step, language))}</section>`
    }
    ${decision && html`<section><h2>${say('授权决定', 'Decision')}</h2>${renderDecision(decision, language)}</section>`}
    ${plans.map(
      plan => html`<section><h2>${say(`执行方案 第 ${textOf(plan['version'])} 版`, `Plan, version ${textOf(plan['version'])}`)}</h2>
        ${renderPlan(plan, language)}</section>`,
    )}
    ${order && html`<section><h2>${say('运行指令', 'Order of the run')}</h2>${renderPlan(order, language)}</section>`}`;
}

function renderApplication(content: Content, language: Language): Markup {
  const say = sayIn(language);
  const entry = (content['entry'] ?? {}) as Content;
  return table([
    [say('编号', 'Number'), textOf(content['no'])],
    [
      say('目录', 'Entry'),
      say(
        `${textOf(entry['title'])}（第 ${textOf(entry['version'])} 版）`,
        `${textOf(entry['title'])} (version ${textOf(entry['version'])})`,
      ),
    ],
    [say('需求部门', 'Consumer'), nameOf(content['consumer'])],
    [say('提供部门', 'Provider'), nameOf(content['provider'])],
    [say('应用系统', 'System'), nameOf(content['system'])],
    [say('共享方式', 'Way'), modeWord(content['mode'], language)],
    [say('数据项', 'Items'), listOf(content['items']).map(textOf).join('、')],
    [say('范围条件', 'Rows'), conditions(content['rows'], say)],
    [say('办理事项', 'Matter'), textOf(content['matter'])],
    [say('使用依据', 'Ground'), textOf(content['ground'])],
    [say('场景', 'Scenario'), textOf(content['scenario'])],
    [say('使用范围', 'Scope of use'), textOf(content['scope'])],
    [say('使用至', 'Until'), textOf(content['until'])],
  ]);
}

function renderStep({ leaf, at, body, documents }: Step, language: Language): Markup {
  const say = sayIn(language);
  const { answer, material, reason } = documents.step ?? {};
  const told = (answer ?? {}) as Content;
  // An answer stays with the application; it is this step's where the step gave it.
  const isAnswer = /^sharing\.(agree|refuse)$/.test(body.action);
  return html`<article class="step">
    <h3>${actionWord(body.action, language)}${body.result === 'done' ? '' : ` · ${resultWord(body.result, language)} ${body.code ?? ''}`}</h3>
    <p class="who">${body.post} · ${body.actor} · ${timeWord(at)} · ${placeOf(leaf.packed)[language]}</p>
    ${listOf(documents.step?.['steps']).map(one => {
      const citation = one['citation'] as Content | null | undefined;
      return html`
        ${one['action'] === body.action.slice(body.action.indexOf('.') + 1) ? undefined : html`<p>${actionWord(`sharing.${textOf(one['action'])}`, language)} · ${textOf(one['post'])}</p>`}
        ${textOf(one['note']) === '' ? undefined : html`<p class="opinion">${say('意见：', 'Opinion: ')}${textOf(one['note'])}</p>`}
        ${
          citation
            ? html`<blockquote><p>${textOf(citation['quotation'])}</p>
                <footer>${textOf(citation['title'])} ${textOf(citation['article'])} · ${levelWord(citation['level'], language)}</footer></blockquote>`
            : undefined
        }`;
    })}
    ${
      isAnswer && basisOf(told['basis']) !== ''
        ? html`<p>${say('不予共享的依据：', 'Basis of the refusal: ')}${basisOf(told['basis'])}</p>`
        : undefined
    }
    ${
      documents.certificate
        ? html`<p class="opinion">${say('处置证明：', 'Certificate: ')}${textOf(documents.certificate['text'])}</p>`
        : undefined
    }
    ${
      body.action === 'sharing.ask_material'
        ? html`<p>${say('需补正：', 'Material asked for: ')}${listOf(material).map(textOf).join('；')}</p>`
        : undefined
    }
    ${body.object.startsWith('grant:') && textOf(reason) !== '' ? html`<p>${say('事由：', 'Reason: ')}${textOf(reason)}</p>` : undefined}
  </article>`;
}

function items(content: Content, say: Say): Markup {
  return html`<table class="items">
    <thead><tr><th>${say('数据项', 'Item')}</th><th>${say('字段', 'Column')}</th><th>${say('类型', 'Type')}</th><th>${say('脱敏', 'Mask')}</th></tr></thead>
    <tbody>${listOf(content['items']).map(
      item => html`<tr><td>${textOf(item['name'])}</td><td>${textOf(item['column'])}</td><td>${textOf(item['type'])}</td>
        <td>${maskWord(item['mask'], say)}</td></tr>`,
    )}</tbody>
  </table>`;
}

function renderDecision(content: Content, language: Language): Markup {
  const say = sayIn(language);
  return html`${table([
    [say('授权编号', 'Grant'), textOf(content['no'])],
    [say('共享方式', 'Way'), modeWord(content['mode'], language)],
    [say('服务编码', 'Service number'), textOf(content['sid'])],
    [say('应用系统', 'System'), nameOf(content['system'])],
    [say('自', 'From'), timeWord(Date.parse(textOf(content['since'])))],
    [say('至', 'Until'), textOf(content['until'])],
    [say('范围条件', 'Rows'), conditions(content['rows'], say)],
  ])}${items(content, say)}`;
}

function renderPlan(content: Content, language: Language): Markup {
  const say = sayIn(language);
  const place = (value: unknown): string => {
    const { schema, table: name } = (value ?? {}) as Content;
    return value === undefined ? '' : `${textOf(schema)}.${textOf(name)}`;
  };
  return html`${table([
    [say('授权', 'Grant'), textOf(content['grantNo'])],
    [
      say('种类', 'Kind'),
      content['kind'] === 'move' ? modeWord('batch', language) : modeWord(content['kind'], language),
    ],
    [say('提供 → 需求', 'From → to'), `${textOf(content['provider'])} → ${textOf(content['consumer'])}`],
    [say('来源', 'From'), place(content['table'])],
    [say('送往', 'To'), place(content['sink'])],
    [say('必须给出', 'Must be given'), listOf(content['required']).map(textOf).join('、')],
    [say('每次至多行数', 'Rows at most'), textOf(content['rowLimit'])],
    [say('有效', 'In force'), `${timeWord(Number(content['from']))} — ${timeWord(Number(content['until']))}`],
    [say('范围条件', 'Rows'), conditions(content['rows'], say)],
  ])}${items(content, say)}`;
}

/** A basis was one text before it was a title with its article. */
function basisOf(basis: unknown): string {
  if (typeof basis !== 'object' || basis === null) return textOf(basis);
  const { title, article } = basis as Record<string, unknown>;
  return [textOf(title), textOf(article)].filter(word => word !== '').join(' ');
}
