/** The mover's bookkeeping: which runs wait, who holds which, how far they are. */
import { randomBytes } from 'node:crypto';
import { type Bookkeeper, type Db, sql } from '#kernel/db.ts';
import type { SubjectList } from '#record/subjectList.ts';
import type { MovePlan, SourceAddress } from '#vocabulary/plans.ts';

/** A mover that has not renewed its lease for so long is taken for dead. */
const LEASE_SECONDS = 15;

/** What the page calls the stages. */
export type RunStage = 'waiting' | 'reading' | 'comparing' | 'placing' | 'done';
export type FinalState = 'delivered' | 'mismatch' | 'failed' | 'stopped' | 'revoked';

/** A run that this process holds. `key` keys its digest, and as nobody else knows it, it proves who holds the run. */
export interface Order {
  id: number;
  no: string;
  plan: MovePlan;
  key: Buffer;
  /** An earlier attempt ended without a word: the consumer's database may hold its rows. */
  restarted: boolean;
}

/** What the consumer is shown as proof; `record` is the number of the entry that says the same. */
export interface Receipt {
  rowsRead: number;
  rowsWritten: number;
  equal: boolean;
  buckets: number[];
  columns: string[];
  sha256: string;
  snapshot: string;
  planVersion: number;
  record: number | null;
}

export interface KeptReceipt {
  receipt: Receipt | null;
  digest: Buffer | null;
}

const lease = sql`now() + make_interval(secs => ${LEASE_SECONDS})`;
const HELD = sql`r.id, r.no, r.plan, p.digest_key as key`;

export async function claimQueued(db: Bookkeeper): Promise<Order | undefined> {
  const key = randomBytes(16);
  return db.find<Order>(sql`
    with chosen as (
      select run_id, started_at is not null as restarted from plans.progress
       where state = 'queued' and (lease_until is null or lease_until < now())
       order by run_id limit 1 for update skip locked)
    update plans.progress p set state = 'running', stage = 'reading', rows_read = 0, rows_written = 0, digest_key = ${key},
           started_at = coalesce(started_at, now()), lease_until = ${lease}
      from chosen c join plans.run r on r.id = c.run_id
     where p.run_id = c.run_id
    returning ${HELD}, c.restarted`);
}

/** A run whose mover died, held from now on by the caller; `everyone`: no other mover lives, so every lease is void. */
export const claimAbandoned = (
  db: Bookkeeper,
  everyone: boolean,
  own: readonly number[],
): Promise<(Order & { state: 'running' | 'delivering' }) | undefined> =>
  db.find(sql`
    with chosen as (
      select run_id from plans.progress
       where state in ('running', 'delivering') and (${everyone} or lease_until is null or lease_until < now())
         and run_id <> all (${[...own]}::int[])
       order by run_id limit 1 for update skip locked)
    update plans.progress p set lease_until = ${lease} from chosen c join plans.run r on r.id = c.run_id
     where p.run_id = c.run_id
    returning ${HELD}, p.state, true as restarted`);

/** Back to the queue; the next attempt gets a key of its own, so that a mover thought dead can change nothing. */
export const requeue = (db: Bookkeeper, order: Order, afterSeconds: number): Promise<number> =>
  db.run(sql`update plans.progress set state = 'queued', stage = 'waiting', rows_read = 0, rows_written = 0, digest_key = null,
      lease_until = now() + make_interval(secs => ${afterSeconds})
    where run_id = ${order.id} and digest_key is not distinct from ${order.key}`);

export interface Standing {
  stopRequested: boolean;
  /** The grant may still be used in the version of the plan. */
  live: boolean;
}

/** Undefined when the run is no longer held by this attempt. */
export const findStanding = (db: Db, order: Order): Promise<Standing | undefined> =>
  db.find(sql`
    select p.stop_requested as "stopRequested", coalesce(l.version = r.version, false) as live
      from plans.progress p join plans.run r on r.id = p.run_id left join plans.live l on l.grant_id = r.grant_id
     where p.run_id = ${order.id} and p.digest_key = ${order.key}`);

export const saveProgress = (
  db: Bookkeeper,
  order: Order,
  { stage, rowsRead, rowsWritten }: { stage: RunStage; rowsRead: number; rowsWritten: number },
): Promise<number> =>
  db.run(sql`update plans.progress set stage = ${stage}, rows_read = ${rowsRead}, rows_written = ${rowsWritten}, lease_until = ${lease}
    where run_id = ${order.id} and digest_key = ${order.key} and state in ('running', 'delivering')`);

