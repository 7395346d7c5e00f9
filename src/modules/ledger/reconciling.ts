/**
 * Slices of quotas that died with their gateway, found again: what the record says was served is what a grant has used,
 * and what living gateways hold may still be used. Everything beyond that was lost, and is given back.
 */
import { type Db, type Tx, sql } from '#kernel/db.ts';
import { ACTIONS, RESULTS } from '#record/decode.ts';
import { decodeEntry, unpackEntries } from '#record/entry.ts';
import { USAGE } from '#record/logs.ts';
import { newUsageFacts, readUsageFacts } from '#record/usageFacts.ts';

type Meter = 'calls' | 'rows' | 'bytes';

interface Slice {
  grantId: number;
  meter: Meter;
  /** The day that it was taken from. */
  day: string;
}

/** A gateway counts a streamed answer when it begins; what it came to is in its closing. */
const CALLS = ['gateway.call', 'gateway.opened'];
const ANSWERS = ['gateway.call', 'gateway.closed'];
const actionsOf = (meter: Meter): string[] => (meter === 'calls' ? CALLS : ANSWERS);
/** What was cut off went out as far as it did; a failed call gave nothing. */
const counts = (meter: Meter, action: string, result: string): boolean =>
  actionsOf(meter).includes(action) && (result === 'served' || action === 'gateway.closed');

const DAY = 86_400_000;
const dayOf = (at: number): string => new Date(at + DAY / 3).toISOString().slice(0, 10);
const facts = newUsageFacts();

/** What of a grant lies in the record and not in its summaries yet. */
function inTail(
  bodies: readonly { body: Buffer; n: number }[],
  { grantId, meter }: Slice,
): { day: string; amount: number }[] {
  return bodies.flatMap(({ body, n }) =>
    unpackEntries(body, n).flatMap(bytes => {
      let one: {
        at: number;
        grantId: number | null;
        action: string;
        result: string;
        rows: number;
        bytes: number;
      };
      if (readUsageFacts(bytes, facts))
        one = { ...facts, action: ACTIONS[facts.action] ?? '', result: RESULTS[facts.result] ?? '' };
      else {
        const entry = decodeEntry(bytes);
        if (entry.kind !== 'usage') return [];
        one = { at: entry.at, ...entry.body };
      }
      return one.grantId === grantId && counts(meter, one.action, one.result)
        ? [{ day: dayOf(one.at), amount: meter === 'calls' ? 1 : one[meter] }]
        : [];
    }),
  );
}

/** By one statement, so that what is summed up meanwhile is neither missed nor counted twice. */
async function usedBy(db: Db, slice: Slice): Promise<{ day: number; all: number }> {
  const { grantId, meter, day } = slice;
  const { hours, tail } = await db.get<{
    hours: { day: number | null; all: number | null };
    tail: { body: string; n: number }[] | null;
  }>(sql`select
    (select jsonb_build_object('day', sum(amount) filter (where at = ${day}::date), 'all', sum(amount))
       from (select (u.hour at time zone 'Asia/Shanghai')::date as at,
                    case ${meter} when 'calls' then u.calls when 'rows' then u.rows else u.bytes end as amount
               from ledger.usage_hour u
              where u.grant_id = ${grantId} and u.action = any(${actionsOf(meter)})
                and (u.result = 'served' or u.action = 'gateway.closed')) u) as hours,
    (select jsonb_agg(jsonb_build_object('body', encode(b.body, 'base64'), 'n', b.n))
       from record.batch b join ledger.state s on s.log = b.log
      where b.log = ${USAGE} and b.first >= s.position) as tail`);
  const rest = inTail(
    (tail ?? []).map(({ body, n }) => ({ body: Buffer.from(body, 'base64'), n })),
    slice,
  );
  const sum = (of: typeof rest): number => of.reduce((total, { amount }) => total + amount, 0);
  return {
    day: Number(hours.day ?? 0) + sum(rest.filter(one => one.day === day)),
    all: Number(hours.all ?? 0) + sum(rest),
  };
}

/** Slices of gateways that are given up for dead, each once. */
export const listDeadSlices = (db: Db): Promise<Slice[]> =>
  db.many(
    sql`select distinct grant_id as "grantId", meter, day::text from plans.lease where until < clock_timestamp() limit 200`,
  );

/**
 * Gives back what was lost with a slice. The quota’s rows are locked first: until the end of this transaction no gateway
 * takes or brings back anything, and what one holds is at least what it may have used without its record.
 */
export async function reconcileSlice(tx: Tx, slice: Slice): Promise<void> {
  const { grantId, meter, day } = slice;
  await tx.many(sql`select from plans.quota where grant_id = ${grantId} and meter = ${meter}
    and day in ('-infinity', ${day}::date) order by day for update`);
  const used = await usedBy(tx, slice);
  const held = sql`coalesce((select sum(l.held) from plans.lease l where l.grant_id = ${grantId} and l.meter = ${meter} and l.until >= clock_timestamp()), 0)`;
  await tx.run(sql`update plans.quota set taken = least(taken, (case when day = '-infinity' then ${used.all}::bigint else ${used.day}::bigint end) + extra + ${held})
    where grant_id = ${grantId} and meter = ${meter} and day in ('-infinity', ${day}::date)`);
  await tx.run(
    sql`delete from plans.lease where grant_id = ${grantId} and meter = ${meter} and day = ${day}::date and until < clock_timestamp()`,
  );
}
