import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { StartProblem } from './errors.ts';

/** What a derived key is for. A key made for one purpose opens nothing of another. */
export type Purpose =
  | 'credentials'
  | 'app-keys'
  | 'subject-digests'
  | 'pseudonyms'
  | 'list-pages'
  | 'sessions'
  | 'links'
  | 'ledger-signing'
  | 'witness-signing'
  | 'receipt-signing'
  | 'comparisons'
  | 'set-aside'
  | 'database-logins';

/** One master key; every other key is derived from it by purpose (HKDF-SHA256, RFC 5869). */
export interface Keys {
  derive(purpose: Purpose, context?: string): Buffer;
  /**
   * Seals a secret to the row that holds it: `place` is "table/column/row id", so that a sealed value copied to
   * another row does not open there. Layout: version 1, nonce 12, tag 16, ciphertext (AES-256-GCM).
   */
  seal(purpose: Purpose, place: string, secret: string): Buffer;
  /** Opens what `seal` made; throws when the key, the place or a byte differs. */
  open(purpose: Purpose, place: string, sealed: Buffer): string;
}

export function createKeys(master: Buffer): Keys {
  const derived = new Map<string, Buffer>();
  const derive = (purpose: Purpose, context = ''): Buffer => {
    const label = `shuqiao/${purpose}/${context}`;
    let key = derived.get(label);
    if (!key) {
      key = Buffer.from(hkdfSync('sha256', master, 'shuqiao', label, 32));
      derived.set(label, key);
    }
    return key;
  };
  return {
    derive,
    seal: (purpose, place, secret) => {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', derive(purpose), nonce);
      cipher.setAAD(Buffer.from(place));
      const body = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
      return Buffer.concat([Buffer.of(1), nonce, cipher.getAuthTag(), body]);
    },
    open: (purpose, place, sealed) => {
      if (sealed[0] !== 1) throw new Error(`sealed value at ${place} has an unknown version`);
      const decipher = createDecipheriv('aes-256-gcm', derive(purpose), sealed.subarray(1, 13));
      decipher.setAAD(Buffer.from(place));
      decipher.setAuthTag(sealed.subarray(13, 29));
      return Buffer.concat([decipher.update(sealed.subarray(29)), decipher.final()]).toString('utf8');
    },
  };
}

function parseMaster(text: string, origin: string): Buffer {
  const key = Buffer.from(text.trim(), 'base64');
  if (key.length !== 32)
    throw new StartProblem(
      `${origin} must hold 32 bytes in base64 (make one with: openssl rand -base64 32).`,
    );
  return key;
}

export interface MasterKeyChoice {
  /** The key itself, base64. */
  value: string | undefined;
  /** A file that holds it. */
  file: string | undefined;
  dataFolder: string;
  /** Only a demonstration may keep its key beside the data that it protects. */
  mayCreate: boolean;
}

export function loadMasterKey(choice: MasterKeyChoice): Buffer {
  if (choice.value !== undefined) return parseMaster(choice.value, 'SHUQIAO_MASTER_KEY');
  const inData = resolve(choice.dataFolder, 'master.key');
  const file = resolve(choice.file ?? inData);
  const inside =
    !relative(choice.dataFolder, file).startsWith('..') && dirname(file) !== dirname(choice.dataFolder);
  if (!choice.mayCreate && (choice.file === undefined || inside))
    throw new StartProblem(
      'Outside a demonstration the master key must lie outside the data folder: set SHUQIAO_MASTER_KEY, or SHUQIAO_MASTER_KEY_FILE to a file with mode 600 elsewhere (make one with: openssl rand -base64 32).',
    );
  try {
    const mode = statSync(file).mode & 0o077;
    if (mode !== 0 && process.platform !== 'win32')
      throw new StartProblem(`The master key file ${file} may be read by others: run chmod 600 ${file}.`);
    return parseMaster(readFileSync(file, 'utf8'), file);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
    if (!choice.mayCreate || choice.file !== undefined)
      throw new StartProblem(
        `There is no master key file at ${file}. Make one with: openssl rand -base64 32 > ${file} && chmod 600 ${file}.`,
      );
    const made = randomBytes(32);
    writeFileSync(file, `${made.toString('base64')}\n`, { mode: 0o600, flag: 'wx' });
    return made;
  }
}
