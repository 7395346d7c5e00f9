/**
 * Who may do what with an application: each step by each post and each relation from each state, in six places. The
 * table below is written from the texts by hand (N809 20, 21, 28 and what the places add), not taken from the code.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from '#kernel/db.ts';
import { APPLICATION_ACTIONS } from '#modules/sharing/contract.ts';
import type { Role } from '#vocabulary/permissions.ts';
import {
  CONDITIONAL,
  type Place,
  PLACES,
  type SharingCity,
  WITHHELD,
  dayAfter,
  openSharingCity,
} from './sharingCity.ts';

const ALLOWED = `
state                  | consumer's officer       | consumer's head         | answering head                                        | authority of the case
draft                  | submit withdraw          | withdraw                |                                                       |
awaiting_consent       | withdraw                 | consent decline withdraw |                                                      |
declined               | submit withdraw          | withdraw                |                                                       |
awaiting_authorisation | withdraw                 | withdraw                |                                                       | authorise
awaiting_answer        | withdraw                 | withdraw                | agree refuse redirect ask_material ask_extension      |
extension_asked        | withdraw                 | withdraw                | agree refuse redirect ask_material                    | grant_extension deny_extension
awaiting_material      | supply_material withdraw | withdraw                |                                                       |
awaiting_exception     | withdraw                 | withdraw                |                                                       | allow_exception deny_exception
awaiting_check         | withdraw                 | withdraw                |                                                       | pass_check fail_check
awaiting_acceptance    | accept withdraw          | accept withdraw         |                                                       |
awaiting_review        |                          |                         |                                                       | confirm_use end_use
awaiting_class         | withdraw                 | withdraw                |                                                       |
agreed                 |                          |                         |                                                       |
refused                |                          |                         |                                                       |
withdrawn              |                          |                         |                                                       |
moved                  |                          |                         |                                                       |
`;
type Relation = 'officer' | 'head' | 'answering' | 'authority';
const RELATIONS: readonly Relation[] = ['officer', 'head', 'answering', 'authority'];
const TABLE = new Map(
  ALLOWED.trim()
    .split('\n')
    .slice(1)
    .map(line => {
      const [state = '', ...cells] = line.split('|').map(cell => cell.trim());
      return [state, cells.map(cell => cell.split(' ').filter(word => word !== ''))] as const;
    }),
);
/** Where the rule on refusals is one 原则上: ZH 四（二）, SZ 三（五）3. LA 5 says so too, but is a draft. */
const IN_PRINCIPLE: readonly Place[] = ['zh', 'sz'];

/** Before the head's consent an application is nobody's but the consumer's (N809 20). */
const INSIDE = ['draft', 'awaiting_consent', 'declined'];

let city: SharingCity;
/** By place and state. */
const cases = new Map<string, number>();
const REASON = '申请的用途超出目录列明的社会救助核对范围，与本部门核实后不能提供';

/** Titles that mean different things: the same data twice would be a duplicate collection. */
const TITLES: Record<Place, readonly [asked: string, withheld: string]> = {
  pd: ['低保对象', '离婚登记'],
  zh: ['临时救助', '戒毒人员'],
  xy: ['残疾人补贴', '社区矫正'],
  la: ['孤儿养育', '信访事项'],
  sz: ['社会组织', '精神卫生'],
  n809: ['养老机构', '举报线索'],
};

async function prepare(place: Place): Promise<void> {
  const [provider, consumer, authority] = [`${place}.p`, `${place}.c`, PLACES[place].authority];
  const entry = await city.published(place, TITLES[place][0], CONDITIONAL);
  const keep = (state: string, id: number): void => void cases.set(`${place} ${state}`, id);
  const answer = (id: number, body: object) => city.done(provider, 'sharing_head', id, body);
  keep('draft', await city.drafted(place, entry));
  const waiting = await city.drafted(place, entry);
  await city.done(consumer, 'data_officer', waiting, { action: 'submit' });
  keep('awaiting_consent', waiting);
  const back = await city.drafted(place, entry);
  await city.done(consumer, 'data_officer', back, { action: 'submit' });
  await city.done(consumer, 'sharing_head', back, { action: 'decline', note: '依据不全' });
  keep('declined', back);
  const sent = async (more: object = {}) => (await city.consented(place, entry, more)).id;
  keep('awaiting_answer', await sent());
  const extended = await sent();
  await answer(extended, { action: 'ask_extension', days: 5, note: '需要核对历史数据' });
  keep('extension_asked', extended);
  const incomplete = await sent();
  await answer(incomplete, { action: 'ask_material', material: ['授权书'] });
  keep('awaiting_material', incomplete);
  const part = await sent();
  const partly = await answer(part, {
    action: 'agree',
    items: ['公民身份号码', '姓名'],
    note: '登记日期与事项无关',
  });
  if (place === 'sz') {
    assert.equal(partly.state, 'awaiting_check');
    const checked = await sent();
    await answer(checked, { action: 'agree' });
    keep('awaiting_check', checked);
    await city.done(authority, 'authority', part, { action: 'pass_check' });
  }
  keep('awaiting_acceptance', part);
  const granted = await sent();
  await answer(granted, { action: 'agree' });
  if (place === 'sz') await city.done(authority, 'authority', granted, { action: 'pass_check' });
  keep('agreed', granted);
  const condition = { category: 'condition_not_met', conditions: CONDITIONAL.conditions, note: REASON };
  const no = await sent();
  await answer(no, { action: 'refuse', ...condition });
  keep('refused', no);
  const given = await sent();
  await city.done(consumer, 'data_officer', given, { action: 'withdraw' });
  keep('withdrawn', given);
  const elsewhere = await sent();
  await answer(elsewhere, { action: 'redirect', note: REASON, holderId: city.departments['market'] });
  keep('moved', elsewhere);
  if (IN_PRINCIPLE.includes(place)) {
    const outside = await sent();
    await answer(outside, { action: 'refuse_outside', ...condition, category: 'other' });
    keep('awaiting_exception', outside);
  }
  if (place === 'la')
    keep('awaiting_review', await sent({ kind: 'green', event: '暴雨洪涝灾害Ⅱ级响应', until: dayAfter(20) }));
  if (place === 'pd') {
    const open = await city.published(place, '行政区划');
    keep('awaiting_authorisation', (await city.consented(place, open)).id);
  }
  const withheld = await city.published(place, TITLES[place][1], WITHHELD);
  const argument = '个人信息保护法第三十四条没有规定这类信息不得在机关之间共享';
  keep('awaiting_class', (await city.consented(place, withheld, { argument })).id);
}

