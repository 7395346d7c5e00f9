/** A worker that dies after it has sent and before it notes that: started by outbox.test.ts. */
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { armFailpoint } from '#kernel/failpoint.ts';
import { createKeys } from '#kernel/keys.ts';
import { createMailer, createSender } from '#modules/messages/index.ts';

armFailpoint('messages.before-mark');
const ahead = Number(process.env['AHEAD']);
await createSender({
  pool: new pg.Pool({ connectionString: process.env['DATABASE_URL'] }),
  // It sends mail alone, for which nothing is sealed.
  keys: createKeys(randomBytes(32)),
  clock: { now: () => Date.now() + ahead },
  mailer: createMailer({
    host: '127.0.0.1',
    port: Number(process.env['SMTP_PORT']),
    user: undefined,
    password: undefined,
    passwordFile: undefined,
    from: 'shuqiao@example.gov.cn',
    tls: 'none',
  }),
  organizations: { networksOf: async () => [] },
  addresses: { exempt: new Set(), own: new Set() },
  site: undefined,
  log: { error: (_facts, message) => void process.stderr.write(`${message}\n`) },
  signal: new AbortController().signal,
  every: 20,
}).done;
