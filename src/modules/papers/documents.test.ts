import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { fromBufferPromise } from 'yauzl';
import { answerPaper, extensionPaper, refusalPaper, supplementPaper } from './answers.ts';
import { applicationForm } from './applicationForm.ts';
import { barsOf } from './barcode.ts';
import { docxOf } from './docx.ts';
import type { ApplicationFacts, ConsentFacts, GrantFacts, StepFacts } from './facts.ts';
import { disposalPaper, grantPaper } from './grantPapers.ts';
import type { Block, Clause, Paper } from './structure.ts';

const ONE: ApplicationFacts = {
  no: '共-2026-00012',
  consumer: '市市场监督管理局',
  provider: '市民政局',
  entryTitle: '婚姻登记信息',
  entryCode: '307110/000012',
  matter: '法定代表人婚姻状况核验',
  ground: '《市场主体登记管理条例》第十六条',
  scenario: '行政依据',
  scope: '登记窗口',
  mode: 'query',
  frequency: { perDay: 200, peakPerMinute: 10 },
  window: { from: '08:00', to: '18:00' },
  items: [
    { name: '公民身份号码', sensitivity: 3, purpose: '确定查询对象' },
    { name: '登记日期', sensitivity: 1, purpose: '' },
  ],
  rows: [{ item: '登记地区', op: 'in', values: ['湛河区', '新华区'] }],
  until: '2027-11-20',
  system: { name: '市场主体登记系统', addresses: ['10.41.2.15'] },
  thirdParties: [],
  contact: '',
  special: [],
  attachments: ['立项批复.pdf'],
  sentAt: '2026-11-20T18:00:00.000Z',
};
const CLAUSE: Clause = {
  title: '政务数据共享条例',
  article: '第二十一条',
  quotation: '不同意共享的，应当说明理由',
  full: '整条原文，不同意共享的，应当说明理由。',
};
const STEP: StepFacts = {
  at: '2026-11-24T03:00:00.000Z',
  post: '市民政局 共享机构负责人',
  name: '王芳',
  note: '登记日期与事项无关',
  clauses: [CLAUSE],
};
const WAYS = { steps: ['协商', '主管部门协调'], clauses: [CLAUSE] };
const CONSENT: ConsentFacts = {
  step: STEP,
  by: 'agree',
  reason: '',
  granted: [{ name: '公民身份号码', sensitivity: 3, mask: { kind: 'middle', head: 6, tail: 4 } }],
  left: [],
  mode: 'query',
  rows: [],
  until: '2027-11-20',
  limits: [],
  narrowed: [],
  grantNo: '授-2026-00003',
  ways: WAYS,
  duties: [],
};
const GRANT: GrantFacts = {
  ...ONE,
  no: '授-2026-00003',
  version: 2,
  applicationNo: ONE.no,
  consentBy: '市民政局',
  items: [{ name: '姓名', sensitivity: 2, mask: { kind: 'name' } }],
  from: '2026-11-24',
  system: { name: '市场主体登记系统', rid: 'r_1', addresses: [] },
  sid: 's_1',
  limits: [],
  disposal: '授权终止后，应当在 30 个工作日内销毁所获数据并出具处置证明。',
  duties: [CLAUSE],
  at: STEP.at,
};

const wordsOf = (block: Block): string[] => {
  switch (block.type) {
    case 'heading':
    case 'text':
      return [block.text];
    case 'clause':
      return [block.source, block.quotation];
    case 'table':
      return block.rows.map(row => row.map(cell => cell.lines.join('／')).join('｜'));
  }
};
const said = (blocks: readonly Block[]): string => blocks.flatMap(wordsOf).join('\n');
const headings = (blocks: readonly Block[]): string[] =>
  blocks.flatMap(block => (block.type === 'heading' ? [block.text] : []));

/** Every place of every row is taken once: else lines of the table stand askew. */
function assertRuled(blocks: readonly Block[]): void {
  for (const block of blocks) {
    if (block.type !== 'table') continue;
    assert.equal(
      block.columns.reduce((sum, width) => sum + width, 0),
      100,
    );
    const covered = block.columns.map(() => 0);
    for (const [place, row] of block.rows.entries()) {
      const free = covered.filter(left => left === 0).length;
      const wide = row.reduce((sum, cell) => sum + cell.columns, 0);
      assert.equal(wide, free, `row ${place + 1}: ${row.map(cell => cell.lines[0]).join('｜')}`);
      let at = 0;
      for (const cell of row) {
        while ((covered[at] ?? 0) > 0) at += 1;
        covered.fill(cell.rows, at, at + cell.columns);
        at += cell.columns;
      }
      for (const [i, left] of covered.entries()) covered[i] = Math.max(0, left - 1);
    }
  }
}