before(async () => {
  city = await openSharingCity('table');
  for (const place of Object.keys(PLACES) as Place[]) await prepare(place);
});
after(() => city?.close());

interface Person {
  who: string;
  role: Role;
  relation: Relation | null;
  /** He may open the case once it has left the consumer's department. */
  sees: boolean;
}

/** Every relation to a case of the place: its sides, its authority, the one above, others beside and elsewhere. */
function peopleOf(place: Place): Person[] {
  const other: Place = place === 'la' ? 'n809' : 'la';
  const own = PLACES[place].authority;
  const sides = [
    { who: `${place}.c`, role: 'data_officer', relation: 'officer', sees: true },
    { who: `${place}.c`, role: 'sharing_head', relation: 'head', sees: true },
    { who: `${place}.c`, role: 'department_head', relation: null, sees: true },
    { who: `${place}.p`, role: 'data_officer', relation: null, sees: true },
    { who: `${place}.p`, role: 'sharing_head', relation: 'answering', sees: true },
    { who: `${place}.p`, role: 'department_head', relation: null, sees: true },
    { who: own, role: 'authority', relation: 'authority', sees: true },
    { who: own, role: 'data_officer', relation: null, sees: false },
    { who: `${other}.p`, role: 'sharing_head', relation: null, sees: false },
    { who: `${other}.c`, role: 'data_officer', relation: null, sees: false },
    { who: PLACES[other].authority, role: 'authority', relation: null, sees: false },
    { who: 'market', role: 'sharing_head', relation: null, sees: false },
  ] satisfies Person[];
  // The city's authority looks over its district's cases and decides none of them (ORG-4).
  const above =
    place === 'zh'
      ? [{ who: 'authority', role: 'authority', relation: null, sees: true } satisfies Person]
      : [];
  return [...sides, ...above];
}

const rowOf = (id: number) =>
  sql`select to_jsonb(a)::text as row from sharing.application a where id = ${id}`;

function expectedOf(place: Place, state: string, { relation }: Person): string[] {
  if (relation === null) return [];
  const actions = TABLE.get(state)?.[RELATIONS.indexOf(relation)] ?? [];
  const outside = IN_PRINCIPLE.includes(place) && relation === 'answering' && actions.includes('refuse');
  return [...actions, ...(outside ? ['refuse_outside'] : [])].sort();
}

for (const place of Object.keys(PLACES) as Place[])
  test(`${PLACES[place].name}: each post sees the steps that are its own from each state, and no other`, async () => {
    const wrong: string[] = [];
    for (const state of TABLE.keys()) {
      const id = cases.get(`${place} ${state}`);
      if (id === undefined) continue;
      for (const person of peopleOf(place)) {
        const { status, body } = await city.seen(person.who, person.role, id);
        const inside = person.who === `${place}.c`;
        const opens = INSIDE.includes(state) ? inside : person.sees;
        const name = `${state}: ${person.who} ${person.role}`;
        if (status !== (opens ? 200 : 404)) wrong.push(`${name} got ${status}`);
        if (status !== 200) continue;
        const found = body.actions.toSorted().join(' ');
        const expected = expectedOf(place, state, person).join(' ');
        if (found !== expected) wrong.push(`${name} may “${found}”, the table says “${expected}”`);
      }
    }
    assert.deepEqual(wrong, [], wrong.join('\n'));
  });

// 商丘市 has the decree alone, 朔州 adds the check and the principle: between them every state but two is met.
for (const place of ['n809', 'sz'] as const)
  test(`${PLACES[place].name}: every other step is refused to everybody from every state, and changes nothing`, async () => {
    const wrong: string[] = [];
    for (const state of TABLE.keys()) {
      const id = cases.get(`${place} ${state}`);
      if (id === undefined) continue;
      const before = await city.db.get<{ row: string }>(rowOf(id));
      for (const person of peopleOf(place)) {
        const own = new Set(expectedOf(place, state, person));
        for (const action of APPLICATION_ACTIONS) {
          if (own.has(action)) continue;
          const { status } = await city.act(person.who, person.role, id, { action, note: REASON });
          if (status !== 403 && status !== 404 && status !== 409 && status !== 422)
            wrong.push(`${state}: ${person.who} ${person.role} did ${action}: ${status}`);
        }
      }
      const after = await city.db.get<{ row: string }>(rowOf(id));
      if (after.row !== before.row) wrong.push(`${state} has changed`);
    }
    assert.deepEqual(wrong, [], wrong.join('\n'));
  });
