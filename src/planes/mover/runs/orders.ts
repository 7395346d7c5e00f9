/** The mover's bookkeeping: which runs wait, who holds which, how far they are. */
import { createHash, randomBytes } from 'node:crypto';
import { type Bookkeeper, type Db, type Sql, sql } from '#kernel/db.ts';
import { type Receipt, type RunNotice, runName } from '#vocabulary/moves.ts';
import type { RunPlan, SourceAddress } from '#vocabulary/plans.ts';

export type { Receipt } from '#vocabulary/moves.ts';

/** A mover that has not renewed its lease for so long is taken for dead. */
export const LEASE_SECONDS = 15;
/** Between two tries to drop what an ended run kept in its target. */
const FORGET_SECONDS = 60;
/** Runs that read one source at a time, so that the department's own work does not suffer. */
const RUNS_OF_A_SOURCE = 2;

/** What the page calls the stages. */
export type RunStage = 'waiting' | 'reading' | 'comparing' | 'placing' | 'done';
export type FinalState = 'delivered' | 'mismatch' | 'failed' | 'stopped' | 'revoked';

/** A run that this process holds. `key` keys its digest, and as nobody else knows it, it proves who holds the run. */
export interface Order {
  id: number;
  no: string;
  createdAt: Date;
  plan: RunPlan;
  key: Buffer;
  /** How many times it was taken up, this time included. */
  attempt: number;
  /** An earlier attempt ended without a word: the consumer's database may hold its rows. */
  restarted: boolean;
  /** How often it was tried again because a database was not to be reached. */
  tries: number;
}

/**
 * What fences one attempt off from another in the sink: it has to grow with each attempt at anything of a target, whoever
 * makes it, this installation, one that was restored from a backup, or an engineer at the terminal. So it is the time of
 * the order, and below its millisecond the attempt. Between two attempts is room for whoever looks what became of the
 * first (placed.ts).
 */
export const epochOf = ({ createdAt, attempt }: Pick<Order, 'createdAt' | 'attempt'>): number =>
  createdAt.getTime() * 1_000 + attempt * 2;

/**
 * The run's name in the databases that it fills. Every installation counts its runs from 1, and one that was restored
 * from a backup gives numbers again; a name that two runs share would let one be taken for the other, and be called
 * delivered without a row.
 */
export const nameInSink = ({ id, no, createdAt }: Pick<Order, 'id' | 'no' | 'createdAt'>): string =>
  runName(
    no,
    createHash('sha256').update(`${no} ${id} ${createdAt.toISOString()}`).digest('hex').slice(0, 10),
  );

export interface KeptReceipt {
  receipt: Receipt | null;
  digest: Buffer | null;
}

const leaseOf = (seconds: number): Sql => sql`now() + make_interval(secs => ${seconds})`;
const HELD = sql`r.id, r.no, r.created_at as "createdAt", r.plan, p.digest_key as key, p.attempt,
  jsonb_array_length(jsonb_path_query_array(p.notices, '$[*] ? (@.kind == "again")')) as tries`;
const sourceOf = (run: Sql): Sql => sql`${run}.plan->'table'->>'sourceId'`;

/**
 * The next run: what people want first goes first, then what waits longest. A source that is read by as many runs as it
 * may be is left in peace (one past its point of no return reads no more, and its sink may stay away for days); two movers that look at the same instant may give it one more.
 */
export async function claimQueued(db: Bookkeeper, leaseSeconds: number): Promise<Order | undefined> {
  const key = randomBytes(16);
  return db.find<Order>(sql`
    with chosen as (
      select p.run_id, p.started_at is not null as restarted
        from plans.progress p join plans.run r on r.id = p.run_id
       where p.state = 'queued' and (p.lease_until is null or p.lease_until < now())
         and (select count(*) from plans.progress o join plans.run b on b.id = o.run_id
               where o.state = 'running' and ${sourceOf(sql`b`)} = ${sourceOf(sql`r`)}) < ${RUNS_OF_A_SOURCE}
       order by r.priority, r.id limit 1 for update of p skip locked)
    update plans.progress p set state = 'running', stage = 'reading', rows_read = 0, rows_written = 0, set_aside = 0,
           digest_key = ${key}, digest = null, receipt = null, attempt = p.attempt + 1, problem_code = null, problem_facts = '{}',
           started_at = coalesce(started_at, now()), lease_until = ${leaseOf(leaseSeconds)}
      from chosen c join plans.run r on r.id = c.run_id
     where p.run_id = c.run_id
    returning ${HELD}, c.restarted`);
}

/** A run whose mover died, held from now on by the caller; `everyone`: no other mover lives, so every lease is void. */
export const claimAbandoned = (
  db: Bookkeeper,
  everyone: boolean,
  own: readonly number[],
  leaseSeconds: number,
): Promise<(Order & { state: 'running' | 'delivering' }) | undefined> =>
  db.find(sql`
    with chosen as (
      select run_id from plans.progress
       where state in ('running', 'delivering') and (${everyone} or lease_until is null or lease_until < now())
         and run_id <> all (${[...own]}::int[])
       order by run_id limit 1 for update skip locked)
    update plans.progress p set lease_until = ${leaseOf(leaseSeconds)} from chosen c join plans.run r on r.id = c.run_id
     where p.run_id = c.run_id
    returning ${HELD}, p.state, true as restarted`);

