import { hashLeaf, proveInclusion } from '#kernel/merkle.ts';
import { verifyInclusion } from '#kernel/merkleClaims.ts';
import { type VerifierKey, readVerifierKey, verifierKey } from '#kernel/notes/verifierKey.ts';
import { decodeEntry } from '#record/decode.ts';
import { logName, CONTROL } from '#record/logs.ts';
import { commit } from './hashing.ts';
import { readSeal } from './note.ts';
import { removalsIn } from './removal.ts';
import { type Get, type RemoteSource, openRemote } from './remoteSource.ts';

/** What a log says of its beginning. */
export interface Beginning {
  minimum: number;
  removal: { number: number; entry: Buffer; salt: Buffer } | undefined;
}

/** Logs of others need not say anything: they begin with their first entry. Undefined when it cannot be read. */
export async function readBeginning(source: RemoteSource): Promise<Beginning | undefined> {
  const value = await source.json('minimum');
  if (value === undefined) return { minimum: 0, removal: undefined };
  const { minimum, removal } = (value ?? {}) as { minimum?: unknown; removal?: unknown };
  if (typeof minimum !== 'number' || !Number.isSafeInteger(minimum) || minimum < 0) return undefined;
  const { number, entry, salt } = (removal ?? {}) as Record<string, unknown>;
  if (typeof number !== 'number' || typeof entry !== 'string' || typeof salt !== 'string')
    return { minimum, removal: undefined };
  const opened = { number, entry: Buffer.from(entry, 'base64'), salt: Buffer.from(salt, 'base64') };
  return { minimum, removal: opened };
}

export const readKeys = (text: string): VerifierKey[] =>
  text
    .trim()
    .split('\n')
    .map(readVerifierKey)
    .filter(key => key !== undefined);

/**
 * Whether the beginning that is missing was removed past its retention: the notice must name this log and this number,
 * and be a leaf of the platform's control log under a seal point that its keys signed.
 */
export async function isRemovalProven(
  { minimum, removal }: Beginning,
  asked: { url: string; origin: string; keys: readonly VerifierKey[]; get: Get },
): Promise<boolean> {
  if (!removal) return false;
  // The prefix of every log ends with its name, but for that of the control log, which is the ledger's own.
  const [, address = asked.url, name = logName(CONTROL)] = /^(.*)\/(usage\/\d+)$/.exec(asked.url) ?? [];
  if (!asked.origin.endsWith(`/${name}`)) return false;
  const origin = `${asked.origin.slice(0, -name.length)}${logName(CONTROL)}`;
  const keys = asked.keys.flatMap(key =>
    key.type === 'cosignature' ? [] : [verifierKey(origin, key.type, key.publicKey)],
  );
  const note = await openRemote(address, 0, asked.get).text('checkpoint');
  const point = readSeal(note, keys);
  if (!point?.signed || point.origin !== origin || removal.number >= point.size) return false;
  const { nodes } = openRemote(address, point.size, asked.get);
  const leaf = hashLeaf(commit(removal.salt, removal.entry));
  const proof = await proveInclusion(removal.number, point.size, nodes);
  const claim = { number: removal.number, size: point.size, leaf, proof, root: point.root };
  if (!verifyInclusion(claim)) return false;
  return removalsIn(decodeEntry(removal.entry)).some(one => one.log === name && one.until === minimum);
}
