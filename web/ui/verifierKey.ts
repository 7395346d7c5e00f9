/** What a verifier key of C2SP signed-note says of itself; the platform judges it, this only shows it. */
export interface KeyWords {
  /** Of the log or the witness. */
  name: string;
  /** Eight hexadecimal digits, for telling keys apart; not a fingerprint. */
  id: string;
  algorithm: 'Ed25519' | 'SM2' | 'witness' | 'unknown';
}

const ALGORITHMS: Readonly<Record<number, KeyWords['algorithm']>> = {
  1: 'Ed25519',
  4: 'witness',
  255: 'SM2',
};

/** Reads `name+id+base64`; undefined when the text is not of that form. The base64 may itself hold plus signs. */
export function readKeyWords(text: string): KeyWords | undefined {
  const found = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]{4,}={0,2})$/u.exec(text.trim());
  const [, name, id, key] = found ?? [];
  if (name === undefined || id === undefined || key === undefined) return undefined;
  return { name, id, algorithm: ALGORITHMS[atob(key.slice(0, 4)).charCodeAt(0)] ?? 'unknown' };
}

/** Keys as they are published, one a line; empty lines are nothing. */
export const keyLines = (text: string): string[] =>
  text
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '');
