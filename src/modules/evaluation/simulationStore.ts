import { type Db, sql } from '#kernel/db.ts';
import type { ClockEvent } from '#modules/deadlines/index.ts';

/** A received application with the facts of its answer's clock; instants in milliseconds since the epoch. */
export interface PastCase {
  id: number;
  no: string;
  entryTitle: string;
  shareType: 'unconditional' | 'conditional';
  state: string;
  providerId: number;
  provider: string;
  regionCode: string;
  consumer: string;
  started: number;
  localDays: number | null;
  legalDays: number | null;
  events: ClockEvent[];
}

export interface PastCases {
  /** Instants; `since` included, `until` not. */
  since: Date;
  until: Date;
  regions: readonly string[];
  openOnly: boolean;
}

type CaseRow = Omit<PastCase, 'started' | 'localDays' | 'legalDays' | 'events'>;
type ClockRow = Pick<PastCase, 'started' | 'localDays' | 'legalDays' | 'events'> & { subject: string };

const listCases = (db: Db, ask: PastCases, after: number, size: number): Promise<CaseRow[]> =>
  db.many(sql`select a.id, a.no, a.entry_title as "entryTitle", a.share_type as "shareType", a.state, a.provider_id as "providerId",
      p.name as provider, p.region_code as "regionCode", c.name as consumer
    from sharing.application a join org.department p on p.id = a.provider_id join org.department c on c.id = a.consumer_id
    where a.id > ${after} and a.received_at >= ${ask.since} and a.received_at < ${ask.until} and p.region_code = any(${[...ask.regions]})
      and (not ${ask.openOnly} or a.answered_at is null and a.state in ('awaiting_authorisation', 'awaiting_answer', 'awaiting_material'))
    order by a.id limit ${size}`);

/** Of several clocks of a case (its entry changed, another way began) the last counts. */
const listAnswerClocks = (db: Db, subjects: readonly string[]): Promise<ClockRow[]> =>
  db.many(sql`select k.subject, (extract(epoch from k.started_at) * 1000)::bigint as started, k.local_days as "localDays",
      k.legal_days as "legalDays",
      coalesce((select jsonb_agg(jsonb_build_object('kind', e.kind, 'at', (extract(epoch from e.at) * 1000)::bigint, 'days', e.days, 'local', e.local)
        order by e.id) from deadlines.clock_event e where e.clock_id = k.id), '[]') as events
    from (select distinct on (subject) * from deadlines.clock where subject = any(${[...subjects]}) and step = 'answer'
      order by subject, id desc) k`);

/** The next cases after an id, in the order of ids; at most `size`. Cases without a clock were never the provider's. */
export async function listPastCases(
  db: Db,
  ask: PastCases,
  after: number,
  size: number,
): Promise<{ last: number | undefined; cases: PastCase[] }> {
  const cases = await listCases(db, ask, after, size);
  if (cases.length === 0) return { last: undefined, cases: [] };
  const subjectOf = ({ id }: CaseRow): string => `application:${id}`;
  // Two statements with their keys at hand: joined in one, the planner reads whole tables for each page.
  const clocks = new Map(
    (await listAnswerClocks(db, cases.map(subjectOf))).map(clock => [clock.subject, clock]),
  );
  return {
    last: cases.length < size ? undefined : cases.at(-1)?.id,
    cases: cases.flatMap(one => {
      const clock = clocks.get(subjectOf(one));
      return clock
        ? [
            {
              ...one,
              started: clock.started,
              localDays: clock.localDays,
              legalDays: clock.legalDays,
              events: clock.events,
            },
          ]
        : [];
    }),
  };
}
