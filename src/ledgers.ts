/** The ledger with what reads, keeps and renews it, and who witnesses it, wired by hand. */
import type { OutwardRule } from '#kernel/addresses.ts';
import type { Clock } from '#kernel/clock.ts';
import type { Db } from '#kernel/db.ts';
import {
  createAcceptance,
  createArchive,
  createLedger,
  createProofs,
  createRotation,
  createTiles,
} from '#modules/ledger/index.ts';
import type { Policy } from '#modules/policy/index.ts';
import { createWitness } from '#modules/witness/index.ts';
import type { Audited } from '#record/audited.ts';
import { retentionOf } from './answers.ts';
import type { Storage } from './storage.ts';

export interface LedgerNeeds {
  db: Db;
  audited: Audited;
  clock: Clock;
  policy: Policy;
  storage: Storage;
  addresses: Pick<OutwardRule, 'exempt' | 'own'>;
  /** What the origins of its logs begin with. */
  name: string;
}

export function buildLedger({ db, audited, clock, policy, storage, addresses, name }: LedgerNeeds) {
  const { pools, keys } = storage;
  const retention = retentionOf(policy);
  const ledger = createLedger({
    db,
    workerPool: pools.worker,
    audited,
    keys,
    clock,
    outside: storage.folder.path,
    retentionMonths: retention.months,
    retentionClause: retention.clause,
  });
  const tiles = createTiles(db, pools.worker);
  const rotation = createRotation({ db, workerPool: pools.worker, audited, keys });
  const acceptance = createAcceptance({ audited });
  const archive = createArchive({
    db,
    workerPool: pools.worker,
    audited,
    keys,
    clock,
    folder: storage.folder.path,
    retentionMonths: retention.months,
  });
  const proofs = createProofs({ db, workerPool: pools.worker, clock });
  const witness = createWitness({
    db,
    pool: pools.write,
    audited,
    keys,
    clock,
    name: `${name}/witness`,
    addresses,
  });
  return { ledger, tiles, rotation, acceptance, archive, proofs, witness };
}
