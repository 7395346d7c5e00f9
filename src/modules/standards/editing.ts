/** The authority's commands: each makes a new version of one thing, recorded with who, when and why. */
import type { Static } from 'typebox';
import { type Db, meansWhenBroken } from '#kernel/db.ts';
import { refuse as platform } from '#kernel/errors.ts';
import type { Audited, Command } from '#record/audited.ts';
import type { Actor } from '#vocabulary/actor.ts';
import type * as contract from './contract.ts';
import { refuse } from './refusals.ts';
import { type Fault, faultOf, removeFault, retireFault } from './rules.ts';
import { type Shelf, buildShelf } from './shelf.ts';
import * as store from './store.ts';
import { type ChangeAction, type Contents, type Held, type Kind, type Thing, codeKey } from './things.ts';

meansWhenBroken('change_version_once', () => platform.ambiguous());

export interface EditingNeeds {
  db: Db;
  audited: Audited;
  homeRegion: string;
  delivered: readonly Thing[];
  readShelf: (from: Db) => Promise<Shelf>;
  reload: () => Promise<void>;
}

interface Made {
  version: number;
  why: string;
}
interface Recorded {
  version: number;
  record: number;
}

const refused = ([word, facts]: Fault) => refuse[word](facts);

/** The shelf of the things of a kind; the caller knows the kind. */
export const shelfOf = <K extends Kind>(shelf: Shelf, kind: K): ReadonlyMap<string, Held<Contents[K]>> => {
  const shelves: { [P in Kind]: ReadonlyMap<string, Held<Contents[P]>> } = {
    table: shelf.tables,
    code: shelf.code,
    class: shelf.classes,
    element: shelf.elements,
    synonyms: shelf.synonyms,
    document: shelf.documents,
  };
  return shelves[kind];
};

/** What people call a thing. */
export const nameOf = ({ key, content }: { key: string; content: Contents[Kind] }): string => {
  if ('zh' in content) return content.zh;
  if ('title' in content) return content.title;
  return 'name' in content ? content.name : key;
};

/** Writes the next version of a thing. The caller holds the lock, and has looked at what is there under it. */
export async function writeVersion<K extends Kind>(
  tx: Command,
  shelf: Shelf,
  one: { kind: K; key: string; action: ChangeAction; content: Contents[K] | null; why: string; by: number },
): Promise<number> {
  const { kind, key, action, content, why, by } = one;
  const before = shelfOf(shelf, kind).get(key)?.version ?? shelf.removed.get(`${kind} ${key}`) ?? 0;
  const version = before + 1;
  const enteredAt = new Date(tx.at);
  await store.insertChange(tx, { kind, key, version, action, content, why, enteredBy: by, enteredAt });
  return version;
}

