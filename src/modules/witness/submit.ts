import type pg from 'pg';
import { type OutwardRule, outwardAddress } from '#kernel/addresses.ts';
import { type Clock, pause } from '#kernel/clock.ts';
import { bookkeeping, reader } from '#kernel/db.ts';
import { Refusal } from '#kernel/errors.ts';
import { LOCKS } from '#kernel/locks.ts';
import { readNote, readSignatureLines, verifyNote } from '#kernel/notes/signedNote.ts';
import { readVerifierKey } from '#kernel/notes/verifierKey.ts';
import { readWitnessAnswer, writeSubmission, type WitnessAnswer } from '#kernel/notes/witness.ts';
import { placeOf, postText } from '#kernel/post.ts';
import { raiseAlarm } from './alarms.ts';
import { submissionUrl } from './rules.ts';
import * as store from './store.ts';

/** One of this platform’s own logs, as the ledger gives it to us. */
export interface OwnLog {
  /** The number of the log, as in `record.batch.log`. */
  id: number;
  origin: string;
  /** The newest published checkpoint, a signed note. */
  lastCheckpoint(): Promise<{ size: number; note: string } | undefined>;
  /** RFC 6962 consistency proof; asked only for 0 < before < size. */
  consistency(before: number, size: number): Promise<Buffer[]>;
}

export interface SubmitterNeeds {
  /** Of the login that writes: alarms leave notices in the record. */
  pool: pg.Pool;
  clock: Clock;
  logs: readonly OwnLog[];
  addresses: Pick<OutwardRule, 'exempt' | 'own'>;
  log: { error(facts: object, message: string): void };
  signal: AbortSignal;
  /** Milliseconds between two submissions to one witness while there are newer checkpoints. */
  every?: number;
  /** The same when there is none: a log that was put back is noticed though nothing is written to it. */
  again?: number;
}

export interface Submitter {
  /** Resolves after the signal, when nothing is under way any more. */
  readonly done: Promise<void>;
}

/** The turn of one process at a time, over all processes on this database. */
const TURN = [LOCKS.submit, 1];
const POLL = 500;
const RETRY = 1000;
const EVERY = 10_000;
/** With a look every ten seconds, a log that was put back is shown within a minute. */
const AGAIN = 40_000;
const TIMEOUT = 5000;
const MOST_ANSWER_BYTES = 65_536;
/** A witness that others submit to as well may be ahead of what it said a moment ago. */
const ATTEMPTS = 3;

