import { randomFillSync } from 'node:crypto';
import type pg from 'pg';
import { failpointAt } from '#kernel/failpoint.ts';
import { CONTROL, USAGE } from './logs.ts';
import { type Entry, SALT_BYTES, commitmentOf, encodeEntry, packEntries } from './entry.ts';

/** What a caller may keep as its own claim on the record. The number is of the log that was appended to. */
export interface RecordClaim {
  number: number;
  commitment: Buffer;
}

const APPEND = {
  name: 'record-append',
  text: 'select first, dead, replayed, crowded from record.append($1, $2, $3, $4, $5, $6, $7, $8, $9)',
};

let saltPool = Buffer.alloc(0);

/** Random salts in bulk: one call to the generator for 256 entries. */
export function newSalt(): Buffer {
  if (saltPool.length < SALT_BYTES) saltPool = randomFillSync(Buffer.allocUnsafe(SALT_BYTES * 256));
  const salt = saltPool.subarray(0, SALT_BYTES);
  saltPool = saltPool.subarray(SALT_BYTES);
  return salt;
}

/** Appends inside an open transaction, as its last statement: the append lock is then held only for the commit. */
export async function appendInside(
  client: pg.ClientBase,
  entries: readonly Entry[],
  log: number = CONTROL,
): Promise<RecordClaim[]> {
  const { bodies, salts } = prepare(entries);
  const values = [log, bodies.length, packEntries(bodies), Buffer.concat(salts), [], [], [], [], 0];
  const { rows } = await client.query<{ first: number }>({ ...APPEND, values });
  return claimsOf(rows[0]?.first ?? -1, bodies, salts);
}

/** The same with the commit in the same round trip: whatever becomes of this process, the log is not held up. */
export async function appendAndCommit(
  client: pg.ClientBase,
  entries: readonly Entry[],
  log: number = CONTROL,
): Promise<RecordClaim[]> {
  const { bodies, salts } = prepare(entries);
  // Two statements in one message take no parameters.
  const literal = (bytes: Buffer): string => `'\\x${bytes.toString('hex')}'`;
  const answers: unknown = await client.query(
    `select first from record.append(${Number(log)}::smallint, ${bodies.length}, ${literal(packEntries(bodies))},
      ${literal(Buffer.concat(salts))}, '{}', '{}', '{}', '{}', 0); commit`,
  );
  const [appended] = answers as pg.QueryResult<{ first: number }>[];
  return claimsOf(appended?.rows[0]?.first ?? -1, bodies, salts);
}

function prepare(entries: readonly Entry[]): { bodies: Buffer[]; salts: Buffer[] } {
  return { bodies: entries.map(encodeEntry), salts: entries.map(newSalt) };
}

function claimsOf(first: number, bodies: readonly Buffer[], salts: readonly Buffer[]): RecordClaim[] {
  return bodies.map((body, i) => ({
    number: first + i,
    commitment: commitmentOf(salts[i] ?? Buffer.alloc(0), body),
  }));
}

export type Verdict = 'dead' | 'replayed' | 'crowded';

/** An entry on its way to the record, with what must still hold at the moment it becomes durable. */
export interface Attempt {
  entry: Entry;
  /** The grant that the entry rests on: it must be live in this version under the append lock. */
  grant?: { id: number; version: number };
  /** The record's own salt, where digests in the entry were made with it; a new one otherwise. */
  salt?: Buffer;
  /** What makes a call unique inside its window, and how many different calls its signature may carry. */
  replay?: { signature: Buffer; digest: Buffer; spread: number };
  /** The entry to write instead when the first one may not stand. */
  instead(verdict: Verdict): Entry;
}

export type Outcome = RecordClaim & { verdict: Verdict | undefined };

interface Waiting {
  attempt: Attempt;
  body: Buffer;
  salt: Buffer;
  checks: boolean;
  verdict: Verdict | undefined;
  done(outcome: Outcome): void;
  fail(error: unknown): void;
}

/** Group commit: everything that arrives while a flush is away goes with the next one. */
export interface Recorder {
  /** Resolves when the entry is durable. */
  record(attempt: Attempt): Promise<Outcome>;
  /** Waits for what is on its way. */
  close(): Promise<void>;
}

/**
 * A flush costs the database some 0.4 ms of processor time however few entries it holds, and where a sync is fast the
 * flushes would follow one another with two or three entries each. So while entries come faster than `CROWD` a
 * millisecond, a flush waits until some `FULL` of them are there, `SPACING` ms after the one before at most; below that
 * rate, and for a lone caller, it never waits.
 */
const SPACING = 10;
const FULL = 24;
const CROWD = 0.7;
/** Milliseconds over which the rate is measured. */
const MEASURE = 50;

/** How long after the beginning of one flush the next one may begin, from how fast entries come. */
function createSpacing(): { left(): number; begin(entries: number): void } {
  let begun = 0;
  let spacing = 0;
  let since = 0;
  let counted = 0;
  return {
    left: () => spacing - (performance.now() - begun),
    begin(entries) {
      begun = performance.now();
      counted += entries;
      const elapsed = begun - since;
      if (elapsed < MEASURE) return;
      const rate = counted / elapsed;
      spacing = rate < CROWD ? 0 : Math.min(SPACING, FULL / rate);
      since = begun;
      counted = 0;
    },
  };
}