export function createEditing({ db, audited, homeRegion, delivered, readShelf, reload }: EditingNeeds) {
  async function checkVersion(shelf: Shelf, kind: Kind, key: string, version: number): Promise<void> {
    const held = shelfOf(shelf, kind).get(key);
    if ((held?.version ?? 0) === version) return;
    if (version === 0) throw refuse.exists({ key });
    const last = (await store.listHistory(db, kind, key)).at(-1);
    const name = held ? nameOf(held) : key;
    throw refuse.changed_meanwhile({ name, version: last?.version ?? 0, by: last?.name ?? '' });
  }

  /** A word must not come to mean two things by this. */
  async function checkWords(tx: Command, shelf: Shelf): Promise<void> {
    const after = buildShelf(delivered, await store.listChanges(tx), new Set());
    const clash = after.clashes[shelf.clashes.length];
    if (clash) throw refuse.word_taken({ ...clash });
  }

  async function change<K extends Kind>(
    actor: Actor,
    [kind, key, made]: [kind: K, key: string, made: Made],
    work: (held: Held<Contents[K]> | undefined) => Contents[K],
  ): Promise<Recorded> {
    const { value, record } = await audited(
      actor,
      'standards.change',
      `standard:${kind}/${key}`,
      async tx => {
        if (actor.regionCode !== homeRegion) throw refuse.not_your_region();
        await store.lockStandards(tx);
        const shelf = await readShelf(tx);
        await checkVersion(shelf, kind, key, made.version);
        const held = shelfOf(shelf, kind).get(key);
        const content = work(held);
        if (held && sameContent(held.content, content)) throw refuse.same_content();
        const fault = faultOf(shelf, { kind, key, content });
        if (fault) throw refused(fault);
        const action = held ? 'change' : 'add';
        const by = actor.accountId;
        const version = await writeVersion(tx, shelf, { kind, key, action, content, why: made.why, by });
        await checkWords(tx, shelf);
        return { value: version, facts: { action, version, name: nameOf({ key, content }), why: made.why } };
      },
    );
    await reload();
    return { version: value, record };
  }

  return {
    saveTable(actor: Actor, key: string, body: Static<typeof contract.TableBody>): Promise<Recorded> {
      const { version, why, ...fields } = body;
      return change(actor, ['table', key, { version, why }], held => ({
        ...fields,
        closed: held?.content.closed ?? false,
        under: held?.content.under ?? '',
        retired: held?.content.retired ?? false,
      }));
    },
    saveCode(
      actor: Actor,
      { table, key }: Static<typeof contract.ByCode>,
      body: Static<typeof contract.CodeBody>,
    ): Promise<Recorded> {
      const { version, why, ...fields } = body;
      return change(actor, ['code', codeKey(table, key), { version, why }], held => ({
        ...fields,
        retired: held?.content.retired ?? false,
      }));
    },
    saveClass(actor: Actor, code: string, body: Static<typeof contract.ClassBody>): Promise<Recorded> {
      const { version, why, ...fields } = body;
      return change(actor, ['class', code, { version, why }], held => ({
        ...fields,
        departmentId: held?.content.departmentId ?? null,
        retired: held?.content.retired ?? false,
      }));
    },
    saveElement(actor: Actor, code: string, body: Static<typeof contract.ElementBody>): Promise<Recorded> {
      const { version, why, ...fields } = body;
      return change(actor, ['element', code, { version, why }], held => ({
        ...fields,
        retired: held?.content.retired ?? false,
      }));
    },
    saveSynonyms(actor: Actor, name: string, body: Static<typeof contract.SynonymBody>): Promise<Recorded> {
      const { version, why, ...fields } = body;
      return change(actor, ['synonyms', name, { version, why }], held => ({
        ...fields,
        retired: held?.content.retired ?? false,
      }));
    },
    saveDocument(actor: Actor, key: string, body: Static<typeof contract.DocumentBody>): Promise<Recorded> {
      const { version, why, ...fields } = body;
      return change(actor, ['document', key, { version, why }], held => ({
        ...fields,
        retired: held?.content.retired ?? false,
      }));
    },

    /** Retires, restores or removes. What entries have used stays readable for ever: it is retired at most. */
    async setStanding(actor: Actor, body: Static<typeof contract.StandingBody>): Promise<Recorded> {
      const { kind, key, version: from, action, why } = body;
      const { value, record } = await audited(
        actor,
        `standards.${action}`,
        `standard:${kind}/${key}`,
        async tx => {
          if (actor.regionCode !== homeRegion) throw refuse.not_your_region();
          await store.lockStandards(tx);
          const shelf = await readShelf(tx);
          const held = shelfOf(shelf, kind).get(key);
          if (!held) throw platform.not_found();
          await checkVersion(shelf, kind, key, from);
          const name = nameOf(held);
          const retired = action === 'retire';
          if (action !== 'remove' && held.content.retired === retired) throw refuse.already_so({ name });
          const content = action === 'remove' ? null : { ...held.content, retired };
          const fault =
            content === null
              ? removeFault(shelf, kind, key)
              : retired
                ? retireFault(shelf, kind, key)
                : faultOf(shelf, { kind, key, content });
          if (fault) throw refused(fault);
          const by = actor.accountId;
          const version = await writeVersion(tx, shelf, { kind, key, action, content, why, by });
          await checkWords(tx, shelf);
          return { value: version, facts: { version, name, why } };
        },
      );
      await reload();
      return { version: value, record };
    },
  };
}

/** Whatever the order of the fields. */
function sameContent(one: object, other: object): boolean {
  const text = (value: object): string =>
    JSON.stringify(value, (_, part: unknown) =>
      typeof part === 'object' && part !== null && !Array.isArray(part)
        ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => (a < b ? -1 : 1)))
        : part,
    );
  return text(one) === text(other);
}