/** Submits this platform’s checkpoints to its witnesses and keeps their cosignatures, until the signal. */
export function createSubmitter(needs: SubmitterNeeds): Submitter {
  const { pool, clock, logs, addresses, log, signal, every = EVERY, again = AGAIN } = needs;
  const db = reader(pool);
  /** When this process last looked after each pair of witness and log, and last submitted: one that starts does at once. */
  const looked = new Map<string, number>();
  const tried = new Map<string, number>();
  const since = (times: Map<string, number>, pair: string): number =>
    performance.now() - (times.get(pair) ?? -Infinity);
  const busy = new Map<number, Promise<void>>();

  async function run(): Promise<void> {
    let said = '';
    while (!signal.aborted) {
      try {
        await takeTurn();
        said = '';
      } catch (error) {
        const { message } = error as Error;
        if (message !== said && !signal.aborted)
          log.error({ err: error }, `no checkpoints are submitted to witnesses: ${message}`);
        said = message;
      }
      await pause(RETRY, signal);
    }
    await Promise.all(busy.values());
  }

  async function takeTurn(): Promise<void> {
    const client = await pool.connect();
    client.on('error', () => undefined); // the next statement says that the connection is gone
    try {
      const { rows } = await client.query<{ mine: boolean }>(
        'select pg_try_advisory_lock($1, $2) as mine',
        TURN,
      );
      while (rows[0]?.mine === true && !signal.aborted) {
        // Fails when the connection is gone, and the turn with it.
        await client.query('select 1');
        // Each witness at its own pace: one that does not answer holds up none of the others.
        for (const peer of await store.listActivePeers(db))
          if (!busy.has(peer.id))
            busy.set(
              peer.id,
              visit(peer).finally(() => busy.delete(peer.id)),
            );
        await pause(POLL, signal);
      }
    } finally {
      // The turn belongs to the connection: closing it gives the turn back, whatever state it is in.
      client.release(true);
    }
  }

  async function visit(peer: store.PeerRow): Promise<void> {
    for (const own of logs) {
      const pair = `${peer.id}/${own.id}`;
      if (signal.aborted) return;
      if (since(looked, pair) < every) continue;
      looked.set(pair, performance.now());
      try {
        const progress = await store.findProgress(db, peer.id, own.id);
        const head = await own.lastCheckpoint();
        // Who refuses is not asked more often than who has nothing to cosign.
        const goesOn = progress === undefined || ['cosigned', 'unreachable'].includes(progress.answer);
        const isNew = goesOn && head !== undefined && head.size > (progress?.size ?? 0);
        if (!head || (!isNew && since(tried, pair) < again)) continue;
        tried.set(pair, performance.now());
        await submit(peer, own, head, progress?.size ?? 0);
      } catch (error) {
        if (signal.aborted) return;
        const { message } = error as Error;
        await answered(peer, own, 'failed', message).catch(() => undefined);
        log.error({ err: error, witness: peer.name, origin: own.origin }, 'a checkpoint was not submitted');
      }
    }
  }

  /** `known` is the size that the witness cosigned last, as far as we remember. */
  async function submit(
    peer: store.PeerRow,
    own: OwnLog,
    newest: { size: number; note: string },
    known: number,
  ): Promise<void> {
    let head = newest;
    let old = known;
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      if (old > head.size) {
        // It may have been shown a checkpoint that was published since we looked; then ours has grown too.
        head = (await own.lastCheckpoint()) ?? head;
        if (old > head.size) {
          await alarm('put_back', peer, own, head, old);
          return answered(
            peer,
            own,
            'conflict',
            `the witness knows ${old} entries, the log has ${head.size}`,
          );
        }
      }
      const proof = old === 0 || old === head.size ? [] : await own.consistency(old, head.size);
      const answer = await ask(peer, writeSubmission(old, proof, head.note));
      if (answer.kind === 'conflict' && answer.size !== old) {
        old = answer.size;
        continue;
      }
      if (answer.kind === 'cosigned') return accept(peer, own, head, answer.lines);
      if (answer.kind === 'contradiction') await alarm('contradicted', peer, own, head, old);
      return answered(peer, own, answer.kind, problemOf(answer));
    }
    return answered(peer, own, 'conflict', 'the witness named another size each time');
  }

  async function ask(
    peer: store.PeerRow,
    text: string,
  ): Promise<WitnessAnswer | { kind: 'unreachable'; problem: string }> {
    const url = submissionUrl(peer.url);
    if (!url) return { kind: 'unreachable', problem: 'its address cannot be used' };
    try {
      const { host, port } = placeOf(url);
      const address = await outwardAddress(host, port, { allowed: peer.networks, ...addresses });
      const { status, type, body } = await postText(url, text, {
        address,
        type: 'text/plain; charset=utf-8',
        timeout: TIMEOUT,
        limit: MOST_ANSWER_BYTES,
        signal,
      });
      return readWitnessAnswer(status, type, body);
    } catch (error) {
      if (signal.aborted) throw error; // it did not fail to answer: we stopped asking
      const { code, message } = error as { code?: string; message: string };
      const problem = error instanceof Refusal || typeof code !== 'string' ? message : code;
      return { kind: 'unreachable', problem: problem === 'ABORT_ERR' ? 'no answer in time' : problem };
    }
  }

  function problemOf(answer: Awaited<ReturnType<typeof ask>>): string {
    switch (answer.kind) {
      case 'unreachable':
        return answer.problem;
      case 'other':
        return `answered with status ${answer.status}`;
      case 'conflict':
        return `named the size that it was asked for: ${answer.size}`;
      case 'contradiction':
      case 'unknown_key':
      case 'unknown_log':
      case 'cosigned':
        return '';
    }
  }

  /** Keeps the cosignature, when it is one. */
  async function accept(
    peer: store.PeerRow,
    own: OwnLog,
    head: { size: number; note: string },
    lines: string,
  ): Promise<void> {
    const key = readVerifierKey(peer.key);
    const text = readNote(head.note)?.text;
    const signatures = readSignatureLines(lines);
    const verified = key && text && signatures && verifyNote({ text, signatures }, [key]);
    const signer = verified && verified.ok ? verified.signers[0] : undefined;
    if (!signer) return answered(peer, own, 'bad_cosignature', 'its cosignature does not verify');
    const { id: peerId } = peer;
    const at = new Date((signer.time ?? 0) * 1000);
    await bookkeeping(pool, 'a witness’s cosignature', tx =>
      store.saveCosignature(
        tx,
        { log: own.id, size: head.size, peerId, line: signer.line, at },
        new Date(clock.now()),
      ),
    );
  }

  async function answered(peer: store.PeerRow, own: OwnLog, answer: string, problem: string): Promise<void> {
    await bookkeeping(pool, 'a witness’s answer', tx =>
      store.saveAnswer(tx, peer.id, own.id, { answer, problem, at: new Date(clock.now()) }),
    );
  }

  function alarm(
    kind: 'put_back' | 'contradicted',
    peer: store.PeerRow,
    own: OwnLog,
    head: { size: number; note: string },
    knownSize: number,
  ): Promise<void> {
    const { size, note } = head;
    const { name: witness } = peer;
    const one = { kind, origin: own.origin, witness, size, knownSize, note, knownNote: '' };
    return raiseAlarm(pool, one, clock.now());
  }

  return { done: run() };
}