/** Instead of one of its kind from before; each further attempt is told beside the others. */
const withNotice = (notice: RunNotice): Sql => sql`jsonb_path_query_array(notices, '$[*] ? (@.kind != $kind)',
    jsonb_build_object('kind', ${notice.kind === 'again' ? '' : notice.kind}::text)) || ${JSON.stringify([notice])}::jsonb`;

/**
 * Back to the queue; the next attempt gets a key of its own, so that a mover thought dead can change nothing. `why` is
 * kept with the run, for whoever looks at what it waits for.
 */
export const requeue = (
  db: Bookkeeper,
  order: Order,
  afterSeconds: number,
  why?: RunNotice,
): Promise<number> =>
  db.run(sql`update plans.progress set state = 'queued', stage = 'waiting', rows_read = 0, rows_written = 0, set_aside = 0,
      digest_key = null, lease_until = ${leaseOf(afterSeconds)}, notices = ${why ? withNotice(why) : sql`notices`}
    where run_id = ${order.id} and digest_key is not distinct from ${order.key} and state in ('running', 'delivering')`);

export const saveNotice = (db: Bookkeeper, order: Order, notice: RunNotice): Promise<number> =>
  db.run(sql`update plans.progress set notices = ${withNotice(notice)}
    where run_id = ${order.id} and digest_key = ${order.key}`);

export interface Standing {
  stopRequested: boolean;
  /** The grant may still be used in the version of the plan; a collection rests on none. */
  live: boolean;
}

/** Undefined when the run is no longer held by this attempt. */
export const findStanding = (db: Db, order: Order): Promise<Standing | undefined> =>
  db.find(sql`
    select p.stop_requested as "stopRequested", r.grant_id is null or coalesce(l.version = r.version, false) as live
      from plans.progress p join plans.run r on r.id = p.run_id left join plans.live l on l.grant_id = r.grant_id
     where p.run_id = ${order.id} and p.digest_key = ${order.key}`);

export interface RunNumbers {
  rowsRead: number;
  rowsWritten: number;
  setAside: number;
}

export const saveProgress = (
  db: Bookkeeper,
  order: Order,
  { stage, rowsRead, rowsWritten, setAside }: RunNumbers & { stage: RunStage },
  leaseSeconds: number,
): Promise<number> =>
  db.run(sql`update plans.progress set stage = ${stage}, rows_read = ${rowsRead}, rows_written = ${rowsWritten},
      set_aside = ${setAside}, lease_until = ${leaseOf(leaseSeconds)}
    where run_id = ${order.id} and digest_key = ${order.key} and state in ('running', 'delivering')`);

/** Kept before anything is placed: after a crash the receipt can still be completed. */
export const saveDelivering = (
  db: Bookkeeper,
  order: Order,
  receipt: Receipt,
  digest: Buffer,
  leaseSeconds: number,
): Promise<number> =>
  db.run(sql`update plans.progress set state = 'delivering', stage = 'placing', rows_read = ${receipt.rowsRead},
      rows_written = ${receipt.rowsWritten}, set_aside = ${receipt.setAside}, receipt = ${JSON.stringify(receipt)},
      digest = ${digest}, lease_until = ${leaseOf(leaseSeconds)}
    where run_id = ${order.id} and digest_key = ${order.key} and state = 'running'`);

/** The number of the entry that stands before the rows are shown: what the receipt names as its point of no return. */
export const savePassed = (db: Bookkeeper, order: Order, number: number): Promise<number> =>
  db.run(sql`update plans.progress set receipt = receipt || jsonb_build_object('delivering', ${number}::bigint)
    where run_id = ${order.id} and digest_key = ${order.key} and state = 'delivering'`);

/** Undefined when the run is no longer held by this attempt: what is kept is another one's. */
export const findKept = (db: Db, order: Order): Promise<KeptReceipt | undefined> =>
  db.find(sql`select receipt, digest from plans.progress
    where run_id = ${order.id} and digest_key is not distinct from ${order.key} and state in ('running', 'delivering')`);

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
      rows_written = coalesce(${receipt?.rowsWritten ?? null}, rows_written),
      set_aside = coalesce(${receipt?.setAside ?? null}, set_aside), problem_code = ${problem?.code ?? null},
      problem_facts = ${JSON.stringify(problem?.facts ?? {})}, finished_at = ${at}, lease_until = null,
      forget_at = case when ${state} <> 'delivered' then ${leaseOf(FORGET_SECONDS)} end
    where run_id = ${order.id} and digest_key is not distinct from ${order.key} and state in ('running', 'delivering')`);

/** The target holds nothing of the run any more. */
export const saveForgotten = (db: Bookkeeper, { id }: Pick<Order, 'id'>): Promise<number> =>
  db.run(sql`update plans.progress set forget_at = null where run_id = ${id}`);

/** An ended run whose target may still hold what an attempt kept there; the next look at it is a minute later. */
export const claimForgotten = (
  db: Bookkeeper,
  except: readonly number[],
): Promise<Pick<Order, 'id' | 'no' | 'createdAt' | 'plan'> | undefined> =>
  db.find(sql`
    with chosen as (
      select run_id from plans.progress where forget_at < now() and run_id <> all (${[...except]}::int[])
       order by forget_at limit 1 for update skip locked)
    update plans.progress p set forget_at = ${leaseOf(FORGET_SECONDS)} from chosen c join plans.run r on r.id = c.run_id
     where p.run_id = c.run_id
    returning r.id, r.no, r.created_at as "createdAt", r.plan`);

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
