/**
 * Receipts as they are taken away and looked into: the file that verifies without the platform, the keys that sign in
 * departments' names, and the rows that a comparison named.
 */
import { createHash } from 'node:crypto';
import type { Static } from 'typebox';
import type { Db } from '#kernel/db.ts';
import { defineRefusals, refuse as platform } from '#kernel/errors.ts';
import type { Keys } from '#kernel/keys.ts';
import { verifierKey, writeVerifierKey } from '#kernel/notes/verifierKey.ts';
import type { Audited } from '#record/audited.ts';
import type { Actor } from '#vocabulary/actor.ts';
import { RECEIPT_FORMAT, type ReceiptFile, type ReceiptFileKey } from '#vocabulary/receiptFile.ts';
import type { RunPlan } from '#vocabulary/plans.ts';
import type * as contract from './receiptsContract.ts';
import * as store from './receiptsStore.ts';

const refuse = defineRefusals('receipts', {
  unsigned: {
    status: 409,
    title: { zh: '运行 {run} 没有已签名的对账单', en: 'Run {run} has no signed receipt' },
    remedy: {
      zh: '请选择已送达的运行；早期版本送达的，再运行一次即有',
      en: 'Choose a run that was delivered; one of an earlier release gets a receipt when it is run again',
    },
  },
  no_differences: {
    status: 404,
    title: { zh: '运行 {run} 没有可查看的差异行', en: 'No rows are named for run {run}' },
    remedy: { zh: '请先再次对账', en: 'Compare it again first' },
  },
  no_key: {
    status: 409,
    title: { zh: '这个部门没有在用的签名密钥', en: 'No key of this department is in force' },
    remedy: {
      zh: '无需更换：下一次送达时自动生成新的密钥',
      en: 'Nothing to do: the next delivery makes one',
    },
  },
});

export interface ReceiptNeeds {
  db: Db;
  audited: Audited;
  keys: Keys;
  /** Throws when the actor may not see the run. */
  seen: (actor: Actor, runId: number) => Promise<unknown>;
  /** Entries of the log of use with their way to a seal point. */
  prove: (numbers: readonly number[]) => Promise<object>;
}

interface NamedRow {
  kind: 'missing' | 'extra' | 'changed';
  key: (string | null)[];
  columns: string[];
}

/** As the mover names them. */
const keyIdOf = (publicKey: Uint8Array): string =>
  createHash('sha256').update(publicKey).digest('hex').slice(0, 32);
const keyTextOf = ({ departmentId, publicKey }: store.ReceiptKeyRow): string =>
  writeVerifierKey(verifierKey(`receipts/${departmentId}`, 'sm2', publicKey));
const isParty = ({ departmentId }: Actor, { providerId, consumerId }: RunPlan): boolean =>
  departmentId === providerId || departmentId === consumerId;

/** Names of the items whose values name a row: its key, or without one all that have no mask. */
function keyItemsOf({ items, key }: RunPlan): string[] {
  const clear = items.filter(item => item.mask.kind === 'none').map(item => item.name);
  return key.length > 0 && key.every(name => clear.includes(name)) ? key : clear;
}

export function createReceipts({ db, audited, keys, seen, prove }: ReceiptNeeds) {
  async function keysOf(
    departments: readonly number[],
    wanted: readonly string[],
  ): Promise<ReceiptFileKey[]> {
    const rows = await Promise.all([...new Set(departments)].map(id => store.listKeys(db, id)));
    return rows.flat().flatMap(row => {
      const keyId = keyIdOf(row.publicKey);
      if (!wanted.includes(keyId) || row.announced === null) return [];
      const { departmentId, department, announced } = row;
      return [{ keyId, departmentId, department, key: keyTextOf(row), announced }];
    });
  }

  return {
    /** Whose table it is, and whose rows they are, may look at the table with it; others get what proves, and no more. */
    async file(actor: Actor, runId: number): Promise<{ name: string; text: string }> {
      await seen(actor, runId);
      const { no, state, plan, receipt } = await store.getReceipt(db, runId);
      const { halves = [], record } = receipt ?? {};
      const isSigned = state === 'delivered' && halves.length > 0 && typeof record === 'number';
      const signers = await keysOf(
        halves.map(half => half.departmentId),
        halves.map(half => half.keyId),
      );
      const numbers = [record ?? 0, ...signers.map(key => key.announced)];
      const party = isParty(actor, plan);
      const { value: check } = await audited(actor, 'exchange.receipt', `run:${runId}`, async tx => {
        if (!isSigned) throw refuse.unsigned({ run: no });
        const found = party ? await store.findCheck(tx, runId) : undefined;
        // The salts of these entries leave the platform.
        const records = { 'usage/1': numbers };
        return { value: found, facts: { no, records, key: found !== undefined } };
      });
      if (!receipt) throw refuse.unsigned({ run: no });
      const made: ReceiptFile = {
        format: RECEIPT_FORMAT,
        receipt,
        keys: signers,
        ledger: await prove(numbers),
        ...(check
          ? { check: { key: check.key.toString('base64'), buckets: check.buckets.toString('base64') } }
          : {}),
      };
      return { name: `对账单-${no}.json`, text: `${JSON.stringify(made, null, 1)}\n` };
    },

    /** Public halves, in force and past. */
    async keys(departmentId: number | undefined): Promise<Static<typeof contract.ReceiptKeyList>> {
      const rows = await store.listKeys(db, departmentId);
      return {
        items: rows.map(row => ({
          departmentId: row.departmentId,
          department: row.department,
          no: row.no,
          keyId: keyIdOf(row.publicKey),
          key: keyTextOf(row),
          createdAt: row.createdAt.toISOString(),
          retiredAt: row.retiredAt?.toISOString() ?? null,
          announced: row.announced,
        })),
      };
    },

    /** Ends the key in force. The next delivery makes and announces another; what this one signed stays good. */
    async retireKey(actor: Actor, departmentId: number, reason: string): Promise<{ record: number }> {
      const object = `department:${departmentId}`;
      const { record } = await audited(actor, 'exchange.retire_receipt_key', object, async tx => {
        const row = await store.retireKey(tx, departmentId, new Date(tx.at));
        if (!row) throw refuse.no_key();
        return { value: undefined, facts: { no: row.no, keyId: keyIdOf(row.publicKey), reason } };
      });
      return { record };
    },

    /** The keys of rows may be numbers of persons: only who runs the consumer's tasks sees them, and that is recorded. */
    async differences(
      actor: Actor,
      runId: number,
      { page, size }: Static<typeof contract.DifferencesQuery>,
    ): Promise<Static<typeof contract.Differences>> {
      await seen(actor, runId);
      const { no, plan } = await store.getReceipt(db, runId);
      if (actor.departmentId !== plan.consumerId) throw platform.forbidden();
      const { value, record } = await audited(actor, 'exchange.differences', `run:${runId}`, async tx => {
        const sealed = await store.findDifferences(tx, runId);
        if (!sealed) throw refuse.no_differences({ run: no });
        const place = `plans.difference/sealed/${runId}`;
        const rows = JSON.parse(keys.open('comparisons', place, sealed)) as NamedRow[];
        return { value: rows, facts: { no, page, rows: rows.length } };
      });
      const items = value.slice((page - 1) * size, page * size);
      return { total: value.length, keyItems: keyItemsOf(plan), items, record };
    },
  };
}

export type Receipts = ReturnType<typeof createReceipts>;
