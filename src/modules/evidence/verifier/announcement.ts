import { fromBase64 } from './bytes.ts';
import type { SeenLeaf } from './leaves.ts';
import { type Key, type SignedText, checkSignature, fingerprintOf, lineOf, readSignedText } from './notes.ts';

/** A new key as the entry that announces it gives it. */
export interface AnnouncedKey {
  algorithm: string;
  fingerprint: string;
}

export interface Announcement extends SignedText {
  keys: AnnouncedKey[];
}

/**
 * The signed note inside an entry that announces keys: `shuqiao/announced-keys/v1`, the log’s name, the moment of the
 * entry, and a line a key. Undefined for other entries, and where name or moment are not those of log and entry.
 */
export function announcementIn({ entry, at }: SeenLeaf): Announcement | undefined {
  if (entry.kind !== 'command' || entry.body.action !== 'ledger.announce_keys') return undefined;
  const note: unknown = entry.body.facts['announcement'];
  const signed = typeof note === 'string' ? readSignedText(note) : undefined;
  if (!signed || entry.body.result !== 'done') return undefined;
  const [head, name, from, ...lines] = signed.text.slice(0, -1).split('\n');
  const isOurs = head === 'shuqiao/announced-keys/v1' && name === at.checkpoint.origin;
  if (!isOurs || from !== new Date(entry.at).toISOString()) return undefined;
  const keys = lines.map(line => {
    const [, algorithm = '', base64 = ''] = /^(ed25519|sm2) (\S+)$/.exec(line) ?? [];
    const bytes = fromBase64(base64);
    return bytes && algorithm !== '' ? { algorithm, fingerprint: fingerprintOf(bytes) } : undefined;
  });
  return keys.includes(undefined) ? undefined : { ...signed, keys: keys.filter(key => key !== undefined) };
}

/** Whether one of the keys signed it, and none of its lines that bear one of them is wrong. */
export function isSignedBy(announcement: Announcement, keys: readonly Key[]): boolean {
  const fits = keys.flatMap(key => {
    const line = lineOf(announcement, key);
    return line ? [checkSignature(announcement.text, line, key) !== undefined] : [];
  });
  return fits.length > 0 && fits.every(Boolean);
}
