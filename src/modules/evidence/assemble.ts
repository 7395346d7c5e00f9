import type { Db } from '#kernel/db.ts';
import type { Proofs, ProvenEntry, SealPointRow } from '#modules/ledger/index.ts';
import { canonicalJson } from '#record/canonical.ts';
import { decodeEntry } from '#record/decode.ts';
import { documentDigest, findDocuments } from '#record/documents.ts';
import { CONTROL, LOGS, logName } from '#record/logs.ts';
import { namedBy, numberIn } from './rules.ts';
import * as store from './store.ts';
import {
  DOCUMENT_KINDS,
  type DocumentKind,
  FORMAT,
  type Pack,
  type PackedDocument,
} from './verifier/pack.ts';

/** A witness’s signature under a seal point of ours. */
export interface Cosignature {
  /** Of the seal point. */
  size: number;
  name: string;
  /** A verifier key of C2SP signed-note. */
  key: string;
  /** The signature line without its newline. */
  line: string;
}

export interface Assembling {
  db: Db;
  proofs: Proofs;
  /** Of the smallest seal point that witnesses cosigned and that covers the entry; none where there is none. */
  cosignatures: (log: number, number: number) => Promise<readonly Cosignature[]>;
}

const isKind = (kind: string): kind is DocumentKind => (DOCUMENT_KINDS as readonly string[]).includes(kind);

/** Puts a pack together piece by piece: entries by seal point, then what they name. */
export function createAssembly({ db, proofs, cosignatures }: Assembling) {
  const pack: Pack = {
    format: FORMAT,
    checkpoints: [],
    leaves: [],
    extensions: [],
    documents: [],
    keys: [],
    witnesses: [],
  };
  const places = new Map<string, number>();

  async function place(log: number, point: SealPointRow, cosigned: readonly Cosignature[]): Promise<number> {
    const id = `${log}/${point.size}`;
    const known = places.get(id);
    if (known !== undefined) return known;
    const lines = cosigned.map(({ line }) => `${line.trimEnd()}\n`).join('');
    const note = point.note + lines;
    pack.checkpoints.push({ log: logName(log), note, at: point.at.toISOString() });
    const [origin = ''] = note.split('\n');
    for (const key of await proofs.keys(origin)) if (!pack.keys.includes(key)) pack.keys.push(key);
    for (const { name, key } of cosigned)
      if (!pack.witnesses.some(one => one.key === key)) pack.witnesses.push({ name, key });
    places.set(id, pack.checkpoints.length - 1);
    return pack.checkpoints.length - 1;
  }

  async function add(
    log: number,
    numbers: readonly number[],
    point: SealPointRow,
    cosigned: readonly Cosignature[] = [],
  ): Promise<ProvenEntry[]> {
    const fresh = numbers.filter(
      number => !pack.leaves.some(leaf => leaf.log === logName(log) && leaf.number === number),
    );
    if (fresh.length === 0) return [];
    const checkpoint = await place(log, point, cosigned);
    const proven = await proofs.prove(log, fresh, point.size);
    for (const { number, entry, salt, commitment, proof } of proven)
      pack.leaves.push({
        log: logName(log),
        number,
        entry: entry.toString('base64'),
        salt: salt.toString('base64'),
        commitment: commitment.toString('hex'),
        proof: proof.map(hash => hash.toString('base64')),
        checkpoint,
      });
    return proven;
  }

  return {
    /** Under the seal point that witnesses cosigned, where one covers them all; else under the newest. */
    async addCase(log: number, numbers: readonly number[], newest: SealPointRow): Promise<void> {
      if (numbers.length === 0) return;
      const cosigned = await cosignatures(log, Math.max(...numbers));
      const [first] = cosigned;
      const point = first && (await proofs.at(log, first.size));
      await (point ? add(log, numbers, point, cosigned) : add(log, numbers, newest));
    },

    addUnder: (log: number, number: number, point: SealPointRow): Promise<ProvenEntry[]> =>
      add(log, [number], point),

    /** Each announcement of keys under the first seal point that covers it: the keys before it signed that one. */
    async addKeyHistory(): Promise<void> {
      for (const number of await store.listAnnouncements(db)) {
        const point = await proofs.firstCovering(CONTROL, number);
        if (point) await add(CONTROL, [number], point);
      }
    },

    /** Every two seal points of one log that follow one another in size. */
    async addExtensions(): Promise<void> {
      for (const log of LOGS) {
        const points = [...places]
          .map(([id, place]) => ({
            place,
            log: id.slice(0, id.indexOf('/')),
            size: Number(id.split('/')[1]),
          }))
          .filter(point => point.log === String(log))
          .sort((a, b) => a.size - b.size);
        for (const [i, to] of points.entries()) {
          const from = points[i - 1];
          if (!from) continue;
          const proof = await proofs.extend(log, from.size, to.size);
          pack.extensions.push({
            from: from.place,
            to: to.place,
            proof: proof.map(hash => hash.toString('base64')),
          });
        }
      }
    },

    async addDocuments(): Promise<void> {
      const named = pack.leaves
        .filter(leaf => leaf.log === logName(CONTROL))
        .flatMap(leaf => namedBy(decodeEntry(Buffer.from(leaf.entry, 'base64'))));
      const kept = new Map(
        (
          await findDocuments(
            db,
            named.map(one => one.digest),
          )
        ).map(text => [documentDigest(JSON.parse(text)), text]),
      );
      const seen = new Set<string>();
      for (const { kind, digest, object, grantId, version } of named) {
        if (!isKind(kind) || seen.has(`${kind}/${digest}`)) continue;
        seen.add(`${kind}/${digest}`);
        // Plans and orders as the data planes find them now: were they changed, the digest says so.
        const lying =
          kind === 'plan' && grantId !== undefined && version !== undefined
            ? await store.findPlan(db, grantId, version)
            : kind === 'order'
              ? await store.findOrder(db, numberIn(object, 'run') ?? 0)
              : undefined;
        const text = lying ? canonicalJson(lying) : kept.get(digest);
        if (text !== undefined) pack.documents.push({ kind, text } satisfies PackedDocument);
      }
    },

    pack: (): Pack => pack,
  };
}
