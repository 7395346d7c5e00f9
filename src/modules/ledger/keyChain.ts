import { readAnnouncement } from '#kernel/notes/announcement.ts';
import { readNote, verifyNote } from '#kernel/notes/signedNote.ts';
import { type VerifierKey, verifierKey } from '#kernel/notes/verifierKey.ts';
import type { Db } from '#kernel/db.ts';
import type { Entry } from '#record/entry.ts';
import { CONTROL } from '#record/logs.ts';
import { type Algorithm, listPublicKeys } from './keyStore.ts';
import { listLogs } from './store.ts';

/** The action of the entry that announces the next signing keys. */
export const ANNOUNCE = 'ledger.announce_keys';

/** A key as a row or a line names it. */
export interface NamedKey {
  algorithm: Algorithm;
  publicKey: Buffer;
  /** The note in which a key before it announces it; empty for the first of its kind. */
  introduction: string;
}

/**
 * Which keys may seal. The first of each kind are the anchor; every later one must be introduced by a key that is
 * already trusted. What lies in the database or in a file says nothing by itself: whoever can write there could put a
 * key of their own beside ours.
 */
export interface KeyChain {
  isEmpty(): boolean;
  /** Takes a key that is the first of its kind or is introduced; false for any other. */
  add(key: NamedKey): boolean;
  /** Whether a key that is trusted signed this announcement, for the moment of its entry. */
  vouchesFor(entry: Entry): boolean;
  /** All that are trusted, under the name of one log. */
  under(origin: string): readonly VerifierKey[];
}

type Trusted = Pick<VerifierKey, 'type' | 'publicKey'>;

/** `announcer` is the origin of the control log: announcements are made in its name. With `anchors` no others count. */
export function createKeyChain(announcer: string, anchors?: readonly Trusted[]): KeyChain {
  const trusted: Trusted[] = [...(anchors ?? [])];
  const named = new Map<string, VerifierKey[]>();
  const isTrusted = ({ type, publicKey }: Trusted): boolean =>
    trusted.some(one => one.type === type && one.publicKey.equals(publicKey));

  function under(origin: string): readonly VerifierKey[] {
    const known = named.get(origin) ?? [];
    for (const { type, publicKey } of trusted.slice(known.length))
      known.push(verifierKey(origin, type, publicKey));
    named.set(origin, known);
    return known;
  }

  /** What a note announces, when a trusted key signed it. */
  function announcedIn(text: string): ReturnType<typeof readAnnouncement> {
    const note = readNote(text);
    const announcement = note && readAnnouncement(note.text);
    if (announcement?.name !== announcer || announcer === '' || !note) return undefined;
    return verifyNote(note, under(announcer)).ok ? announcement : undefined;
  }

  return {
    isEmpty: () => trusted.length === 0,
    under,
    add: ({ algorithm: type, publicKey, introduction }) => {
      if (isTrusted({ type, publicKey })) return true;
      const isFirst = anchors === undefined && introduction === '' && !trusted.some(one => one.type === type);
      const introduced = announcedIn(introduction)?.keys.some(
        key => key.type === type && key.publicKey.equals(publicKey),
      );
      if (!isFirst && introduced !== true) return false;
      trusted.push({ type, publicKey });
      return true;
    },
    vouchesFor: ({ kind, at, body }) => {
      const text = kind === 'command' ? body.facts?.['announcement'] : undefined;
      return typeof text === 'string' && announcedIn(text)?.from.getTime() === at;
    },
  };
}

/** A chain in the name of this platform. With `anchors` it grows out of those alone. */
export async function openKeyChain(db: Db, anchors?: readonly Trusted[]): Promise<KeyChain> {
  const announcer = (await listLogs(db)).find(row => row.id === CONTROL)?.origin ?? '';
  return createKeyChain(announcer, anchors);
}

/** Adds the keys of the database that have signed. Where keys are known from elsewhere, none of them is a first one. */
export async function addKeysOf(db: Db, chain: KeyChain): Promise<void> {
  const mayBegin = chain.isEmpty();
  for (const row of await listPublicKeys(db))
    if (row.activeAt !== null && (mayBegin || row.introduction !== '')) chain.add(row);
}

/** Whether an entry claims to announce keys; what was refused announces nothing. */
export const announces = ({ kind, body }: Entry): boolean =>
  kind === 'command' && body.action === ANNOUNCE && body.result === 'done';