test('The form says everything that was asked, dates in Beijing, conditions as sentences', () => {
  const words = said(applicationForm([ONE]));
  for (const line of [
    '申请部门｜市市场监督管理局｜申请日期｜2026年11月21日',
    '使用频次｜平均每日 200 次，峰值每分钟 10 次｜使用时段｜每日 08:00 至 18:00',
    '1｜公民身份号码｜3 级｜确定查询对象',
    '2｜登记日期｜1 级｜同办理事项',
    '数据范围｜只要“登记地区”属于“湛河区”、“新华区”的数据',
    '使用期限｜至 2027年11月20日',
    '使用系统｜市场主体登记系统／调用地址：10.41.2.15',
    '附件｜1. 立项批复.pdf',
    '申请部门（盖章）／负责人（签字）：／年　　月　　日｜提供部门意见（盖章）／负责人（签字）：／年　　月　　日',
  ])
    assert.ok(words.includes(line), `${line}\nis not in\n${words}`);
  assert.ok(!words.includes('联系人'), 'what nobody said has no line');
});

test('Applications of one form stand one after the other, and each provider has a box of its own', () => {
  const other = { ...ONE, no: '共-2026-00013', provider: '市公安局', entryTitle: '户籍人口信息' };
  const third = { ...other, no: '共-2026-00014', entryTitle: '居住证信息' };
  const blocks = applicationForm([ONE, other, third]);
  assertRuled(blocks);
  const words = said(blocks);
  for (const line of ['申请事项之1（编号 共-2026-00012）', '申请事项之3（编号 共-2026-00014）', '居住证信息'])
    assert.ok(words.includes(line), line);
  assert.equal(words.match(/意见（盖章）/g)?.length, 2);
  assert.equal(words.match(/申请部门（盖章）/g)?.length, 1);
});

test('Consent in full has no part about what is left out; consent in part says what, why, and how to go on', () => {
  assert.deepEqual(headings(answerPaper(ONE, CONSENT)), [
    '一、同意共享',
    '二、同意共享的数据项（1 项）',
    '三、依据',
  ]);
  const partly = answerPaper(ONE, {
    ...CONSENT,
    left: ['登记日期'],
    reason: '登记日期与事项无关',
    narrowed: [
      { what: '数据项', why: '' },
      { what: '使用期限', why: '按立项批复的期限' },
    ],
  });
  assert.deepEqual(headings(partly), [
    '一、同意部分共享',
    '二、同意共享的数据项（1 项）',
    '三、不予同意的内容和理由',
    '四、依据',
    '五、争议解决途径',
  ]);
  const words = said(partly);
  for (const line of [
    '1｜数据项：不予共享登记日期｜登记日期与事项无关',
    '2｜使用期限｜按立项批复的期限',
    '1｜公民身份号码｜3 级｜保留前 6 位、后 4 位',
    '协商；主管部门协调',
    CLAUSE.full,
  ])
    assert.ok(words.includes(line), line);
});

test('A refusal quotes its clause in full, names the basis and the ways on', () => {
  const words = said(
    refusalPaper(ONE, {
      step: STEP,
      category: 'condition_not_met',
      reason: '超出目录列明的用途',
      basis: '《婚姻登记条例》第十五条',
      conditions: ['仅用于社会救助'],
      ways: WAYS,
    }),
  );
  for (const line of ['目录列明的共享条件不满足', '未满足的条件：仅用于社会救助', '超出目录列明的用途'])
    assert.ok(words.includes(line), line);
  for (const line of ['《婚姻登记条例》第十五条', CLAUSE.full, '协商；主管部门协调', '2026年11月24日'])
    assert.ok(words.includes(line), line);
});

test('Every document fills its ruled tables', () => {
  const disposal = {
    step: STEP,
    demanded: '销毁',
    way: '销毁',
    on: '2027-07-10',
    what: '库表和备份',
    certificate: '已删除',
    digest: null,
  };
  for (const blocks of [
    applicationForm([ONE]),
    answerPaper(ONE, CONSENT),
    supplementPaper(ONE, { step: STEP, material: ['立项批复', '备案表'], days: 15, ours: true }),
    extensionPaper(ONE, {
      step: STEP,
      reason: '征求意见',
      days: 10,
      before: '2026-12-05',
      due: '2026-12-19',
    }),
    grantPaper(GRANT),
    disposalPaper(GRANT, disposal),
  ])
    assertRuled(blocks);
});

