import type { Static } from 'typebox';
import type * as mandates from '#modules/mandates/contract.ts';

export type MandateRow = Static<typeof mandates.MandateSummary>;
export type MandateRows = Static<typeof mandates.MandateList>;
export type Mandate = Static<typeof mandates.MandateView>;
export type MandateAction = MandateRow['actions'][number];
export type MandateRecorded = Static<typeof mandates.MandateRecorded>;
export type MandateBody = Static<typeof mandates.MandateBody>;
export type Terms = Static<typeof mandates.TermsBody>;
export type TermsView = Static<typeof mandates.TermsView>;
export type Narrowing = Static<typeof mandates.NarrowBody>;
export type Basis = Static<typeof mandates.BasisBody>;
export type Offered = Static<typeof mandates.OfferedView>;
