/** The six profiles rule by rule; what switches and repeals make of them; a rule added in one line. */
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { BASIS_RANKS, KIND_ORDER, RULES, RULE_IDS, type RuleId } from '#vocabulary/profile.ts';
import { type Changes, NO_CHANGES } from './changes.ts';
import { createPolicy, loadPolicyLibrary } from './index.ts';
import { citationOf, resolve } from './rules.ts';

const FOLDER = fileURLToPath(new URL('../../../profiles', import.meta.url));
const library = loadPolicyLibrary(FOLDER);
const TODAY = '2026-11-20';
const clock = { now: () => Date.parse(`${TODAY}T10:00:00+08:00`) };
const CITY = '410400';
const ZHANHE = '410411';
const LUAN = '341500';
const SHUOZHOU = '140600';

/** The rows of the table of jurisdictions, corrected: which texts speak on which question, and in which article. */
const ROWS: Readonly<Record<string, Partial<Record<RuleId, string>>>> = {
  n809: {
    'answer.unconditional.days': '第二十一条',
    'answer.conditional.days': '第二十一条',
    'answer.extension.days': '第二十一条',
    'supplement.once': '第二十一条',
    'supply.days': '第二十二条',
    'dispute.steps': '第二十八条',
    'catalog.update.days': '第十七条',
    'catalog.update.extension.days': '第十七条',
    'catalog.review.days': '第十七条',
    'catalog.reviewer': '第十六条',
    'share.basis_rank.withheld': '第十五条',
    'objection.days': '第二十六条',
    'retention.use_records.months': '第二十九条',
    'use_records.contents': '第二十九条',
    'project.funding': '第三十八条',
    'evaluation.rhythm': '第三十八条',
    'breach.provider': '第三十九条',
    'breach.consumer': '第四十条',
    'breach.authority': '第四十一条',
    scope: '第二条',
    'scope.exceptions': '第三条',
  },
  pingdingshan: {
    'share.unconditional.path': '第十八条',
    'answer.conditional.days': '第十八条',
    'answer.refusal': '第十八条',
    'dispute.steps': '第十八条',
    'dispute.body': '第十九条',
    'catalog.update.days': '第十一条',
    'catalog.reviewer': '第十条',
    'retention.log.months': '第十四条',
    'application.contents': '第十八条',
    lists: '第十条',
    'collection.target': '第十三条',
    'evaluation.rhythm': '第二十条',
    'breach.rectification': '第二十七条',
    'breach.escalation': '第二十七条',
    'breach.discipline': '第二十七条',
    'share.basis_rank.conditional': '第十七条',
    'share.basis_rank.withheld': '第十七条',
    'share.free': '第十五条',
    scope: '第三条',
    no_secrets: '第八条',
    'project.gate': '第七条',
    liability: '第二十六条',
    'liability.exemption': '第二十八条',
  },
  xiayi: {
    'share.unconditional.path': '四（三）',
    'answer.conditional.days': '四（三）',
    'answer.refusal': '四（三）',
    'dispute.steps': '四（五）',
    'supply.authorises_platform': '四（三）',
    'catalog.update.days': '二（三）',
    'catalog.publication': '二（一）',
    'log.traceable': '三（四）',
    'scenarios.as_filed': '四（三）',
    lists: '二（二）',
    'needs.unlisted': '二（二）',
    'evaluation.rhythm': '六（三）',
    'evaluation.use': '四（四）',
    liability: '五',
  },
  luan: {
    'share.unconditional.path': '二（二）5',
    'answer.conditional.days': '二（二）5',
    'answer.refusal': '二（二）5',
    'dispute.body': '三（一）',
    'dispute.steps': '三（四）',
    'blanket.days': '二（二）5',
    'blanket.refusal_basis': '二（二）5',
    green_channel: '二（二）5',
    'catalog.update.days': '二（二）3',
    'catalog.publication': '二（二）5',
    'log.traceable': '二（三）8',
    'applications.classes': '二（二）6',
    lists: '二（二）3',
    'collection.target': '二（二）4',
    'collection.public_bodies': '二（二）3',
    indicators: '三（四）',
    'evaluation.rhythm': '三（四）',
    'evaluation.methods': '三（四）',
    'evaluation.part_of': '三（四）',
    'breach.rectification': '三（四）',
    'scope.exceptions': '二（一）1',
    'project.gate': '三（三）',
  },
  shuozhou: {
    'sharing.steps': '三（五）2',
    'answer.refusal': '三（五）3',
    'dispute.steps': '三（一）1',
    'catalog.update.days': '三（三）1',
    'catalog.claiming': '三（三）1',
    'catalog.county': '三（三）2',
    'log.traceable': '三（七）2',
    scenarios: '三（五）3',
    lists: '三（三）1',
    'collection.share': '二',
    'collection.target': '三（四）2',
    'collection.refusal': '三（四）2',
    'evaluation.rhythm': '四（四）',
    'evaluation.part_of': '四（四）',
    'evaluation.methods': '四（四）',
    'breach.escalation': '四（四）',
    'scope.exceptions': '三（二）1',
    'project.gate': '三（六）',
    'project.funding': '四（三）',
  },
  zhanhe: {
    'share.unconditional.path': '四（二）',
    'answer.conditional.days': '四（二）',
    'answer.refusal': '四（二）',
    'dispute.steps': '二（一）',
    'dispute.body': '附件三（二）',
    'catalog.update.days': '四（一）',
    'catalog.reviewer': '四（一）',
    'catalog.publication': '四（一）',
    'log.traceable': '五（二）',
    scenarios: '四（一）',
    lists: '四（一）',
    'collection.target': '四（二）',
    'evaluation.rhythm': '六（二）',
    'evaluation.methods': '六（二）',
    'breach.rectification': '六（二）',
    'scope.exceptions': '三（三）',
    'project.gate': '六（一）',
  },
};

