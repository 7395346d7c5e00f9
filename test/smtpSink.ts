/** A mail server that keeps what it is sent, and misbehaves as a test wants (RFC 5321, as far as a client asks). */
import { type Socket, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

export interface SunkMail {
  from: string;
  to: string;
  /** Headers and body as they came. */
  raw: string;
  subject: string;
  /** The plain text, decoded. */
  text: string;
}

/** `later`: 451 to RCPT; `never`: 550 to RCPT. */
export type SinkMood = 'takes' | 'later' | 'never';

/** `=?UTF-8?B?…?=` and `=?UTF-8?Q?…?=` as text (RFC 2047). */
const decodeWords = (header: string): string =>
  header
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_, kind: string, data: string) =>
      kind.toLowerCase() === 'b' ? `|${data}|` : decodeQuoted(data.replaceAll('_', ' ')),
    )
    .replace(/(\|[^|]*\|)+/g, run =>
      Buffer.concat(
        run
          .split('|')
          .filter(part => part !== '')
          .map(part => Buffer.from(part, 'base64')),
      ).toString('utf8'),
    );

function decodeQuoted(data: string): string {
  const bytes = data
    .replace(/=\r?\n/g, '')
    .replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

function readMail(from: string, to: string, raw: string): SunkMail {
  const [head = '', ...rest] = raw.split('\r\n\r\n');
  const headers = head.replace(/\r\n[ \t]+/g, ' ');
  const body = rest.join('\r\n\r\n');
  const encoding = /^content-transfer-encoding: *(\S+)/im.exec(headers)?.[1]?.toLowerCase();
  const text =
    encoding === 'base64'
      ? Buffer.from(body, 'base64').toString('utf8')
      : encoding === 'quoted-printable'
        ? decodeQuoted(body)
        : body;
  return { from, to, raw, subject: decodeWords(/^subject: *(.*)$/im.exec(headers)?.[1] ?? ''), text };
}

export async function openSmtpSink() {
  const mails: SunkMail[] = [];
  const sockets = new Set<Socket>();
  const sink = { mood: 'takes' as SinkMood, port: 0, mails, asked: 0, close };

  const server = createServer(socket => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => undefined);
    const say = (line: string): void => void socket.write(`${line}\r\n`);
    let from = '';
    let to = '';
    let data: string | undefined;
    let pending = '';
    say('220 sink.test ESMTP');
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => {
      pending += chunk;
      for (let end = pending.indexOf('\r\n'); end >= 0; end = pending.indexOf('\r\n')) {
        const line = pending.slice(0, end);
        pending = pending.slice(end + 2);
        take(line);
      }
    });
    function take(line: string): void {
      if (data !== undefined) {
        if (line !== '.') {
          data += `${line.replace(/^\./, '')}\r\n`;
          return;
        }
        mails.push(readMail(from, to, data));
        data = undefined;
        return say('250 kept');
      }
      const address = /<([^>]*)>/.exec(line)?.[1] ?? '';
      if (/^(EHLO|HELO)/i.test(line)) return say('250 sink.test');
      if (/^MAIL FROM/i.test(line)) {
        from = address;
        return say('250 ok');
      }
      if (/^RCPT TO/i.test(line)) {
        sink.asked += 1;
        to = address;
        if (sink.mood === 'later') return say('451 4.3.0 try again later');
        if (sink.mood === 'never') return say('550 5.1.1 no such mailbox');
        return say('250 ok');
      }
      if (/^DATA/i.test(line)) {
        data = '';
        return say('354 go on');
      }
      if (/^QUIT/i.test(line)) {
        say('221 bye');
        socket.end();
        return;
      }
      say('250 ok');
    }
  });
  async function close(): Promise<void> {
    for (const socket of sockets) socket.destroy();
    await new Promise(done => server.close(done));
  }
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  sink.port = (server.address() as AddressInfo).port;
  return sink;
}

export type SmtpSink = Awaited<ReturnType<typeof openSmtpSink>>;
