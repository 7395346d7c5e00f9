import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { Static } from 'typebox';
import type pg from 'pg';
import type { Clock } from '#kernel/clock.ts';
import { type Db, bookkeeping, reader } from '#kernel/db.ts';
import { refuse as platform } from '#kernel/errors.ts';
import { cleanName } from '#kernel/fileNames.ts';
import { type Catalog, type PublishedEntry, secretMark } from '#modules/catalog/index.ts';
import type { Policy } from '#modules/policy/index.ts';
import type { Audited } from '#record/audited.ts';
import type { Actor } from '#vocabulary/actor.ts';
import { FILE_PIECE } from '#vocabulary/files.ts';
import type * as contract from './contract.ts';
import { KINDS, type Kind, checkBeginning, kindByName, lengthOfPiece, macroWatch, textOf } from './kinds.ts';
import { refuse } from './refusals.ts';
import * as store from './store.ts';

const MEGABYTE = 1_048_576;
const MOST_UPLOADS = 10;
const HOUR = 3_600_000;
/** An upload that nobody goes on with, and bytes of a file that ended: answers under way have ended by then. */
const UPLOAD_KEPT = 24 * HOUR;
const ENDED_KEPT = 24 * HOUR;

export interface FilesNeeds {
  db: Db;
  /** Of the writing login: the only one that reads bytes, and keeps those that come in. */
  pool: pg.Pool;
  audited: Audited;
  clock: Clock;
  catalog: Catalog;
  policy: Pick<Policy, 'findCitation'>;
  /** Megabytes of one file at most. */
  largest: number;
  /** Hears that an entry's files changed, and how: who waits is supplied, who uses them is told. */
  afterChange: (entryId: number, change: FileChange) => Promise<void>;
}

export interface FileChange {
  what: 'added' | 'replaced' | 'withdrawn';
  name: string;
  period: string;
}

type View = Static<typeof contract.OwnFileView>;

/** A file as whoever may use it sees it. */
const shown = (row: store.FileRow): Static<typeof contract.FileView> => ({
  id: row.id,
  name: row.name,
  mediaType: row.mediaType,
  size: row.size,
  sha256: row.sha256.toString('hex'),
  sm3: row.sm3.toString('hex'),
  period: row.period,
  note: row.note,
  version: row.version,
  addedAt: row.addedAt.toISOString(),
});

const own = (row: store.FileRow): View => ({
  ...shown(row),
  post: row.post,
  state: row.ended ?? 'present',
  endedAt: row.endedAt?.toISOString() ?? null,
  reason: row.reason,
});

interface Measured {
  sha256: Buffer;
  sm3: Buffer;
  kind: Kind;
}

