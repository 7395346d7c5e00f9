import type { Db } from '#kernel/db.ts';
import { Refusal, refuse as platform } from '#kernel/errors.ts';
import type { Exchange } from '#modules/exchange/index.ts';
import { type Proofs, type SealPointRow, departmentsIn } from '#modules/ledger/index.ts';
import type { Grants } from '#modules/grants/index.ts';
import type { Sharing } from '#modules/sharing/index.ts';
import type { Audited } from '#record/audited.ts';
import { decodeEntry } from '#record/decode.ts';
import { CONTROL, USAGE, logName, logOf } from '#record/logs.ts';
import type { Actor } from '#vocabulary/actor.ts';
import type { LogName } from '#vocabulary/logs.ts';
import { type Sight, isInSight } from '#vocabulary/sight.ts';
import { type Assembling, createAssembly } from './assemble.ts';
import { numberIn, refuse } from './rules.ts';
import * as store from './store.ts';
import { packInto } from './verifier/pack.ts';
import type { VerifierPage } from './verifierPage.ts';

export type { Cosignature } from './assemble.ts';

export interface EvidenceNeeds {
  db: Db;
  audited: Audited;
  proofs: Proofs;
  cosignatures: Assembling['cosignatures'];
  sharing: Pick<Sharing, 'get'>;
  grants: Pick<Grants, 'get'>;
  exchange: Pick<Exchange, 'run'>;
  /** Whose records a person may read beside those of their cases. */
  sightOf: (actor: Actor) => Promise<Sight>;
  verifier: () => VerifierPage;
}

/** One page to be kept: its name and its bytes. */
export interface PackFile {
  name: string;
  html: string;
  /** The entry of the control log that says to whom it was given. */
  record: number;
}

/** The entries that a pack needs: acts of the control log, uses of the other. */
interface Subject {
  acts: number[];
  uses: number[];
}

/** Sealing takes a second; longer means that nobody seals. */
export const PATIENCE = 10_000;

