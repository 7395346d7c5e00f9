import type { Static } from 'typebox';
import type * as exchange from '#modules/exchange/contract.ts';
import type * as resources from '#modules/resources/contract.ts';

export type Task = Static<typeof exchange.TaskView>;
export type TaskRecorded = Static<typeof exchange.TaskRecorded>;
export type Run = Static<typeof exchange.RunView>;
export type Runs = Static<typeof exchange.RunList>;
export type RunRecorded = Static<typeof exchange.RunRecorded>;
export type Receipt = Static<typeof exchange.ReceiptView>;
export type Source = Static<typeof resources.SourceView>;
export type SourceBody = Static<typeof resources.SourceBody>;
export type SourceRecorded = Static<typeof resources.SourceRecorded>;
