/** Verifications: what was found is counted against guessing, and told. */
import type pg from 'pg';
import { Refusal } from '#kernel/errors.ts';
import type { TablePlan } from '#vocabulary/plans.ts';
import { valueOfType } from '#vocabulary/values.ts';
import { wrong } from '#planes/gateway/body.ts';
import type { Asked, Visit, WholeAnswer } from '#planes/gateway/call.ts';
import { decideCall } from '#planes/gateway/decide.ts';
import { refuse } from '#planes/gateway/limits/refusals.ts';
import type { Attempt, Tries } from '#planes/gateway/limits/tries.ts';
import { type Verdict, isTwoValued, messageOf, toldOf } from '#planes/gateway/limits/verdicts.ts';
import type { CachedPlan } from '#planes/gateway/plans/planCache.ts';
import type { Statement } from '#planes/gateway/plans/statements.ts';
import type { Records } from '#planes/gateway/record/records.ts';
import { SUCCESS } from '#planes/gateway/voices.ts';
import type { Watch } from '#planes/gateway/watching/watch.ts';
import type { TableSources } from './sources.ts';

const JSON_TYPE = 'application/json; charset=utf-8';
const SAVE =
  'insert into record.subjects (root, year, n, packed) values ($1, $2, $3, $4) on conflict (root) do nothing';

/** What was found of one person: a row of verdicts in the order of the items, or none where nobody was selected. */
export interface Verified {
  statement: Pick<Statement, 'names' | 'items'>;
  rows: readonly (readonly (string | null)[])[];
}

export interface Verifying {
  /** The answer to one verification. */
  answer(visit: Visit, cached: CachedPlan, asked: Asked, verified: Verified): Promise<WholeAnswer>;
  /** Of a query by several identifiers: whether they belong together is a verification too. */
  guard(visit: Visit, cached: CachedPlan, asked: Asked, found: boolean): Promise<void> | undefined;
  /** Many at once: each its own verdicts, in order. */
  batch(
    visit: Visit,
    cached: CachedPlan<TablePlan>,
    asked: readonly Asked[],
    sources: TableSources,
  ): Promise<WholeAnswer>;
}

export interface VerifyingNeeds {
  pool: pg.Pool;
  tries: Tries;
  watch: Pick<Watch, 'enumeration'>;
  records: Pick<Records, 'subjectsOf'>;
  now: () => number;
}

/** Yes when some row of the person has the value, no when rows have others, null when the department has none to compare. */
function verdictsOf({ statement, rows }: Verified): Verdict[] {
  return statement.items.map((_item, i) =>
    rows.some(row => row[i] === 'true') ? 'true' : rows.some(row => row[i] === 'false') ? 'false' : 'null',
  );
}

const claimsText = ({ statement: { names } }: Verified, told: readonly Verdict[]): string =>
  `{${names.map((name, i) => name + (told[i] ?? 'null')).join(',')}}`;

export function createVerifying({ pool, tries, watch, records, now }: VerifyingNeeds): Verifying {
  const attemptOf = (
    { plan }: CachedPlan,
    asked: Asked,
    { statement, rows }: Verified,
    verdicts: readonly Verdict[],
  ): Attempt => ({
    asked,
    verdicts: Object.fromEntries(
      statement.items.map((position, i) => [plan.items[position]?.name ?? '', verdicts[i] ?? 'null']),
    ),
    found: rows.length > 0,
  });

  function refused({ caller }: Visit, { plan }: CachedPlan, item: string, rows: number): Refusal {
    watch.enumeration(caller, plan, { guessed: item, rows });
    return refuse.tries_used({ item });
  }

  async function check(visit: Visit, cached: CachedPlan, attempt: Attempt): Promise<void> {
    const [item] = (await tries.check(cached, [attempt], now())) ?? [];
    if (item !== undefined) throw refused(visit, cached, item, 1);
  }

  return {
    async answer(visit, cached, asked, verified) {
      const verdicts = verdictsOf(verified);
      await check(visit, cached, attemptOf(cached, asked, verified, verdicts));
      const twoValued = isTwoValued(cached);
      const told = verdicts.map(one => toldOf(one, twoValued));
      return {
        status: 200,
        contentType: JSON_TYPE,
        body: `{"code":"${SUCCESS[visit.head.voice]}","message":"${messageOf(told)}","data":${claimsText(verified, told)}}`,
        // Where being in the register is told to nobody, the counts do not tell it either.
        rows: twoValued ? 1 : Math.min(verified.rows.length, 1),
        items: verified.statement.items,
      };
    },
    guard(visit, cached, asked, found) {
      let identifiers = 0;
      for (const _name in asked.params) identifiers += 1;
      return identifiers < 2 ? undefined : check(visit, cached, { asked, verdicts: {}, found });
    },
    async batch(visit, cached, asked, sources) {
      asked.forEach((one, i) => {
        decideCall(cached, one);
        checkValues(cached, one, i);
      });
      const settling = visit.settle(cached, asked.length);
      if (settling) await settling;
      visit.decided = performance.now();
      const found = await sources.fetchMany(cached, asked);
      visit.fetched = performance.now();
      const verdicts = found.map(verdictsOf);
      const attempts = found.map((one, i) =>
        attemptOf(cached, asked[i] ?? visitAsked(visit), one, verdicts[i] ?? []),
      );
      const notTold = (await tries.check(cached, attempts, now())) ?? [];
      const twoValued = isTwoValued(cached);
      const items = new Set<number>();
      let times = 0;
      let guessed = '';
      const rows = found.map((one, i) => {
        const item = notTold[i];
        if (item !== undefined) {
          times += 1;
          guessed = item;
          const { code, title } = refuse.tries_used({ item });
          return JSON.stringify({ code, message: title.zh, messageEn: title.en, claims: null });
        }
        for (const position of one.statement.items) items.add(position);
        const told = (verdicts[i] ?? []).map(verdict => toldOf(verdict, twoValued));
        return `{"message":"${messageOf(told)}","claims":${claimsText(one, told)}}`;
      });
      if (times > 0) watch.enumeration(visit.caller, cached.plan, { guessed, rows: times });
      const at = now();
      const list = records.subjectsOf(cached, asked, at);
      if (list) {
        const year = new Date(at).getUTCFullYear();
        await pool.query({
          name: 'gateway-subjects',
          text: SAVE,
          values: [list.root, year, list.n, list.packed],
        });
        visit.subjects = list.root;
      }
      const cases = [...new Set(asked.map(one => one.caseNo))].filter(
        one => one !== visitAsked(visit).caseNo,
      );
      visit.facts = { ...visit.facts, batch: asked.length, ...(cases.length > 0 ? { cases } : {}) };
      return {
        status: 200,
        contentType: JSON_TYPE,
        body: `{"code":"${SUCCESS[visit.head.voice]}","message":"成功","data":[${rows.join(',')}]}`,
        rows: asked.length,
        items: [...items].sort((a, b) => a - b),
      };
    },
  };
}

const NOTHING: Asked = { params: {}, claims: {}, post: '', caseNo: '', scenario: '' };
const visitAsked = ({ asked }: Visit): Asked => asked ?? NOTHING;

/** Named by their row before anything is asked of the department. */
function checkValues({ statements }: CachedPlan, asked: Asked, row: number): void {
  for (const group of ['params', 'claims'] as const)
    for (const [name, value] of Object.entries(asked[group])) {
      const type = statements.items.get(name)?.item.type ?? 'text';
      if (valueOfType(type, value) === undefined)
        throw wrong(`batch[${row}].${group}.${name}`, '值的格式不对', `does not fit (${type})`);
    }
}
