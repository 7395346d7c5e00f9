import { decodeEntry } from '#record/decode.ts';
import type { Entry } from '#record/entry.ts';
import { fromBase64, toHex } from './bytes.ts';
import { type Known, knowsWitness } from './known.ts';
import { type Checkpoint, type Key, checkSignature, lineOf, readCheckpoint, readKey } from './notes.ts';
import type { DocumentKind, LogName, Pack, PackedCheckpoint, PackedLeaf, Text } from './pack.ts';
import { commitmentOf, isIncluded } from './tree.ts';

/** `unknown`: nothing is wrong with it, and nobody has vouched for it. */
export type CheckState = 'passed' | 'failed' | 'unknown';

export interface Check {
  /** Which kind of check: the list is grouped by it, and tests name it. */
  id: 'form' | 'signature' | 'witness' | 'key' | 'leaf' | 'proof' | 'document' | 'case';
  /** What was checked: 存证记录 control 12. */
  subject: Text;
  state: CheckState;
  /** What was found, in a sentence. */
  found: Text;
}

/** A checkpoint that could be read, with the keys whose signatures fit. */
export interface SeenCheckpoint {
  packed: PackedCheckpoint;
  checkpoint: Checkpoint;
  signers: Key[];
  /** A signature is wrong or missing. */
  spoiled: boolean;
  /** Called as their keys call them: no other name of theirs is bound to what they signed. */
  witnesses: { key: Key; time: number; known: boolean }[];
  /** A known key has signed it. */
  known: boolean;
}

/** A leaf whose bytes and proof fit. */
export interface SeenLeaf {
  packed: PackedLeaf;
  entry: Entry;
  at: SeenCheckpoint;
}

const both = (zh: string, en: string): Text => ({ zh, en });
export const LOG_WORDS: Record<LogName, Text> = {
  control: both('办理存证', 'log of acts'),
  'usage/1': both('使用存证', 'log of use'),
};
export const KIND_WORDS: Record<DocumentKind, Text> = {
  application: both('申请内容', 'application'),
  step: both('签批意见', 'opinion'),
  decision: both('授权决定', 'decision'),
  plan: both('执行方案', 'plan'),
  order: both('运行指令', 'order of the run'),
  certificate: both('处置证明', 'certificate of disposal'),
  dispute: both('争议', 'dispute'),
  mediation: both('协调意见', 'mediator’s opinion'),
  ruling: both('政府决定', 'decision of the government'),
  minutes: both('会议纪要', 'minutes'),
};
const TYPE_WORDS = { ed25519: 'Ed25519', sm2: 'SM2', cosignature: 'Ed25519' } as const;

/** A log and a number as people say it: 使用存证 第 7 条. */
export const placeOf = ({ log, number }: { log: LogName; number: number }): Text =>
  both(`${LOG_WORDS[log].zh}第 ${number} 条`, `entry ${number} of the ${LOG_WORDS[log].en}`);

export function checkCheckpoints(pack: Pack, checks: Check[]): (SeenCheckpoint | undefined)[] {
  const keys = pack.keys.flatMap(text => {
    const key = readKey(text);
    if (key === undefined || key.type === 'cosignature')
      checks.push({
        id: 'form',
        subject: both('公钥', 'A public key'),
        state: 'failed',
        found: both(`公钥“${text.slice(0, 60)}”已损坏`, `the key “${text.slice(0, 60)}” is damaged`),
      });
    return key === undefined || key.type === 'cosignature' ? [] : [key];
  });
  const witnesses = pack.witnesses.flatMap(({ key }) => readKey(key) ?? []);
  return pack.checkpoints.map(packed => {
    const checkpoint = readCheckpoint(packed.note);
    const subject = both(`封存点（${LOG_WORDS[packed.log].zh}）`, `Seal point (${LOG_WORDS[packed.log].en})`);
    if (!checkpoint || !checkpoint.origin.endsWith(`/${packed.log}`)) {
      checks.push({
        id: 'form',
        subject,
        state: 'failed',
        found: both('封存点已损坏，或属于另一个存证', 'it is damaged, or of another log'),
      });
      return undefined;
    }
    const { size, origin, text } = checkpoint;
    const named = both(
      `${LOG_WORDS[packed.log].zh}封存点 ${size}`,
      `Seal point ${size}, ${LOG_WORDS[packed.log].en}`,
    );
    const seen: SeenCheckpoint = {
      packed,
      checkpoint,
      signers: [],
      spoiled: false,
      witnesses: [],
      known: false,
    };
    // Only keys that sign under this name; a rotated pair may sign an older seal point alone.
    for (const key of keys.filter(one => one.name === origin)) {
      const line = lineOf(checkpoint, key);
      if (!line) continue;
      const fits = checkSignature(text, line, key) !== undefined;
      const word = TYPE_WORDS[key.type];
      checks.push({
        id: 'signature',
        subject: named,
        state: fits ? 'passed' : 'failed',
        found: fits
          ? both(
              `${word} 签名有效，密钥 ${short(key.fingerprint)}`,
              `signed (${word}) by key ${short(key.fingerprint)}`,
            )
          : both(
              `${word} 签名与密钥 ${short(key.fingerprint)} 不符`,
              `its ${word} signature does not fit key ${short(key.fingerprint)}`,
            ),
      });
      if (fits) seen.signers.push(key);
      else seen.spoiled = true;
    }
    // No line that nobody answers for: what is not checked must not be there.
    const strays = checkpoint.lines.filter(
      line => ![...keys, ...witnesses].some(key => lineOf(checkpoint, key) === line),
    );
    if (strays.length > 0 || seen.signers.length === 0) {
      seen.spoiled = true;
      checks.push({
        id: 'signature',
        subject: named,
        state: 'failed',
        found:
          strays.length > 0
            ? both(
                '有一行签名不属于文件中的任何密钥或见证方，或已损坏',
                'a signature line is of none of the keys in the file, or damaged',
              )
            : both('没有有效的签名', 'nobody has signed it'),
      });
    }
    return seen;
  });
}