test('the six profiles answer every row of the table, each by the article that the row names', () => {
  const wrong: string[] = [];
  let seen = 0;
  for (const [document, rows] of Object.entries(ROWS))
    for (const [id, article] of Object.entries(rows)) {
      const found = library.documents.get(document)?.rules.find(rule => rule.id === id);
      if (found?.clause.article !== article)
        wrong.push(`${document} ${id}: ${found?.clause.article ?? 'nothing'} instead of ${article}`);
      seen += 1;
    }
  assert.deepEqual(wrong, []);
  assert.ok(seen > 110, `only ${seen} rows were seen`);
});

test('no local text takes from an actor what the decree gives it', () => {
  const actors = RULE_IDS.filter(id => RULES[id].kind === 'actor');
  let compared = 0;
  for (const { code } of library.regions.values())
    for (const id of actors) {
      const { effective, national } = resolve(library, code, id, TODAY);
      if (!national) continue;
      assert.deepEqual(effective?.value, national.value, `${code} ${id}: ${effective?.document}`);
      compared += 1;
    }
  assert.ok(compared > 20);
  // 夏邑县’s notice says where its catalog is published, not who reviews it.
  const xiayi = resolve(library, '411426', 'catalog.reviewer', TODAY);
  assert.deepEqual(
    [xiayi.effective?.document, xiayi.effective?.article, xiayi.effective?.value],
    ['n809', '第十六条', { actor: 'authority' }],
  );
});

test('values of the table: numbers, sets, shares, and what holds in principle only', () => {
  const value = (document: string, id: RuleId): unknown =>
    library.documents.get(document)?.rules.find(rule => rule.id === id)?.value;
  assert.deepEqual(value('shuozhou', 'collection.share'), { percent: 100, by: '2021-12-31' });
  assert.deepEqual(value('luan', 'indicators'), {
    values: ['coverage', 'qualification', 'collection', 'openness'],
  });
  assert.deepEqual(value('n809', 'retention.use_records.months'), { months: 36 });
  assert.deepEqual(value('n809', 'catalog.update.extension.days'), { days: 5 });
  assert.deepEqual(value('luan', 'lists'), { values: ['responsibility', 'demand', 'negative'] });
  const inPrinciple = [...library.documents.values()].flatMap(document =>
    document.rules.filter(rule => rule.inPrinciple).map(rule => `${document.id} ${rule.id}`),
  );
  for (const one of [
    'shuozhou answer.refusal',
    'luan answer.refusal',
    'zhanhe answer.refusal',
    'luan blanket.days',
  ])
    assert.ok(inPrinciple.includes(one), one);
  const states = [...library.documents.values()].map(one => [one.id, one.status, one.rank]);
  assert.deepEqual(states, [
    ['default', 'in_force', 'other'],
    ['luan', 'draft', 'local_rule'],
    ['n809', 'in_force', 'regulation'],
    ['pingdingshan', 'trial', 'local_rule'],
    ['shuozhou', 'in_force', 'local_rule'],
    ['xiayi', 'in_force', 'local_rule'],
    ['zhanhe', 'trial', 'local_rule'],
  ]);
});

