/** A place that nobody thought of, as data only; what the files may not say; the ends of a rule's time. */
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { StartProblem } from '#kernel/errors.ts';
import { type RuleId } from '#vocabulary/profile.ts';
import { type Changes, NO_CHANGES } from './changes.ts';
import { createPolicy, loadPolicyLibrary } from './index.ts';
import { resolve } from './rules.ts';

const FOLDER = fileURLToPath(new URL('../../../profiles', import.meta.url));
const library = loadPolicyLibrary(FOLDER);
const clock = { now: () => Date.parse('2026-11-20T10:00:00+08:00') };

const PLACE = {
  id: 'seventh',
  title: '某市公共数据共享办法',
  number: '某政〔2026〕7号',
  issuer: '某市人民政府',
  rank: 'local_rule',
  level: 'local',
  status: 'in_force',
  from: '2026-03-01',
  until: '2028-02-29',
  source: 'seventh.txt',
  annexes: [],
  rules: [
    {
      id: 'answer.conditional.days',
      value: { days: 3 },
      article: '一（一）1',
      quotation: '提供部门应当在三个工作日内答复',
    },
    {
      id: 'supply.days',
      value: { days: 15 },
      article: '二1',
      quotation: '原则上自同意之日起15个工作日内提供数据',
      inPrinciple: true,
    },
  ],
};
const TEXT =
  '某市公共数据共享办法\n一、申请\n（一）答复\n1. 提供部门应当在三个工作日内答复。\n二、提供\n1. 原则上自同意之日起15个工作日内提供数据。\n';
const REGIONS = [
  { code: '320000', name: '某省', documents: [], notLoaded: ['某省公共数据条例'] },
  { code: '320100', name: '某市', profile: 'seventh', documents: ['seventh'] },
];

