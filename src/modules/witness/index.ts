/**
 * In charge of witnessing (见证): this platform cosigns checkpoints of other platforms' logs after it has seen that they
 * only grew, submits its own to the witnesses that its operator entered, keeps their cosignatures, and raises an alarm
 * where a log forked or was put back. Not in charge of what the logs say, nor of making checkpoints: that is the ledger.
 */
export { declareWitness } from './routes.ts';
export { createWitness, type Witness } from './service.ts';
export { createSubmitter, type OwnLog, type Submitter } from './submit.ts';
