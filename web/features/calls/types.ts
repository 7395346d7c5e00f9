import type { Static } from 'typebox';
import type * as calls from '#modules/calls/contract.ts';

export type Sums = Static<typeof calls.CallSums>;
export type Series = Static<typeof calls.SeriesView>;
export type Top = Static<typeof calls.TopList>;
export type TopRow = Static<typeof calls.TopRow>;
export type Dimension = (typeof calls.DIMENSIONS)[number];
export type Failures = Static<typeof calls.FailureList>;
export type Failure = Static<typeof calls.FailureRow>;
export type AlertRows = Static<typeof calls.AlertList>;
export type Alert = Static<typeof calls.AlertView>;
export type AlertRecorded = Static<typeof calls.AlertRecorded>;
export type RuleRows = Static<typeof calls.RuleList>;
export type Rule = Static<typeof calls.RuleView>;
export type RuleRecorded = Static<typeof calls.RuleRecorded>;
export type HealthRows = Static<typeof calls.HealthList>;
export type Service = Static<typeof calls.HealthView>;