function withPlace(
  change: { place?: object; text?: string; regions?: object[] },
  work: (folder: string) => void,
) {
  const folder = mkdtempSync(join(tmpdir(), 'profiles-'));
  try {
    cpSync(FOLDER, folder, { recursive: true });
    writeFileSync(join(folder, 'seventh.json'), JSON.stringify({ ...PLACE, ...change.place }));
    writeFileSync(join(folder, 'sources', 'seventh.txt'), change.text ?? TEXT);
    const file = join(folder, 'regions.json');
    const regions = JSON.parse(readFileSync(file, 'utf8')) as object[];
    writeFileSync(file, JSON.stringify([...regions, ...(change.regions ?? REGIONS)]));
    work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('a seventh place is a file, its text and a line: it has its own days under the decree, and its district too', () => {
  withPlace({}, folder => {
    const policy = createPolicy(loadPolicyLibrary(folder), 'seventh', clock);
    assert.equal(policy.homeRegion, '320100');
    // 320106 stands in no file: it climbs to its city by its code.
    for (const region of ['320100', '320106']) {
      const found = policy.rule(region, 'answer.conditional.days');
      assert.deepEqual(
        [found.local?.value.days, found.ceiling?.value.days, found.stricter, found.notLoaded],
        [3, 10, 'local', ['某省公共数据条例']],
      );
      assert.equal(policy.rule(region, 'supply.days').effective?.inPrinciple, true);
    }
    const shown = policy.rulesOfRegion('320100');
    assert.deepEqual(
      shown.profiles.find(one => one.name === 'seventh'),
      {
        name: 'seventh',
        title: PLACE.title,
        status: 'in_force',
        regionCode: '320100',
        regionName: '某市',
      },
    );
    assert.equal(policy.ruleUnder('seventh', 'answer.conditional.days')?.local?.value.days, 3);
    assert.equal(policy.rule('410400', 'answer.conditional.days').local?.value.days, 5);
  });
});

test('a text binds on its first and on its last day, and on no day outside', () => {
  withPlace({}, folder => {
    const policy = createPolicy(loadPolicyLibrary(folder), 'seventh', clock);
    const days = (date: string) => policy.rule('320100', 'answer.conditional.days', date).local?.value.days;
    assert.deepEqual(['2026-02-28', '2026-03-01', '2028-02-29', '2028-03-01'].map(days), [
      undefined,
      3,
      3,
      undefined,
    ]);
  });
});

test('what a file may not say keeps the platform from starting, by file and fault', () => {
  const [rule, principle] = PLACE.rules;
  const refused = (pattern: RegExp, change: Parameters<typeof withPlace>[0]) =>
    withPlace(change, folder =>
      assert.throws(
        () => loadPolicyLibrary(folder),
        (error: unknown) => error instanceof StartProblem && pattern.test(error.message),
        String(pattern),
      ),
    );
  const rules = (more: object) => ({ place: { rules: [{ ...rule, ...more }] } });
  refused(/seventh\.json, rule 1 \(answer\.conditional\.days\): it is a rule of a draft/, {
    place: { status: 'draft', rules: [{ ...rule, status: 'in_force' }] },
  });
  refused(/it begins on 2026-02-28, before its text on 2026-03-01/, rules({ from: '2026-02-28' }));
  refused(/it ends on 2028-03-01, after its text on 2028-02-29/, rules({ until: '2028-03-01' }));
  refused(
    /it ends on 2026-04-30, before it begins on 2026-05-01/,
    rules({ from: '2026-05-01', until: '2026-04-30' }),
  );
  refused(/seventh\.json, rule 1: from/, rules({ from: '2027-02-29' }));
  refused(/seventh\.json: from/, { place: { from: '2026-13-01' } });
  refused(/the quotation is shorter than 8 characters/, rules({ quotation: '三个工作日内答复'.slice(0, 7) }));
  refused(/the quotation is found 2 times in 一（一）1, not once/, {
    text: TEXT.replace('答复。', '答复。提供部门应当在三个工作日内答复。'),
  });
  refused(/the quotation does not say 原则上/, rules({ inPrinciple: true }));
  refused(/says 原则上, and the rule is not marked/, {
    place: { rules: [{ ...principle, inPrinciple: false }] },
  });
  refused(/sources\/seventh\.txt: 二1 stands there twice/, { text: `${TEXT}1. 又一项。\n` });
  refused(/regions\.json: 410400 and 320100 are both called “pingdingshan”/, {
    regions: [{ code: '320100', name: '某市', profile: 'pingdingshan', documents: ['seventh'] }],
  });
});

test('a repealed section takes its parts with it, and nothing beside it', () => {
  const without = (article: string): Changes => ({
    ...NO_CHANGES,
    repeals: [{ id: 1, document: 'shuozhou', article, since: '2026-11-01', by: '新方案' }],
  });
  const standing = (article: string, id: RuleId) =>
    resolve(library, '140600', id, '2026-11-20', { changes: without(article) }).chain.find(
      rule => rule.document === 'shuozhou',
    )?.standing;
  for (const article of ['三（五）3', '三（五）', '三'])
    assert.equal(standing(article, 'answer.refusal'), 'repealed', article);
  for (const article of ['三（五）2', '三（四）', '四'])
    assert.equal(standing(article, 'answer.refusal'), 'counts', article);
});

test('a quotation carries the whole of what the rule says, not its first half', () => {
  const carried: [string, RuleId, string[]][] = [
    ['n809', 'dispute.steps', ['协商', '同级', '共同的上级', '本级人民政府决定']],
    ['n809', 'dispute.body', ['同级', '共同的上级', '本级人民政府决定']],
    ['n809', 'breach.provider', ['责令改正', '未按时答复', '未按时共享']],
    ['n809', 'breach.consumer', ['责令改正', '重复收集', '超出使用范围', '提供给第三方']],
    ['n809', 'liability', ['谁管理谁负责、谁使用谁负责', '篡改、破坏、泄露']],
    ['pingdingshan', 'liability', ['数据质量管理责任', '数据安全管理责任', '由使用部门承担']],
    ['pingdingshan', 'platform.only', ['原则上', '不得以点对点方式']],
    ['pingdingshan', 'collection.target', ['资源池', '基础数据库', '主题数据库']],
    ['pingdingshan', 'breach.rectification', ['通知整改', '规定的时限']],
    ['shuozhou', 'liability', ['数据提供部门', '采集', '提供等环节', '使用全过程']],
    ['shuozhou', 'dispute.steps', ['市数字政府建设领导小组', '协调解决']],
    ['xiayi', 'dispute.steps', ['县政务服务和大数据管理局会同有关单位', '沟通与协调处理']],
    ['zhanhe', 'catalog.publication', ['上报', '统一发布']],
  ];
  for (const [document, id, words] of carried) {
    const rule = library.documents.get(document)?.rules.find(one => one.id === id);
    for (const word of words)
      assert.ok(rule?.clause.quotation.includes(word), `${document} ${id} does not quote ${word}`);
  }
});
