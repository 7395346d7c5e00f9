/** Usage records as a city's calls leave them, and a database with the platform's tables to put them in. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readConfig } from '#config.ts';
import { LOGINS, loginName } from '#kernel/logins.ts';
import type { Entry } from '#record/entry.ts';
import { type Storage, openStorage } from '../../src/storage.ts';
import { type Server, withClient, withDatabases } from './scratch.ts';

export const GRANTS = 400;
export const SYSTEMS = 60;
export const DEPARTMENTS = 45;
export const ENTRIES = 300;
export const POSTS = 200;
export const PEOPLE = 2_000_000;

/** Bits of one number that look like chance and are the same in every run (splitmix32). */
function mix(n: number): number {
  let z = (n + 0x9e3779b9) | 0;
  z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
  return (z ^ (z >>> 15)) >>> 0;
}

/** Some grants are used much, most are used little: the square of an even draw. */
const grantOf = (i: number): number => Math.floor((mix(i) / 2 ** 32) ** 2 * GRANTS);

const bytesOf = (seed: number, words: number): string => {
  const bytes = Buffer.allocUnsafe(words * 4);
  for (let i = 0; i < words; i += 1) bytes.writeUInt32LE(mix(seed + i * 0x51ed27), i * 4);
  return bytes.toString('base64url');
};

export const postOf = (n: number): string => `民生窗口${n % POSTS}`;
export const caseOf = (i: number): string => `410402${String(20_261_100_000_000 + i)}`;
export const subjectOf = (person: number): string => bytesOf(person, 2);

/** The call number `i`: about one person, five items, with post and case, answer by its digest only. */
export function usageRecord(i: number, at: number): Entry {
  const grant = grantOf(i);
  const refused = i % 50 === 49;
  return {
    kind: 'usage',
    at,
    body: {
      action: 'gateway.call',
      grantId: 1 + grant,
      version: 1 + (grant % 3),
      grantNo: `授〔2026〕${1 + grant}号`,
      systemId: 1 + (grant % SYSTEMS),
      consumerId: 1 + (grant % DEPARTMENTS),
      providerId: 1 + (mix(grant) % DEPARTMENTS),
      entryId: 1 + (grant % ENTRIES),
      service: `s_11410400005450${100 + (grant % DEPARTMENTS)}X_${1000 + grant}`,
      scenario: ['高龄津贴', '社会救助', '不动产登记', '公积金提取'][grant % 4] ?? '',
      post: postOf(mix(i * 3 + 1)),
      caseNo: caseOf(i),
      result: refused ? 'refused' : 'served',
      ...(refused ? { code: 'gateway.filter' } : {}),
      items: refused ? [] : [0, 1, 2, 3, 4],
      rows: refused ? 0 : 1,
      bytes: refused ? 0 : 180 + (i % 60),
      micros: 900 + (mix(i) % 4000),
      stages: refused ? [] : [90 + (i % 50), 700 + (mix(i) % 3000), 40 + (i % 30)],
      subject: subjectOf(mix(i * 5 + 2) % PEOPLE),
      request: bytesOf(i * 7 + 3, 4),
      answer: refused ? '' : bytesOf(i * 11 + 4, 4),
    },
  };
}

export interface Ground {
  storage: Storage;
  folder: string;
  /** A login's address with its password, for a connection of one's own. */
  urlOf(login: 'gateway' | 'worker' | 'read'): string;
}

/** A migrated database with its logins and a data folder, gone afterwards. */
export function withGround<T>(
  server: Server,
  database: string,
  work: (ground: Ground) => Promise<T>,
): Promise<T> {
  return withDatabases(server, [database], async () => {
    const folder = mkdtempSync(join(tmpdir(), 'shuqiao-bench-'));
    const password = server.password === '' ? '' : `:${encodeURIComponent(server.password)}`;
    const storage = await openStorage(
      readConfig({
        SHUQIAO_DATA: folder,
        DATABASE_URL: `postgres://${server.user}${password}@${server.host}:${server.port}/${database}`,
        SHUQIAO_LOG: 'fatal',
      }),
      resolve(import.meta.dirname, '..', '..', 'migrations'),
    );
    try {
      return await work({
        storage,
        folder,
        urlOf: login => {
          const { connectionString, user, password: secret } = storage.urlFor(login);
          const url = new URL(connectionString);
          url.username = encodeURIComponent(user);
          url.password = encodeURIComponent(secret);
          return url.href;
        },
      });
    } finally {
      await storage.close();
      rmSync(folder, { recursive: true, force: true });
    }
  }).finally(() =>
    withClient(server, 'postgres', async client => {
      for (const login of LOGINS) await client.query(`drop role if exists "${loginName(database, login)}"`);
    }),
  );
}