test('六安市’s draft binds in no question, and 朔州市 says which text of its province is not loaded', () => {
  for (const id of RULE_IDS) {
    const found = resolve(library, LUAN, id, TODAY);
    assert.notEqual(found.effective?.document, 'luan', id);
    assert.ok(
      found.chain.every(rule => rule.document !== 'luan' || rule.standing === 'draft'),
      id,
    );
  }
  assert.deepEqual(resolve(library, SHUOZHOU, 'scenarios', TODAY).notLoaded, [
    '山西省政务数据管理与应用办法',
  ]);
});

/** How strict a value is where its kind has an order: greater is stricter. */
function strictness(value: object): number | undefined {
  if ('days' in value) return value.days === null ? undefined : -Number(value.days);
  if ('months' in value) return Number(value.months);
  if ('percent' in value) return Number(value.percent);
  if ('ranks' in value && !('categories' in value))
    return -Math.max(
      ...(value.ranks as (typeof BASIS_RANKS)[number][]).map(rank => BASIS_RANKS.indexOf(rank)),
    );
  return undefined;
}

test('the decree is a floor: whatever text a region adds, what counts is never looser', () => {
  const ordered = RULE_IDS.filter(id =>
    ['shorter', 'longer', 'higher', 'larger'].includes(KIND_ORDER[RULES[id].kind]),
  );
  const base = library.documents.get('n809');
  const city = library.documents.get('pingdingshan');
  assert.ok(base && city);
  let compared = 0;
  fc.assert(
    fc.property(
      fc.constantFrom(...ordered),
      fc.integer({ min: 1, max: 60 }),
      fc.subarray([...BASIS_RANKS], { minLength: 1 }),
      (id, n, ranks) => {
        const national = base.rules.find(rule => rule.id === id);
        if (!national) return;
        const { kind } = RULES[id];
        const value = kind === 'deadline' ? { days: n } : kind === 'retention' ? { months: n } : { ranks };
        const added = { ...national, value } as (typeof city.rules)[number];
        const loose = { ...city, rules: [...city.rules.filter(rule => rule.id !== id), added] };
        const changed = { ...library, documents: new Map(library.documents).set('pingdingshan', loose) };
        const effective = resolve(changed, ZHANHE, id, TODAY).effective;
        assert.ok(effective);
        const [counts, floor] = [strictness(effective.value), strictness(national.value)];
        assert.ok(
          counts !== undefined && floor !== undefined && counts >= floor,
          `${id} ${JSON.stringify(value)}`,
        );
        compared += 1;
      },
    ),
    { numRuns: 500 },
  );
  assert.ok(compared > 100, `only ${compared} were compared`);
});

