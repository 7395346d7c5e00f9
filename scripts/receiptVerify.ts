import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { StartProblem } from '#kernel/errors.ts';
import { readKnown } from '#modules/evidence/verifier/known.ts';
import { readSeal, verifyRemote } from '#modules/ledger/index.ts';
import {
  type ReceiptVerdict,
  isOfTerminal,
  isUnsigned,
  readReceiptFile,
  verifyReceipt,
} from './lib/receiptFile.ts';
import type { ReceiptFile } from '#vocabulary/receiptFile.ts';

const USAGE = `shuqiao receipt verify FILE [--key KEY]… [--log FILE|URL]

Verifies a receipt (对账单) without the platform: the signatures of both halves, its numbers and sums, and that the
ledger holds it and announced the keys before.

--key is a key of the ledger that you know from elsewhere: a verifier key (one line of …/ledger/keys) or a fingerprint
of 32 hexadecimal digits; more than once for several. --log is a copy of the seal points that you hold yourself
(checkpoints-usage-1.log), or the address of the platform's public log (https://…/ledger/usage/1), which is then read
from beginning to end. Without either, a forger who made everything anew would not be found out.

A receipt that shuqiao move wrote in the terminal is in no ledger: its signatures, if --sign made any, its numbers and its
sums are verified, and --key is then the engineer's whole verifier key (“key” under “keys” in his receipts).

Ends with 0 when the receipt is true, 3 when all of it fits together and nothing that you know vouches for it, 1 when it
is not true, 2 when it could not be verified.`;

/** Whether the seal point stands in a file of seal points, or a signed note. */
function isInFile(path: string, sealed: string): boolean {
  const point = readSeal(sealed, []);
  const text = readFileSync(resolve(path), 'utf8');
  const notes = text.startsWith('{')
    ? text.split('\n').flatMap(line => {
        const { note } = (line.trim() === '' ? {} : JSON.parse(line)) as { note?: string };
        return note === undefined ? [] : [Buffer.from(note, 'base64').toString('utf8')];
      })
    : [text];
  return notes.some(note => {
    const one = readSeal(note, []);
    return (
      one !== undefined &&
      point !== undefined &&
      one.origin === point.origin &&
      one.size === point.size &&
      one.root.equals(point.root)
    );
  });
}

async function isInRemote(url: string, sealed: string): Promise<boolean> {
  const found = await verifyRemote({
    url: url.replace(/\/+$/, ''),
    before: sealed,
    get: async address => {
      const reply = await fetch(address, { signal: AbortSignal.timeout(30_000), redirect: 'error' });
      if (reply.status === 404) return undefined;
      if (!reply.ok) throw new StartProblem(`${address} answers ${reply.status}.`);
      return Buffer.from(await reply.arrayBuffer());
    },
  });
  if (found.fault === 'source') throw new StartProblem(`The log could not be read: ${found.problemEn}.`);
  if (!found.ok) console.error(`The log is not whole: ${found.problemEn}. ${found.problem}。`);
  return found.ok;
}

function tell({ findings }: ReceiptVerdict): void {
  for (const { ok, subject, fault } of findings)
    console.log(
      ok
        ? `  ✓ ${subject.zh} · ${subject.en}`
        : `  ✗ ${subject.zh}：${fault.zh} · ${subject.en}: ${fault.en}`,
    );
}

/** What can be said of a sound receipt behind which no record stands. */
function tellTerminal(file: ReceiptFile, { outcome }: ReceiptVerdict): number {
  if (isUnsigned(file)) {
    console.log(
      '内容相互吻合；没有签名，也没有存证：由终端的 shuqiao move 写成，任何人都能写出同样的文件。All of it fits together. Nobody signed it and no ledger holds it: shuqiao move wrote it in the terminal, and anybody could write such a file.',
    );
    return 3;
  }
  const names = [...new Set(file.keys.map(key => `${key.department} (${key.keyId})`))].join(', ');
  if (outcome === 'passed') {
    console.log(
      `对账单由您掌握的密钥签名，内容真实；没有存证。The receipt is true: signed with a key that you know, ${names}. No ledger holds it.`,
    );
    return 0;
  }
  console.log(
    `签名有效，内容相互吻合；没有存证，密钥是操作者自己的：${names}，没有与您掌握的密钥核对（--key）。The signatures are valid and all of it fits together. No ledger holds it, and the key is the operator’s own, ${names}: nothing that you know vouches for it (--key).`,
  );
  return 3;
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      key: { type: 'string', multiple: true },
      log: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  const [path] = positionals;
  if (values.help === true || path === undefined) {
    console.log(USAGE);
    return values.help === true ? 0 : 2;
  }
  const file = readReceiptFile(readFileSync(resolve(path), 'utf8'));
  if (!file) throw new StartProblem(`${path} is no receipt’s file, or of a later release.`);
  const known = readKnown((values.key ?? []).join('\n'));
  if (values.key !== undefined && known.size < values.key.length)
    throw new StartProblem('--key needs a verifier key (name+hash+base64) or 32 hexadecimal digits.');
  const verdict = verifyReceipt(file, known);
  const { receipt } = file;
  console.log(
    `${receipt.of?.runNo} → ${receipt.of?.target}: ${receipt.rowsWritten} rows, read at ${receipt.snapshot}, grade ${receipt.grade}, ${receipt.operator === 'two' ? 'two operators' : 'one operator'}`,
  );
  tell(verdict);
  const isTerminals = isOfTerminal(file);
  if (verdict.outcome === 'failed' || (verdict.sealed === undefined && !isTerminals)) {
    console.error('这份对账单不真实。The receipt is NOT true.');
    return 1;
  }
  const { log } = values;
  if (isTerminals || verdict.sealed === undefined) {
    if (log !== undefined)
      throw new StartProblem('A receipt of the terminal is in no log: ask without --log.');
    return tellTerminal(file, verdict);
  }
  if (log !== undefined) {
    const holds = /^https?:\/\//.test(log)
      ? await isInRemote(log, verdict.sealed)
      : isInFile(log, verdict.sealed);
    if (!holds) {
      console.error(`存证点不在您持有的存证中。Its seal point is NOT part of ${log}.`);
      return 1;
    }
  }
  if (verdict.outcome === 'passed' || log !== undefined) {
    console.log('对账单真实。The receipt is true.');
    return 0;
  }
  console.log(
    '内容相互吻合，但没有与您掌握的密钥或存证点核对（--key、--log）。All of it fits together; nothing that you know vouches for it (--key, --log).',
  );
  return 3;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(`The receipt could not be verified: ${(error as Error).message}`);
  process.exitCode = 2;
}
