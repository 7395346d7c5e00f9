import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { Static } from 'typebox';
import type { Db } from '#kernel/db.ts';
import { refuse as platform } from '#kernel/errors.ts';
import { secretMark } from '#modules/catalog/index.ts';
import type { Policy } from '#modules/policy/index.ts';
import type { Audited } from '#record/audited.ts';
import type { FileOut } from '#sheets/index.ts';
import type { Actor } from '#vocabulary/actor.ts';
import { MEDIA_TYPES, checkEnding, checkName, cleanName } from './attachmentNames.ts';
import * as store from './attachmentStore.ts';
import {
  type AttachmentList,
  type AttachmentRecorded,
  type AttachmentView,
  MOST_ATTACHMENTS,
} from './contract.ts';
import { kindOf } from './fileKinds.ts';
import type { Attaching, Owner } from './owners.ts';
import { refuse } from './refusals.ts';

export interface AttachmentsNeeds {
  db: Db;
  audited: Audited;
  policy: Pick<Policy, 'findCitation'>;
  /** By the first word of an object’s name. */
  owners: Readonly<Record<string, Owner>>;
}

/** An object that somebody named: application:12. */
interface Place {
  object: string;
  id: number;
  owner: Owner;
}

export function createAttachments({ db, audited, policy, owners }: AttachmentsNeeds) {
  function placeOf(object: string): Place {
    const [kind = '', id = ''] = object.split(':');
    const owner = Object.hasOwn(owners, kind) ? owners[kind] : undefined;
    if (!owner) throw platform.not_found();
    return { object, id: Number(id), owner };
  }

  const removable = (row: store.AttachmentRow, actor: Actor, may: Attaching | undefined): boolean =>
    may !== undefined &&
    row.departmentId === actor.departmentId &&
    (may.since === null || row.addedAt >= may.since);

  const viewOf = (
    row: store.AttachmentRow,
    actor: Actor,
    may: Attaching | undefined,
  ): Static<typeof AttachmentView> => ({
    id: row.id,
    name: row.name,
    kind: row.kind,
    size: row.size,
    sha256: row.sha256.toString('hex'),
    addedAt: row.addedAt.toISOString(),
    post: row.post,
    removable: removable(row, actor, may),
  });

  function checkedName(actor: Actor, given: string): string {
    const name = cleanName(given);
    checkName(name);
    const mark = secretMark(name);
    if (mark !== undefined)
      throw refuse.secret_marks({ mark }, policy.findCitation(actor.regionCode, 'no_secrets'));
    return name;
  }

  async function list(actor: Actor, object: string): Promise<Static<typeof AttachmentList>> {
    const { owner, id } = placeOf(object);
    await owner.mustSee(actor, id);
    const may = await owner.mayAttach(actor, id);
    const rows = await store.listAttachments(db, object);
    return { mayAttach: may !== undefined, items: rows.map(row => viewOf(row, actor, may)) };
  }

  /** Of those who may see what it is attached to, and of nobody else. */
  async function seen(actor: Actor, attachmentId: number): Promise<store.AttachmentRow> {
    const row = await store.getAttachment(db, attachmentId);
    const { owner, id } = placeOf(row.object);
    await owner.mustSee(actor, id);
    return row;
  }

  return {
    list,

    async add(
      actor: Actor,
      object: string,
      given: string,
      bytes: Buffer,
    ): Promise<Static<typeof AttachmentRecorded>> {
      const { owner, id } = placeOf(object);
      const { value, record } = await audited(actor, 'papers.attach', object, async tx => {
        await owner.mustSee(actor, id);
        await owner.hold(tx, id);
        const may = await owner.mayAttach(actor, id);
        if (!may) throw refuse.closed();
        const name = checkedName(actor, given);
        const kind = await kindOf(bytes);
        checkEnding(name, kind);
        await store.lockObject(tx, object);
        const before = await store.listAttachments(tx, object);
        if (before.length >= MOST_ATTACHMENTS) throw refuse.too_many({ limit: MOST_ATTACHMENTS });
        const sha256 = createHash('sha256').update(bytes).digest();
        const same = before.find(one => one.sha256.equals(sha256));
        if (same) throw refuse.attached_already({ name: same.name });
        const row = {
          object,
          name,
          kind,
          size: bytes.length,
          sha256,
          departmentId: actor.departmentId,
          post: actor.post,
          person: actor.name,
          addedAt: new Date(tx.at),
        };
        const made = await store.insertAttachment(tx, { ...row, bytes });
        const facts = {
          attachmentId: made.id,
          name,
          kind,
          size: bytes.length,
          sha256: sha256.toString('hex'),
        };
        return { value: viewOf({ ...row, id: made.id }, actor, may), facts };
      });
      return { attachment: value, record };
    },

    async file(actor: Actor, id: number): Promise<FileOut> {
      const { name, kind } = await seen(actor, id);
      const { bytes } = await store.getBytes(db, id);
      return { name, type: MEDIA_TYPES[kind], stream: Readable.from([bytes]) };
    },

    /** Only what was not handed in: whoever decides must find what was decided on. */
    async remove(actor: Actor, attachmentId: number): Promise<{ record: number }> {
      const { object, name } = await seen(actor, attachmentId);
      const { record } = await audited(actor, 'papers.detach', object, async tx => {
        const { owner, id } = placeOf(object);
        await owner.hold(tx, id);
        const row = await store.getAttachment(tx, attachmentId);
        if (!removable(row, actor, await owner.mayAttach(actor, id))) throw refuse.closed();
        await store.removeAttachment(tx, attachmentId, new Date(tx.at));
        return { value: undefined, facts: { attachmentId, name, sha256: row.sha256.toString('hex') } };
      });
      return { record };
    },

    /** Names of what was attached at an instant; of what is attached now without one. */
    async namesAt(object: string, at: string | null): Promise<string[]> {
      const rows = await store.listAttachments(db, object);
      return rows.filter(row => at === null || row.addedAt <= new Date(at)).map(row => row.name);
    },
  };
}

export type Attachments = ReturnType<typeof createAttachments>;
