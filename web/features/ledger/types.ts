import type { Static } from 'typebox';
import type * as ledger from '#modules/ledger/contract.ts';
import type { DepartmentView } from '#modules/organizations/contract.ts';

export type Ledger = Static<typeof ledger.LedgerView>;
export type Verification = Static<typeof ledger.VerifyView>;
export type RecordRow = Static<typeof ledger.RecordRow>;
export type RecordRows = Static<typeof ledger.RecordList>;
export type LedgerRecord = Static<typeof ledger.RecordView>;
export type Department = Static<typeof DepartmentView>;