/** Kept before anything is placed: after a crash the receipt can still be completed. */
export const saveDelivering = (
  db: Bookkeeper,
  order: Order,
  receipt: Receipt,
  digest: Buffer,
): Promise<number> =>
  db.run(sql`update plans.progress set state = 'delivering', stage = 'placing', rows_read = ${receipt.rowsRead},
      rows_written = ${receipt.rowsWritten}, receipt = ${JSON.stringify(receipt)}, digest = ${digest}, lease_until = ${lease}
    where run_id = ${order.id} and digest_key = ${order.key} and state = 'running'`);

export const getKept = (db: Db, order: Order): Promise<KeptReceipt> =>
  db.get(sql`select receipt, digest from plans.progress where run_id = ${order.id}`);

export interface Ending {
  state: FinalState;
  receipt: Receipt | null;
  problem?: { code: string; facts: Record<string, string> };
  at: Date;
}

export const finish = (
  db: Bookkeeper,
  order: Order,
  { state, receipt, problem, at }: Ending,
): Promise<number> =>
  db.run(sql`update plans.progress set state = ${state}, stage = case when ${state} = 'delivered' then 'done' else stage end,
      receipt = ${receipt === null ? null : JSON.stringify(receipt)}, rows_read = coalesce(${receipt?.rowsRead ?? null}, rows_read),
      rows_written = coalesce(${receipt?.rowsWritten ?? null}, rows_written), problem_code = ${problem?.code ?? null},
      problem_facts = ${JSON.stringify(problem?.facts ?? {})}, finished_at = ${at}, lease_until = null
    where run_id = ${order.id} and digest_key is not distinct from ${order.key} and state in ('running', 'delivering')`);

export interface SealedAddress {
  address: SourceAddress;
  sealed: Buffer;
  /** Networks that the operator allows for the department of this database, as they are now. */
  allowed: string[];
}

export async function findAddress(db: Db, id: number): Promise<SealedAddress | undefined> {
  const row = await db.find<SourceAddress & Omit<SealedAddress, 'address'>>(
    sql`select kind, host, port, database, username as "user", password_sealed as sealed,
               array(select n.cidr from plans.network n where n.department_id = s.department_id) as allowed
          from plans.source s where id = ${id}`,
  );
  if (!row) return undefined;
  const { sealed, allowed, ...address } = row;
  return { address, sealed, allowed };
}

export interface ComparisonOrder {
  order: Order;
  rows: number;
  digest: Buffer;
  sha256: string;
}

/** Delivered runs that somebody wants compared again. */
export async function listComparisons(db: Db, except: readonly number[]): Promise<ComparisonOrder[]> {
  const rows = await db.many<Omit<Order, 'restarted'> & { receipt: Receipt; digest: Buffer }>(sql`
    select ${HELD}, p.receipt, p.digest from plans.progress p join plans.run r on r.id = p.run_id
     where p.compare_requested and p.state = 'delivered' and p.digest is not null and p.run_id <> all (${[...except]}::int[])
     order by r.id limit 2`);
  return rows.map(({ receipt, digest, ...order }) => ({
    order: { ...order, restarted: false },
    rows: receipt.rowsWritten,
    sha256: receipt.sha256,
    digest,
  }));
}

export interface ComparisonResult {
  comparison?: { at: string; equal: boolean; rows: number; buckets: number[] };
  problem?: { code: string; facts: Record<string, string> };
}

/** A comparison that could not be made leaves the one before as it is. */
export const saveComparison = (
  db: Bookkeeper,
  id: number,
  { comparison, problem }: ComparisonResult,
): Promise<number> =>
  db.run(sql`update plans.progress set compare_requested = false,
      comparison = coalesce(${comparison === undefined ? null : JSON.stringify(comparison)}::jsonb, comparison),
      problem_code = ${problem?.code ?? null}, problem_facts = ${JSON.stringify(problem?.facts ?? {})}
    where run_id = ${id}`);

/** Before the record that carries its root: a list without a record says nothing, a record without its list too little. */
export const saveSubjects = (
  db: Bookkeeper,
  { root, n, packed }: SubjectList,
  year: number,
): Promise<number> =>
  db.run(
    sql`insert into record.subjects (root, year, n, packed) values (${root}, ${year}, ${n}, ${packed}) on conflict (root) do nothing`,
  );
