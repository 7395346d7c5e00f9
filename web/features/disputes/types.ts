import type { Static } from 'typebox';
import type * as disputes from '#modules/disputes/contract.ts';

export type Dispute = Static<typeof disputes.DisputeView>;
export type DisputeRow = Static<typeof disputes.DisputeSummary>;
export type DisputeRows = Static<typeof disputes.DisputeList>;
export type DisputeRecorded = Static<typeof disputes.DisputeRecorded>;
export type About = Static<typeof disputes.AboutView>;
export type ActBody = Static<typeof disputes.ActBody>;
export type DisputeAction = Dispute['actions'][number];
export type Outcome = Dispute['outcomes'][number];
export type Terms = Static<typeof disputes.TermsBody>;
export type Ending = { outcome: Outcome; terms: Terms | null };