export function createEvidence(needs: EvidenceNeeds) {
  const { db, audited, proofs, sharing, grants, exchange, sightOf, verifier } = needs;

  async function sealed(log: number, size: number): Promise<SealPointRow> {
    const point = await proofs.sealed(log, size, PATIENCE);
    if (!point) throw refuse.not_sealed();
    return point;
  }

  /** What was done a moment ago is found once it is sealed. */
  const caughtUp = async (log: number): Promise<SealPointRow> => sealed(log, await proofs.end(log));

  async function actsOn(...objects: string[]): Promise<number[]> {
    await caughtUp(CONTROL);
    return store.listActs(db, objects);
  }

  /** The grant from its application on; refuses whoever may not see it. */
  async function grantCase(actor: Actor, grantId: number, ...more: string[]): Promise<number[]> {
    await grants.get(actor, grantId);
    return actsOn(...(await store.listMatter(db, { grantId })), ...more);
  }

  async function entryOf(log: LogName, number: number) {
    const point = await sealed(logOf(log), number + 1);
    const [one] = await proofs.prove(logOf(log), [number], point.size);
    if (!one) throw platform.not_found();
    return { ...decodeEntry(one.entry), departments: departmentsIn(one.entry) };
  }

  /** What belongs to no case is for those who may read the ledger, as far as they see. */
  async function mustRead(actor: Actor, departments: readonly (number | null)[]): Promise<void> {
    if (!actor.permissions.has('ledger.read') || !isInSight(await sightOf(actor), departments))
      throw platform.not_found();
  }

  /** A use belongs to the parties of its grant; what was refused before there was one, to the caller. */
  async function useCase(actor: Actor, number: number): Promise<Subject> {
    // A number that was never given is not waited for.
    if (number >= (await proofs.end(USAGE))) throw platform.not_found();
    const { kind, body, departments } = await entryOf('usage/1', number);
    const about = { uses: [number] };
    if (kind === 'usage' && body.grantId !== null)
      return { ...about, acts: await grantCase(actor, body.grantId) };
    const consumerId = kind === 'usage' ? body.consumerId : null;
    if (consumerId !== actor.departmentId) await mustRead(actor, departments);
    return { ...about, acts: [] };
  }

  /** An act belongs to its case; others to the departments that they touch. */
  async function actCase(actor: Actor, number: number): Promise<Subject> {
    if (number >= (await proofs.end(CONTROL))) throw platform.not_found();
    const entry = await entryOf('control', number);
    const object = entry.kind === 'command' ? entry.body.object : '';
    const application = numberIn(object, 'application');
    const grant = numberIn(object, 'grant');
    const acts =
      application !== undefined
        ? (await applicationCase(actor, application)).acts
        : grant !== undefined
          ? await grantCase(actor, grant)
          : [];
    if (application === undefined && grant === undefined) await mustRead(actor, entry.departments);
    return { acts: [...new Set([...acts, number])], uses: [] };
  }

  async function applicationCase(actor: Actor, id: number): Promise<Subject> {
    await sharing.get(actor, id);
    return { acts: await actsOn(...(await store.listMatter(db, { applicationId: id }))), uses: [] };
  }

  async function runCase(actor: Actor, id: number): Promise<Subject> {
    const { no, taskId, grantId } = await exchange.run(actor, id);
    await caughtUp(USAGE);
    const own = [`task:${taskId}`, `run:${id}`];
    // A collection rests on no grant, and is nobody's use of one.
    if (grantId === null) return { acts: await actsOn(...own), uses: [] };
    return { acts: await grantCase(actor, grantId, ...own), uses: await proofs.ofRun(grantId, no) };
  }

  /** That salts are given out, of which entries, to whom and why, is an entry that the pack itself proves. */
  async function give(
    actor: Actor,
    about: string,
    reason: string,
    find: () => Promise<Subject>,
  ): Promise<PackFile> {
    const page = verifier();
    // Found before the command begins: no transaction is held while something is waited for.
    const found = await find().catch((error: unknown) => {
      if (error instanceof Refusal) return error;
      throw error;
    });
    const { value, record } = await audited(actor, 'evidence.pack', about, async () => {
      if (found instanceof Refusal) throw found;
      const records = { [logName(CONTROL)]: found.acts, [logName(USAGE)]: found.uses };
      return Promise.resolve({ value: found, facts: { reason, records, verifier: page.sha256 } });
    });
    const newest = await sealed(CONTROL, record + 1);
    const assembly = createAssembly(needs);
    await assembly.addKeyHistory();
    await assembly.addCase(CONTROL, value.acts, newest);
    if (value.uses.length > 0)
      await assembly.addCase(USAGE, value.uses, await sealed(USAGE, Math.max(...value.uses) + 1));
    await assembly.addUnder(CONTROL, record, newest);
    await assembly.addExtensions();
    await assembly.addDocuments();
    const name = `evidence-${about.replaceAll(/[:/]/g, '-')}.html`;
    return { name, html: packInto(page.html, assembly.pack()), record };
  }

  return {
    ofApplication: (actor: Actor, id: number, reason: string): Promise<PackFile> =>
      give(actor, `application:${id}`, reason, () => applicationCase(actor, id)),

    ofGrant: (actor: Actor, id: number, reason: string): Promise<PackFile> =>
      give(actor, `grant:${id}`, reason, async () => ({
        acts: await grantCase(actor, id),
        uses: [],
      })),

    /** A call or another use, or an act of the control plane. */
    ofRecord: (actor: Actor, log: LogName, number: number, reason: string): Promise<PackFile> =>
      give(actor, `${log}:${number}`, reason, () =>
        log === 'control' ? actCase(actor, number) : useCase(actor, number),
      ),

    ofRun: (actor: Actor, id: number, reason: string): Promise<PackFile> =>
      give(actor, `run:${id}`, reason, () => runCase(actor, id)),

    /** The verifier by itself, which reads any pack. */
    verifier: (): VerifierPage => verifier(),
  };
}

export type Evidence = ReturnType<typeof createEvidence>;