/**
 * A recorder of one log over one connection of its own: an idle platform pays one commit, a busy one fills large
 * batches.
 */
export function createRecorder(connect: () => Promise<pg.ClientBase>, log: number = USAGE): Recorder {
  const beforeAppend = failpointAt('record.before-append');
  const afterAppend = failpointAt('record.after-append');
  let client: pg.ClientBase | undefined;
  let queue: Waiting[] = [];
  let flushing: Promise<void> | undefined;
  const spacing = createSpacing();

  async function connection(): Promise<pg.ClientBase> {
    if (client) return client;
    const fresh = await connect();
    fresh.on('error', () => {
      if (client === fresh) client = undefined;
    });
    client = fresh;
    return fresh;
  }

  /**
   * Takes the next flush: no signature twice, so that one table look-up settles every replay, and one limit for all
   * its signatures, which nearly all systems share.
   */
  function take(): Waiting[] {
    const seen = new Set<string>();
    const now: Waiting[] = [];
    const later: Waiting[] = [];
    let spread: number | undefined;
    for (const waiting of queue) {
      const replay = waiting.checks ? waiting.attempt.replay : undefined;
      const key = replay?.signature.toString('latin1');
      if (replay) spread ??= replay.spread;
      if (now.length >= 1000 || (replay && replay.spread !== spread) || (key !== undefined && seen.has(key)))
        later.push(waiting);
      else {
        if (key !== undefined) seen.add(key);
        now.push(waiting);
      }
    }
    queue = later;
    return now;
  }

  /** Makes a batch durable and answers its first number. */
  async function append(batch: readonly Waiting[]): Promise<number> {
    const on = await connection();
    for (;;) {
      const held = batch.filter(waiting => waiting.checks && waiting.attempt.grant !== undefined);
      const replays = batch.filter(waiting => waiting.checks && waiting.attempt.replay !== undefined);
      beforeAppend?.();
      const { rows } = await on.query<{
        first: number;
        dead: number[] | null;
        replayed: number[] | null;
        crowded: number[] | null;
      }>({
        ...APPEND,
        values: [
          log,
          batch.length,
          packEntries(batch.map(waiting => waiting.body)),
          Buffer.concat(batch.map(waiting => waiting.salt)),
          held.map(waiting => waiting.attempt.grant?.id),
          held.map(waiting => waiting.attempt.grant?.version),
          replays.map(waiting => waiting.attempt.replay?.signature),
          replays.map(waiting => waiting.attempt.replay?.digest),
          replays[0]?.attempt.replay?.spread ?? 0,
        ],
      });
      afterAppend?.();
      const answer = rows[0];
      if (!answer) throw new Error('record.append answered nothing');
      if (answer.first >= 0) return answer.first;
      mark(held, answer.dead, 'dead');
      mark(replays, answer.replayed, 'replayed');
      mark(replays, answer.crowded, 'crowded');
    }
  }

  async function flush(): Promise<void> {
    let tellLast = (): void => undefined;
    let left = false;
    do {
      // What has arrived at the sockets in this turn goes along: larger batches, fewer round trips, no waiting.
      // What could not go with the flush before, for another limit or the same signature, has waited already.
      const wait = left ? 0 : spacing.left();
      if (wait > 0.5) {
        tellLast();
        tellLast = () => undefined;
        await new Promise(turn => setTimeout(turn, wait));
      } else await new Promise(turn => setImmediate(turn));
      const batch = take();
      left = queue.length > 0;
      spacing.begin(batch.length);
      const appending = append(batch);
      // Whoever waits for the flush before is told while the database works on this one.
      tellLast();
      try {
        const first = await appending;
        tellLast = () => tell(batch, first);
      } catch (error) {
        tellLast = () => undefined;
        for (const waiting of batch) waiting.fail(error);
        client = undefined;
      }
    } while (queue.length > 0);
    // In this order: whoever is told may come with the next entry at once, and that begins a flush of its own.
    flushing = undefined;
    tellLast();
  }

  return {
    record: attempt =>
      new Promise((done, fail) => {
        queue.push({
          attempt,
          body: encodeEntry(attempt.entry),
          salt: attempt.salt ?? newSalt(),
          checks: attempt.grant !== undefined || attempt.replay !== undefined,
          verdict: undefined,
          done,
          fail,
        });
        flushing ??= flush();
      }),
    close: async () => {
      await flushing;
      if (client && 'end' in client) await (client as pg.Client).end();
      client = undefined;
    },
  };
}

function tell(batch: readonly Waiting[], first: number): void {
  batch.forEach((waiting, i) =>
    waiting.done({
      number: first + i,
      commitment: commitmentOf(waiting.salt, waiting.body),
      verdict: waiting.verdict,
    }),
  );
}

/** Rewrites the named attempts as what they turned out to be; they are then appended without conditions. */
function mark(list: readonly Waiting[], positions: number[] | null, verdict: Verdict): void {
  for (const position of positions ?? []) {
    const waiting = list[position];
    if (!waiting || !waiting.checks) continue;
    waiting.verdict = verdict;
    waiting.checks = false;
    waiting.body = encodeEntry(waiting.attempt.instead(verdict));
  }
}