const PAPER: Paper = {
  kind: 'form',
  title: '政务数据共享需求申请表',
  titleEn: 'Application form',
  no: ONE.no,
  barcode: { text: '2026-00012', bars: barsOf('2026-00012') },
  record: 1234,
  marks: ['演示数据'],
  blocks: [...applicationForm([ONE]), ...grantPaper(GRANT)],
};

async function partsOf(file: Buffer): Promise<Map<string, Buffer>> {
  const parts = new Map<string, Buffer>();
  const zip = await fromBufferPromise(file, { lazyEntries: true, autoClose: false });
  for await (const entry of zip.eachEntry()) {
    const chunks: Buffer[] = [];
    for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk as Buffer);
    parts.set(entry.fileName, Buffer.concat(chunks));
  }
  return parts;
}

test('A bar code begins and ends as Code 128 does, and its letters have eleven modules each', () => {
  // ISO/IEC 15417: start C before pairs of digits, a check letter, and a stop of thirteen modules.
  const bars = barsOf('202600');
  assert.deepEqual(bars.slice(0, 6), [2, 1, 1, 2, 3, 2]);
  assert.deepEqual(bars.slice(-7), [2, 3, 3, 1, 1, 1, 2]);
  assert.equal(
    bars.reduce((sum, width) => sum + width, 0),
    11 * (1 + 3 + 1) + 13,
  );
});

test('The file holds every word of the paper, the bar code as a picture, A4 with its margins and page numbers', async () => {
  const parts = await partsOf(await docxOf(PAPER));
  const document = parts.get('word/document.xml')?.toString() ?? '';
  const plain = document.replaceAll(/<[^>]+>/g, '');
  for (const block of PAPER.blocks)
    for (const words of wordsOf(block).flatMap(line => line.split(/[｜／]/)))
      assert.ok(plain.includes(words.replaceAll('"', '&quot;')), words);
  for (const words of ['编号：共-2026-00012', '存证号：1,234', '演示数据'])
    assert.ok(plain.includes(words), words);
  // Twentieths of a point: 210 × 297 mm, margins 22, 20, 20 and 24 mm.
  const attributesOf = (tag: string) =>
    Object.fromEntries(
      [...(new RegExp(`<w:${tag} ([^>]+)/>`).exec(document)?.[1] ?? '').matchAll(/w:(\w+)="(\w+)"/g)].map(
        ([, name = '', value = '']) => [name, value],
      ),
    );
  const { w, h } = attributesOf('pgSz');
  assert.deepEqual([w, h], ['11906', '16838']);
  const { top, right, bottom, left } = attributesOf('pgMar');
  assert.deepEqual([top, right, bottom, left], ['1247', '1133', '1133', '1360']);
  const picture = [...parts].find(([name]) => /^word\/media\/.+\.png$/.test(name));
  assert.deepEqual(picture?.[1].subarray(0, 4), Buffer.from('\x89PNG', 'latin1'));
  const footer = [...parts].find(([name]) => /^word\/footer\d+\.xml$/.test(name))?.[1].toString() ?? '';
  assert.match(footer, /PAGE.*NUMPAGES/s);
});

test('An office program opens the file and lays it out on pages', async t => {
  const run = promisify(execFile);
  const found = await run('soffice', ['--version']).catch(() => undefined);
  if (!found) return t.skip('no office program here');
  const folder = await mkdtemp(join(tmpdir(), 'paper-'));
  try {
    await writeFile(join(folder, 'paper.docx'), await docxOf(PAPER));
    const profile = `-env:UserInstallation=file://${join(folder, 'profile')}`;
    await run('soffice', [
      profile,
      '--headless',
      '--convert-to',
      'pdf',
      '--outdir',
      folder,
      join(folder, 'paper.docx'),
    ]);
    const pdf = (await readFile(join(folder, 'paper.pdf'))).toString('latin1');
    assert.match(pdf, /^%PDF-/);
    const pages = pdf.match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;
    assert.ok(pages >= 2 && pages <= 4, `${pages} pages`);
  } finally {
    await rm(folder, { recursive: true });
  }
});