test('a rule added in one line is found by resolution, by the page and by the check of quotations', () => {
  const folder = mkdtempSync(join(tmpdir(), 'profiles-'));
  try {
    cpSync(FOLDER, folder, { recursive: true });
    const file = join(folder, 'zhanhe.json');
    const line = (days: number) =>
      `    {"id": "supply.days", "value": {"days": ${days}}, "article": "四（二）", "quotation": "数据提供部门根据用数申请组织开展数据共享工作"},\n`;
    const before = readFileSync(file, 'utf8');
    const put = (text: string) =>
      writeFileSync(file, before.replace('  "rules": [\n', `  "rules": [\n${text}`));
    put(line(5));
    assert.throws(() => loadPolicyLibrary(folder), /supply\.days: the quotation does not say 5个工作日/);
    put(line(5).replace('{"days": 5}', '{"days": null}').replace('supply.days', 'supply.steps'));
    assert.throws(() => loadPolicyLibrary(folder), /rule 1: id/);
    put(line(5).replace('{"days": 5}', '{"days": null}'));
    const more = loadPolicyLibrary(folder);
    const policy = createPolicy(more, 'zhanhe', clock);
    const found = policy.rule(ZHANHE, 'supply.days');
    assert.deepEqual(
      found.chain.map(rule => [rule.document, rule.article]),
      [
        ['zhanhe', '四（二）'],
        ['n809', '第二十二条'],
        ['default', ''],
      ],
    );
    assert.equal(found.effective?.document, 'n809', '及时 does not loosen twenty days');
    const shown = policy.rulesOfRegion(ZHANHE).rules.find(rule => rule.ruleId === 'supply.days');
    assert.equal(shown?.chain[0]?.title, more.documents.get('zhanhe')?.title);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a repealed article binds no longer from its date on, before it does, and its citations say so at once', () => {
  const changes: Changes = {
    ...NO_CHANGES,
    repeals: [{ id: 1, document: 'pingdingshan', article: '第十八条', since: '2027-01-01', by: '新办法' }],
  };
  const on = (date: string) => resolve(library, ZHANHE, 'answer.conditional.days', date, { changes });
  assert.equal(on('2026-12-31').effective?.value.days, 5);
  const after = on('2027-01-01');
  assert.equal(after.effective?.value.days, 10);
  assert.equal(after.local, undefined);
  assert.deepEqual(
    after.chain.map(rule => [rule.document, rule.standing]),
    [
      ['zhanhe', 'counts'],
      ['pingdingshan', 'repealed'],
      ['n809', 'counts'],
      ['default', 'counts'],
    ],
  );
  const before = on('2026-12-31').effective;
  assert.equal(before && citationOf(before).repealedSince, '2027-01-01');
  // Another article of the same text stands.
  assert.equal(
    resolve(library, CITY, 'catalog.update.days', '2027-06-01', { changes }).local?.value.days,
    10,
  );
  const whole = {
    ...changes,
    repeals: [{ id: 2, document: 'pingdingshan', article: '', since: '2027-01-01', by: 'x' }],
  };
  for (const id of RULE_IDS)
    assert.notEqual(
      resolve(library, CITY, id, '2027-01-01', { changes: whole }).effective?.document,
      'pingdingshan',
    );
});

test('when every text on a time limit is repealed, the default is the promise, and no ceiling is left', () => {
  const repeal = (document: string) => ({ id: 1, document, article: '', since: '2027-01-01', by: '新法' });
  const on = (documents: string[], id: RuleId) =>
    resolve(library, CITY, id, '2027-06-01', {
      changes: { ...NO_CHANGES, repeals: documents.map(repeal) },
    });
  const without = on(['pingdingshan', 'n809'], 'answer.conditional.days');
  assert.deepEqual(
    [without.effective?.level, without.local?.value, without.ceiling],
    ['default', { days: 10 }, undefined],
  );
  assert.equal(on(['pingdingshan'], 'answer.conditional.days').local, undefined);
  assert.deepEqual(on(['n809'], 'answer.conditional.days').local?.value, { days: 5 });
  // Nothing but time limits has a promise beside a ceiling.
  assert.equal(on(['pingdingshan', 'n809'], 'scenarios').local, undefined);
});

test('a switched region follows the other profile from its date on, under the texts that lie above it', () => {
  const to = (profile: string, from = '2027-01-01'): Changes => ({
    ...NO_CHANGES,
    switches: [{ id: 1, regionCode: CITY, profile, from }],
  });
  const path = (region: string, changes: Changes, date: string) =>
    resolve(library, region, 'share.unconditional.path', date, { changes }).effective?.value.path;
  assert.equal(path(CITY, to('xiayi'), '2026-12-31'), 'platform_authorises');
  assert.equal(path(CITY, to('xiayi'), '2027-01-01'), 'standing_consent');
  const log = (region: string, changes: Changes) =>
    resolve(library, region, 'retention.log.months', '2027-01-01', { changes }).local?.value.months;
  assert.equal(log(CITY, to('xiayi')), undefined);
  // 石龙区 has no text of its own: it follows what its city follows.
  assert.equal(path('410404', to('xiayi'), '2027-01-01'), 'standing_consent');
  // The decree remains the floor whatever a region switches to.
  const days = resolve(library, CITY, 'answer.conditional.days', '2027-01-01', { changes: to('n809') });
  assert.deepEqual(
    [days.local, days.effective?.value.days, days.effective?.regionCode],
    [undefined, 10, '000000'],
  );
  // A district that drops its own text still lies in its city.
  const district: Changes = {
    ...NO_CHANGES,
    switches: [{ id: 1, regionCode: ZHANHE, profile: 'n809', from: '2027-01-01' }],
  };
  assert.equal(
    resolve(library, ZHANHE, 'answer.conditional.days', '2027-01-01', { changes: district }).local?.document,
    'pingdingshan',
  );
  // To its city's own profile: that text is met once.
  const twice = {
    ...NO_CHANGES,
    switches: [{ id: 1, regionCode: ZHANHE, profile: 'pingdingshan', from: '2027-01-01' }],
  };
  const chain = resolve(library, ZHANHE, 'answer.conditional.days', '2027-01-01', { changes: twice }).chain;
  assert.deepEqual(
    chain.map(rule => rule.document),
    ['pingdingshan', 'n809', 'default'],
  );
});

test('a simulation takes a draft as if it were in force, and nothing else does', () => {
  const policy = createPolicy(library, 'pingdingshan', clock);
  assert.equal(policy.ruleUnder('luan', 'answer.conditional.days')?.local?.value.days, 5);
  assert.equal(policy.ruleUnder('n809', 'answer.conditional.days')?.local, undefined);
  assert.equal(policy.ruleUnder('nowhere', 'answer.conditional.days'), undefined);
  assert.equal(policy.rule(LUAN, 'answer.conditional.days').local, undefined);
});
