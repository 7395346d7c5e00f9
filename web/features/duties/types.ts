import type { Static } from 'typebox';
import type * as duties from '#modules/duties/contract.ts';

export type ClaimList = Static<typeof duties.ClaimList>;
export type Claim = Static<typeof duties.Claim>;
export type ClaimAction = (typeof duties.CLAIM_ACTIONS)[number];
export type ClaimState = (typeof duties.CLAIM_STATES)[number];
export type TaskList = Static<typeof duties.TaskList>;
export type Task = Static<typeof duties.Task>;
export type TaskAction = (typeof duties.TASK_ACTIONS)[number];
export type ChangeList = Static<typeof duties.ChangeList>;
export type Change = Static<typeof duties.Change>;
export type ChangeBody = Static<typeof duties.ChangeBody>;
export type NewClaim = Static<typeof duties.NewClaim>;
export type Preview = Static<typeof duties.PreviewView>;
