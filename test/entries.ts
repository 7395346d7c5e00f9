/** Entries of the record as the data planes write them, for tests that need a record and not what led to it. */
import type { Entry, UsageBody } from '#record/entry.ts';

/** A call that was served, between two departments, about nobody; `more` says what is different. */
export const useEntry = (more: Partial<UsageBody> = {}, at = Date.now()): Entry => ({
  kind: 'usage',
  at,
  body: {
    action: 'gateway.call',
    grantId: 1,
    version: 1,
    grantNo: '授-1',
    systemId: 3,
    consumerId: 11,
    providerId: 12,
    entryId: 5,
    service: 'q',
    scenario: '办件',
    post: '',
    caseNo: '',
    result: 'served',
    items: [0],
    rows: 1,
    bytes: 10,
    micros: 10,
    stages: [],
    subject: '',
    request: '',
    answer: '',
    ...more,
  },
});
