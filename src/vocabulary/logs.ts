/** The logs of the ledger by name: acts of the control plane, and the use of data. */
export const LOG_NAMES = ['control', 'usage/1'] as const;
export type LogName = (typeof LOG_NAMES)[number];
