/** Sends mail through the operator’s server. */
import { readFileSync } from 'node:fs';
import { createTransport } from 'nodemailer';
import { StartProblem } from '#kernel/errors.ts';

export interface MailSettings {
  host: string;
  port: number;
  user: string | undefined;
  password: string | undefined;
  /** A file that holds the password. */
  passwordFile: string | undefined;
  /** The address that mail comes from. */
  from: string;
  /** TLS from the first byte, TLS asked for and needed (STARTTLS), or none. */
  tls: 'tls' | 'starttls' | 'none';
}

export interface Mail {
  to: string;
  subject: string;
  text: string;
}

export interface Mailer {
  send(mail: Mail): Promise<void>;
  close(): void;
}

/** Long enough for a slow server, shorter than the lease of a delivery. */
const TIMEOUT = 20_000;

/** The server will never take this mail for this address: asking again would change nothing (RFC 5321, 4.2.1). */
export function isFinal(error: unknown): boolean {
  const { responseCode, command } = error as { responseCode?: unknown; command?: unknown };
  return typeof responseCode === 'number' && responseCode >= 500 && command === 'RCPT TO';
}

export function createMailer(settings: MailSettings): Mailer {
  const { host, port, user, from, tls } = settings;
  const password = settings.password ?? passwordFrom(settings.passwordFile);
  const transport = createTransport({
    host,
    port,
    secure: tls === 'tls',
    requireTLS: tls === 'starttls',
    ignoreTLS: tls === 'none',
    ...(user === undefined ? {} : { auth: { user, pass: password ?? '' } }),
    pool: true,
    maxConnections: 2,
    connectionTimeout: TIMEOUT,
    greetingTimeout: TIMEOUT,
    socketTimeout: TIMEOUT,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    send: async ({ to, subject, text }) => {
      // Whatever answers by itself, such as an absence notice, is asked not to (RFC 3834).
      const headers = { 'auto-submitted': 'auto-generated' };
      await transport.sendMail({ from, to: { name: '', address: to }, subject, text, headers });
    },
    close: () => transport.close(),
  };
}

function passwordFrom(file: string | undefined): string | undefined {
  if (file === undefined) return undefined;
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    throw new StartProblem(
      `SHUQIAO_SMTP_PASSWORD_FILE names ${file}, which cannot be read. Let the platform's user read it.`,
    );
  }
}
