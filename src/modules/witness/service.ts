import type { Static } from 'typebox';
import type pg from 'pg';
import { type OutwardRule, networks, outwardAddress } from '#kernel/addresses.ts';
import type { Clock } from '#kernel/clock.ts';
import { type Db, bookkeeping, meansWhenBroken } from '#kernel/db.ts';
import { refuse as platform } from '#kernel/errors.ts';
import type { Keys } from '#kernel/keys.ts';
import { emptyRoot } from '#kernel/merkle.ts';
import { verifyNote, writeNote } from '#kernel/notes/signedNote.ts';
import { type VerifierKey, readVerifierKey, writeVerifierKey } from '#kernel/notes/verifierKey.ts';
import { SIZE_TYPE, readSubmission } from '#kernel/notes/witness.ts';
import { placeOf } from '#kernel/post.ts';
import type { Audited, Recorded } from '#record/audited.ts';
import type { Actor } from '#vocabulary/actor.ts';
import { raiseAlarm } from './alarms.ts';
import type { AlarmView, LogBody, LogView, PeerBody, PeerView } from './contract.ts';
import { judge } from './judge.ts';
import { createOwnKey } from './ownKey.ts';
import { refuse, submissionUrl } from './rules.ts';
import * as store from './store.ts';

meansWhenBroken('peer_once', refuse.peer_known);

export interface WitnessNeeds {
  db: Db;
  /** Of the login that writes: what others submit is no command of anybody here. */
  pool: pg.Pool;
  audited: Audited;
  keys: Keys;
  clock: Clock;
  /** What this platform is called as a witness, such as `data.example.gov.cn/witness`; a key name of signed-note. */
  name: string;
  /** The platform’s own addresses, and those exempt from the rule. */
  addresses: Pick<OutwardRule, 'exempt' | 'own'>;
}

/** An answer of tlog-witness. */
export interface WitnessReply {
  status: 200 | 409;
  type: string;
  text: string;
}

const EVERYWHERE = ['0.0.0.0/0', '::/0'];
const MOST_ALARMS = 200;

function keyOf(text: string): VerifierKey {
  const key = readVerifierKey(text.trim());
  if (!key) throw refuse.bad_key({ key: text });
  return key;
}

/** A witness seals no log: its key, entered as a log’s, would let it speak for the log that it watches. */
function logKeyOf(text: string, origin: string): VerifierKey {
  const key = keyOf(text);
  if (key.type === 'cosignature') throw refuse.not_a_log_key({ key: text });
  if (key.name !== origin) throw refuse.key_of_another_log({ key: text, origin });
  return key;
}

