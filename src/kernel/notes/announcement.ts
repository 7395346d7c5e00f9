import { readBase64 } from './base64.ts';
import type { KeyType } from './verifierKey.ts';

/**
 * What a key that is known says of the next ones, as the text of a signed note. Whoever has one trusted key can follow
 * such notes to all later ones, wherever the notes come from: what counts is who signed them.
 *
 *   shuqiao/announced-keys/v1
 *   shuqiao.local/control             the name under which the keys sign
 *   2026-11-21T07:04:07.000Z          when; nothing that a new key signed before is borne out
 *   ed25519 q1FwA…=                   a new key: type, and the raw public key in base64
 *   sm2 BHk0…=
 *
 * Its second line is no number, so that no note of this form can be taken for a checkpoint, nor the other way round.
 */
export interface Announcement {
  name: string;
  from: Date;
  keys: readonly AnnouncedKey[];
}

export interface AnnouncedKey {
  type: KeyType;
  publicKey: Buffer;
}

const HEAD = 'shuqiao/announced-keys/v1';

export function writeAnnouncement({ name, from, keys }: Announcement): string {
  const lines = keys.map(({ type, publicKey }) => `${type} ${publicKey.toString('base64')}`);
  return `${[HEAD, name, from.toISOString(), ...lines].join('\n')}\n`;
}

/** Undefined for every spelling but the one that is written. */
export function readAnnouncement(text: string): Announcement | undefined {
  const [head, name = '', from = '', ...lines] = text.split('\n').slice(0, -1);
  if (head !== HEAD || lines.length === 0 || Number.isNaN(Date.parse(from))) return undefined;
  const keys: AnnouncedKey[] = [];
  for (const line of lines) {
    const [, type = '', base64 = ''] = /^(ed25519|sm2|cosignature) (\S+)$/.exec(line) ?? [];
    const publicKey = readBase64(base64);
    if (publicKey === undefined || type === '') return undefined;
    keys.push({ type: type as KeyType, publicKey });
  }
  const read = { name, from: new Date(from), keys };
  return writeAnnouncement(read) === text ? read : undefined;
}