export function createFiles(needs: FilesNeeds) {
  const { db, pool, audited, clock, catalog, policy, largest } = needs;
  const secrets = reader(pool);

  /** The entry of the actor's department, when it gives out files as it is published now. */
  async function ownEntry(actor: Actor, entryId: number, within?: Db): Promise<PublishedEntry> {
    const entry = await catalog.publishedContent(entryId, within);
    if (!entry) {
      // Throws not_found for what the actor may not see.
      await catalog.get(actor, entryId);
      throw refuse.not_published();
    }
    if (entry.departmentId !== actor.departmentId) throw platform.not_found();
    return entry;
  }

  /** A file goes out with everything that the entry names: nothing in it may be withheld. */
  function mustOffer(entry: PublishedEntry): void {
    const { modes, shareType, items } = entry.content;
    if (!modes.includes('file')) throw refuse.mode_not_offered();
    const withheld =
      shareType === 'withheld' ? entry.title : items.find(item => item.shareType === 'withheld')?.name;
    if (withheld !== undefined) throw refuse.withheld({ what: withheld });
  }

  async function ownUpload(actor: Actor, id: number): Promise<store.UploadRow> {
    const upload = await store.findUpload(db, id);
    if (!upload || upload.departmentId !== actor.departmentId) throw platform.not_found();
    return upload;
  }

  function checkSecrecy(actor: Actor, text: string): void {
    const mark = secretMark(text);
    if (mark !== undefined)
      throw refuse.secret_marks({ mark }, policy.findCitation(actor.regionCode, 'no_secrets'));
  }

  const viewOf = (upload: store.UploadRow, arrived: number[]): Static<typeof contract.UploadView> => ({
    id: upload.id,
    name: upload.name,
    size: upload.size,
    piece: FILE_PIECE,
    arrived,
  });

  /** Reads what came in, one piece at a time: digests, and whether it is what its name promises. */
  async function measure(actor: Actor, { id, name, size }: store.UploadRow): Promise<Measured> {
    const kind = kindByName(name);
    const arrived = new Set(await store.listPieces(db, id));
    const pieces = Math.ceil(size / FILE_PIECE);
    for (let n = 0; n < pieces; n += 1) if (!arrived.has(n)) throw refuse.incomplete({ piece: n + 1 });
    const sha256 = createHash('sha256');
    const sm3 = createHash('sm3');
    const watch = macroWatch(kind);
    for (let n = 0; n < pieces; n += 1) {
      const { bytes } = await store.getPiece(secrets, id, n);
      if (n === 0) {
        checkBeginning(kind, bytes, pieces === 1);
        if ('text' in KINDS[kind]) checkSecrecy(actor, textOf(kind, bytes, pieces === 1).slice(0, 10_000));
      }
      watch(bytes);
      sha256.update(bytes);
      sm3.update(bytes);
      await setImmediate();
    }
    return { sha256: sha256.digest(), sm3: sm3.digest(), kind };
  }

  return {
    async list(actor: Actor, entryId: number): Promise<Static<typeof contract.OwnFileList>> {
      const entry = await ownEntry(actor, entryId);
      const rows = await store.listAll(db, entryId);
      return {
        entryId,
        entryTitle: entry.title,
        largest,
        kinds: Object.keys(KINDS),
        masked: entry.content.items.filter(item => item.mask.kind !== 'none').map(item => item.name),
        items: rows.map(own),
      };
    },

    /** Begins an upload; its bytes come in pieces, in any order, and again after a cut. */
    async begin(
      actor: Actor,
      { entryId, name: given, size }: Static<typeof contract.UploadBody>,
    ): Promise<Static<typeof contract.UploadView>> {
      mustOffer(await ownEntry(actor, entryId));
      const name = cleanName(given);
      kindByName(name);
      checkSecrecy(actor, name);
      if (size > largest * MEGABYTE) throw refuse.too_large({ megabytes: largest });
      const row = {
        entryId,
        departmentId: actor.departmentId,
        name,
        size,
        startedAt: new Date(clock.now()),
      };
      const { id } = await bookkeeping(pool, 'an upload', async tx => {
        if ((await store.countUploads(tx, actor.departmentId)) >= MOST_UPLOADS)
          throw refuse.too_many_uploads({ limit: MOST_UPLOADS });
        return store.insertUpload(tx, row);
      });
      return viewOf({ ...row, id }, []);
    },

    async upload(actor: Actor, id: number): Promise<Static<typeof contract.UploadView>> {
      return viewOf(await ownUpload(actor, id), await store.listPieces(db, id));
    },

    async piece(actor: Actor, id: number, n: number, bytes: Buffer): Promise<void> {
      const upload = await ownUpload(actor, id);
      if (bytes.length === 0 || bytes.length !== lengthOfPiece(upload.size, n))
        throw refuse.wrong_piece({ piece: n + 1 });
      await bookkeeping(pool, 'a piece of an upload', tx => store.insertPiece(tx, id, n, bytes));
    },

    async drop(actor: Actor, id: number): Promise<void> {
      await ownUpload(actor, id);
      await bookkeeping(pool, 'an upload that was dropped', tx => store.dropUpload(tx, id));
    },

    /** Makes a file of an upload that is complete; refuses what is not what its name promises, or is there already. */
    async finish(
      actor: Actor,
      id: number,
      { period, note, replaces = null }: Static<typeof contract.FinishBody>,
    ): Promise<{ file: View; record: number }> {
      const upload = await ownUpload(actor, id);
      const { entryId, name, size } = upload;
      checkSecrecy(actor, `${period} ${note}`);
      const { sha256, sm3, kind } = await measure(actor, upload);
      const { value, record } = await audited(actor, 'files.add', `entry:${entryId}`, async tx => {
        const entry = await ownEntry(actor, entryId, tx);
        mustOffer(entry);
        const present = await store.listPresent(tx, entryId);
        const same = present.find(one => one.sha256.equals(sha256));
        if (same) throw refuse.same_file({ name: same.name });
        const before = replaces === null ? undefined : await store.lockFile(tx, replaces);
        if (before && (before.entryId !== entryId || before.ended !== null)) throw refuse.ended();
        const at = new Date(tx.at);
        if (before) await store.endFile(tx, before.id, 'replaced', '', at);
        const row = {
          entryId,
          departmentId: actor.departmentId,
          uploadId: id,
          name,
          kind,
          mediaType: KINDS[kind].mediaType,
          size,
          sha256,
          sm3,
          period,
          note,
          version: (before?.version ?? 0) + 1,
          replaces,
          post: actor.post,
          person: actor.name,
          addedAt: at,
        };
        const made = await store.insertFile(tx, row);
        if (entry.mountedRows === null) await catalog.setMounted(tx, entryId, 0);
        const digests = { sha256: sha256.toString('hex'), sm3: sm3.toString('hex') };
        return {
          value: own({ ...row, id: made.id, endedAt: null, ended: null, reason: '' }),
          facts: { file: made.id, name, kind, size, ...digests, period, version: row.version, replaces },
        };
      });
      await needs.afterChange(entryId, { what: replaces === null ? 'added' : 'replaced', name, period });
      return { file: value, record };
    },

    async withdraw(actor: Actor, id: number, reason: string): Promise<{ file: View; record: number }> {
      const found = await store.getFile(db, id);
      if (found.departmentId !== actor.departmentId) throw platform.not_found();
      const { value, record } = await audited(actor, 'files.withdraw', `entry:${found.entryId}`, async tx => {
        const row = await store.lockFile(tx, id);
        if (row.ended !== null) throw refuse.ended();
        const at = new Date(tx.at);
        await store.endFile(tx, id, 'withdrawn', reason, at);
        return {
          value: own({ ...row, ended: 'withdrawn', endedAt: at, reason }),
          facts: { file: id, name: row.name, sha256: row.sha256.toString('hex'), period: row.period, reason },
        };
      });
      const { name, period, entryId } = found;
      await needs.afterChange(entryId, { what: 'withdrawn', name, period });
      return { file: value, record };
    },

    /** The files of an entry that are given out now. Whoever calls has checked who asks. */
    present: async (entryId: number): Promise<Static<typeof contract.FileView>[]> =>
      (await store.listPresent(db, entryId)).map(shown),

    /** Whether an entry has files to give out. */
    isGiven: (entryId: number, within: Db = db): Promise<boolean> => store.isGiven(within, entryId),

    /** Drops uploads that nobody goes on with, and bytes of files that ended; called by the worker. */
    async forgetPast(): Promise<void> {
      const now = clock.now();
      await bookkeeping(pool, 'bytes of files that ended', tx =>
        store.dropPast(tx, new Date(now - UPLOAD_KEPT), new Date(now - ENDED_KEPT)),
      );
    },
  };
}

export type Files = ReturnType<typeof createFiles>;