export function createWitness({ db, pool, audited, keys, clock, name, addresses }: WitnessNeeds) {
  const ownKey = createOwnKey({ pool, audited, keys, clock, name });

  async function checkPeer(body: Static<typeof PeerBody>): Promise<store.NewPeer> {
    const key = keyOf(body.key);
    if (key.type !== 'cosignature') throw refuse.not_a_witness_key();
    const url = submissionUrl(body.url);
    if (!url) throw refuse.bad_url({ url: body.url });
    networks(body.networks);
    const { host, port } = placeOf(url);
    const allowed = body.networks.length > 0 ? body.networks : EVERYWHERE;
    const address = await outwardAddress(host, port, { allowed, ...addresses });
    return {
      url: body.url,
      name: key.name,
      key: writeVerifierKey(key),
      networks: body.networks.length > 0 ? body.networks : [address],
    };
  }

  return {
    /** The verifier key that others enter to check our cosignatures. */
    async key(): Promise<string> {
      const [inUse] = await ownKey.signing();
      if (!inUse) throw refuse.key_unusable();
      return `${writeVerifierKey(inUse.verifier)}\n`;
    },

    /** All keys of ours that ever cosigned, one a line, the one in use first. */
    async keys(): Promise<string> {
      return (await ownKey.published()).map(key => `${writeVerifierKey(key)}\n`).join('');
    },

    changeKey: (actor: Actor): Promise<Recorded<void>> => ownKey.change(actor),

    /** C2SP tlog-witness, `add-checkpoint`. Refusals carry the statuses that the specification gives them. */
    async addCheckpoint(body: string): Promise<WitnessReply> {
      // Bytes that are not UTF-8 arrive as U+FFFD; no signed text holds one.
      const submission = body.includes('\ufffd') ? undefined : readSubmission(body);
      if (!submission) throw refuse.malformed({ problem: 'it cannot be read' });
      const { note, checkpoint, old } = submission;
      const log = await store.findActiveLog(db, checkpoint.origin);
      if (!log) throw refuse.unknown_log();
      const verified = verifyNote(note, log.keys.map(keyOf));
      if (!verified.ok) throw refuse.unknown_key();
      if (old > checkpoint.size) throw refuse.malformed({ problem: 'the old size is beyond the checkpoint' });
      const signing = await ownKey.signing();
      const at = clock.now();
      // What strangers put beside the log’s own signatures is not kept.
      const lines = verified.signers.map(signer => signer.line);

      const { seen, verdict, cosigned } = await bookkeeping(pool, 'what was witnessed', async tx => {
        const known = await store.lockState(tx, log.id);
        const found = judge(submission, known);
        if (found.answer !== 'cosign') return { seen: known, verdict: found, cosigned: [] };
        const ours = signing.map(key => key.sign(note.text, Math.floor(at / 1000)));
        const state = { ...checkpoint, note: writeNote(note.text, [...lines, ...ours]) };
        await store.saveState(tx, log.id, state, new Date(at));
        return { seen: known, verdict: found, cosigned: ours };
      });

      if (verdict.alarm)
        await raiseAlarm(
          pool,
          {
            kind: verdict.alarm,
            origin: log.origin,
            witness: '',
            size: checkpoint.size,
            knownSize: seen.size,
            note: writeNote(note.text, lines),
            knownNote: seen.note,
          },
          at,
        );
      if (verdict.answer === 'contradiction') throw refuse.contradiction({ known: seen.size });
      return verdict.answer === 'conflict'
        ? { status: 409, type: SIZE_TYPE, text: `${seen.size}\n` }
        : {
            status: 200,
            type: 'text/plain; charset=utf-8',
            text: cosigned.map(line => `${line}\n`).join(''),
          };
    },

    /** The newest checkpoint of a log with our cosignature, for monitors. */
    async checkpointOf(originHash: string): Promise<string> {
      const found = await store.findNote(db, originHash);
      if (!found) throw platform.not_found();
      return found.note;
    },

    async logs(): Promise<Static<typeof LogView>[]> {
      return (await store.listLogs(db)).map(row => ({
        ...row,
        root: row.root.toString('hex'),
        cosignedAt: row.cosignedAt?.toISOString() ?? null,
        retiredAt: row.retiredAt?.toISOString() ?? null,
      }));
    },

    /** Enters a log to witness, or gives a known one other keys. What was seen of it is kept. */
    addLog(actor: Actor, body: Static<typeof LogBody>): Promise<Recorded<number>> {
      return audited(actor, 'witness.add_log', 'witness_log', async tx => {
        const written = body.keys.map(text => writeVerifierKey(logKeyOf(text, body.origin)));
        const log = { origin: body.origin, name: body.name, keys: [...new Set(written)] };
        const { id, keysBefore } = await store.saveLog(tx, log, emptyRoot(), new Date(tx.at));
        return { value: id, object: `witness_log:${id}`, facts: { ...log, keysBefore } };
      });
    },

    retireLog(actor: Actor, id: number): Promise<Recorded<void>> {
      return audited(actor, 'witness.retire_log', `witness_log:${id}`, async tx => {
        const { origin } = await store.retireLog(tx, id, new Date(tx.at));
        return { value: undefined, facts: { origin } };
      });
    },

    async peers(): Promise<Static<typeof PeerView>[]> {
      const [peers, progress] = await Promise.all([store.listPeers(db), store.listProgress(db)]);
      return peers.map(peer => ({
        ...peer,
        addedAt: peer.addedAt.toISOString(),
        retiredAt: peer.retiredAt?.toISOString() ?? null,
        logs: progress
          .filter(row => row.peerId === peer.id)
          .map(({ log, size, cosignedAt, triedAt, answer, problem }) => ({
            log,
            size,
            cosignedAt: cosignedAt?.toISOString() ?? null,
            triedAt: triedAt.toISOString(),
            answer,
            problem,
          })),
      }));
    },

    /** Enters a witness for our own logs, at an address that the operator answers for. */
    async addPeer(actor: Actor, body: Static<typeof PeerBody>): Promise<Recorded<number>> {
      // Names are looked up before the transaction: it does not stay open while a name server thinks.
      const peer = await checkPeer(body).catch((error: unknown) => error as Error);
      return audited(actor, 'witness.add_peer', 'witness_peer', async tx => {
        if (peer instanceof Error) throw peer;
        const { id } = await store.insertPeer(tx, peer, new Date(tx.at));
        return { value: id, object: `witness_peer:${id}`, facts: { ...peer } };
      });
    },

    retirePeer(actor: Actor, id: number): Promise<Recorded<void>> {
      return audited(actor, 'witness.retire_peer', `witness_peer:${id}`, async tx => {
        const peer = await store.retirePeer(tx, id, new Date(tx.at));
        return { value: undefined, facts: { name: peer.name } };
      });
    },

    /** Open ones first; at most 200. */
    async alarms(): Promise<Static<typeof AlarmView>[]> {
      return (await store.listAlarms(db, MOST_ALARMS)).map(row => ({
        ...row,
        firstAt: row.firstAt.toISOString(),
        lastAt: row.lastAt.toISOString(),
        settledAt: row.settledAt?.toISOString() ?? null,
      }));
    },

    /** Closes an alarm that was looked into; the same trouble afterwards raises a new one. */
    settleAlarm(actor: Actor, id: number, note: string): Promise<Recorded<void>> {
      return audited(actor, 'witness.settle_alarm', `witness_alarm:${id}`, async tx => {
        const { kind, origin } = await store.settleAlarm(tx, id, note, new Date(tx.at));
        return { value: undefined, facts: { kind, origin, note } };
      });
    },

    /** Witnesses’ signatures under the newest cosigned checkpoint of one of our logs. */
    newestCosignatures: (log: number) => store.listNewestCosignatures(db, log),
    /** Under the first cosigned checkpoint that covers the entry of this number. */
    cosignaturesCovering: (log: number, number: number) => store.listCosignaturesCovering(db, log, number),
  };
}

export type Witness = ReturnType<typeof createWitness>;
