/** What a run leaves in the record: numbers and digests, never a value. */
import { createHash } from 'node:crypto';
import type { Entry, UsageBody } from '#record/entry.ts';
import type { Order } from './orders.ts';

export interface RunEntry {
  action: Exclude<UsageBody['action'], 'gateway.call'>;
  result: UsageBody['result'];
  code?: string;
  rows?: number;
  bytes?: number;
  /** Milliseconds by stage. */
  milliseconds?: number[];
  /** SHA-256 of the stream, hexadecimal. */
  sha256?: string;
  /** Root of the digests of all persons and companies in the rows. */
  subjects?: Buffer;
  facts?: Record<string, unknown>;
}

const shortened = (hash: Buffer): string => hash.subarray(0, 16).toString('base64url');

/** A collection is nobody's use of a grant: its entries are notices, with the same numbers. */
const COLLECTS: Partial<Record<RunEntry['action'], string>> = {
  'move.delivering': 'move.collecting',
  'move.delivered': 'move.collected',
};

export function runEntry({ no, plan }: Pick<Order, 'no' | 'plan'>, at: number, what: RunEntry): Entry {
  const stages = (what.milliseconds ?? []).map(value => Math.round(value * 1000));
  const target = `${plan.sink.schema}.${plan.sink.table}`;
  if (plan.kind === 'collect') {
    const { action, result, code, rows = 0, bytes = 0, sha256, facts } = what;
    const { entryId, entryTitle, providerId, consumerId } = plan;
    const numbers = { rows, bytes, micros: stages.reduce((sum, value) => sum + value, 0), sha256 };
    return {
      kind: 'notice',
      at,
      body: {
        action: COLLECTS[action] ?? action,
        facts: {
          runNo: no,
          target,
          entryId,
          entryTitle,
          providerId,
          consumerId,
          result,
          code,
          ...numbers,
          ...facts,
        },
      },
    };
  }
  return {
    kind: 'usage',
    at,
    body: {
      action: what.action,
      grantId: plan.grantId,
      version: plan.version,
      grantNo: plan.grantNo,
      systemId: plan.systemId,
      consumerId: plan.consumerId,
      providerId: plan.providerId,
      entryId: plan.entryId,
      service: plan.entryTitle,
      scenario: plan.scenario,
      post: '',
      caseNo: '',
      result: what.result,
      ...(what.code === undefined ? {} : { code: what.code }),
      items: plan.items.map((_item, position) => position),
      rows: what.rows ?? 0,
      bytes: what.bytes ?? 0,
      micros: stages.reduce((sum, value) => sum + value, 0),
      stages,
      subject: what.subjects?.toString('base64url') ?? '',
      request: shortened(createHash('sha256').update(no).digest()),
      answer: what.sha256 === undefined ? '' : shortened(Buffer.from(what.sha256, 'hex')),
      facts: { runNo: no, target, ...what.facts },
    },
  };
}