/** Cosignatures of others (C2SP tlog-cosignature): each states a time of its own. */
export function checkWitnesses(
  pack: Pack,
  seen: readonly (SeenCheckpoint | undefined)[],
  known: Known,
  checks: Check[],
): void {
  for (const { key: text } of pack.witnesses) {
    const key = readKey(text);
    const subject = both(`见证方 ${key?.name ?? ''}`.trimEnd(), `Witness ${key?.name ?? ''}`.trimEnd());
    if (key?.type !== 'cosignature') {
      checks.push({
        id: 'witness',
        subject,
        state: 'failed',
        found: both('见证公钥已损坏', 'its key is damaged'),
      });
      continue;
    }
    const cosigned = seen.filter(one => one !== undefined && lineOf(one.checkpoint, key) !== undefined);
    if (cosigned.length === 0)
      checks.push({
        id: 'witness',
        subject,
        state: 'failed',
        found: both('封存点上没有它的签名', 'none of the seal points bears its cosignature'),
      });
    for (const one of cosigned) {
      const line = one && lineOf(one.checkpoint, key);
      if (!one || !line) continue;
      const fits = checkSignature(one.checkpoint.text, line, key);
      const time = fits?.time;
      if (time === undefined) {
        checks.push({
          id: 'witness',
          subject,
          state: 'failed',
          found: both('见证签名与封存点不符', 'its cosignature does not fit the seal point'),
        });
        continue;
      }
      const isKnown = knowsWitness(known, key);
      one.witnesses.push({ key, time, known: isKnown });
      checks.push({
        id: 'witness',
        subject,
        state: isKnown ? 'passed' : 'unknown',
        found: both(
          `见证签名有效，密钥 ${short(key.fingerprint)}${isKnown ? '' : '，未经核对'}`,
          `cosigned with key ${short(key.fingerprint)}${isKnown ? '' : ', which nobody has compared'}`,
        ),
      });
    }
  }
}

export function checkLeaves(
  pack: Pack,
  seen: readonly (SeenCheckpoint | undefined)[],
  checks: Check[],
): SeenLeaf[] {
  return pack.leaves.flatMap((packed): SeenLeaf[] => {
    const subject = placeOf(packed);
    const entryBytes = fromBase64(packed.entry);
    const salt = fromBase64(packed.salt);
    const commitment = entryBytes && salt?.length === 16 ? commitmentOf(salt, entryBytes) : undefined;
    const isOwn = commitment !== undefined && toHex(commitment) === packed.commitment;
    const entry = isOwn && entryBytes ? entryOf(entryBytes) : undefined;
    checks.push({
      id: 'leaf',
      subject,
      state: entry ? 'passed' : 'failed',
      found: entry
        ? both(
            `原文与承诺值 ${short(packed.commitment)} 相符`,
            `its bytes fit the commitment ${short(packed.commitment)}`,
          )
        : both('原文或随机数与承诺值不符', 'its bytes or salt do not fit the commitment'),
    });
    const at = seen[packed.checkpoint];
    const proof = packed.proof.map(fromBase64).filter(hash => hash?.length === 32);
    const isProven =
      at !== undefined &&
      commitment !== undefined &&
      at.packed.log === packed.log &&
      proof.length === packed.proof.length &&
      isIncluded({
        number: packed.number,
        size: at.checkpoint.size,
        commitment,
        proof: proof as Uint8Array[],
        root: at.checkpoint.root,
      });
    checks.push({
      id: 'proof',
      subject,
      state: isProven ? 'passed' : 'failed',
      found: isProven
        ? both(
            `证明路径通到封存点 ${at.checkpoint.size} 的根`,
            `its proof leads to the root of seal point ${at.checkpoint.size}`,
          )
        : both('证明路径通不到封存点的根', 'its proof does not lead to the root of the seal point'),
    });
    return entry && isProven ? [{ packed, entry, at }] : [];
  });
}

function entryOf(bytes: Uint8Array): Entry | undefined {
  try {
    return decodeEntry(bytes);
  } catch {
    return undefined;
  }
}

/** Long digests in sentences: enough to find them again. */
export const short = (hex: string): string => hex.slice(0, 16);
