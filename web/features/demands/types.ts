import type { Static } from 'typebox';
import type * as lists from '#modules/lists/contract.ts';

export type DemandRow = Static<typeof lists.Demand>;
export type DemandRows = Static<typeof lists.DemandList>;
export type Demand = Static<typeof lists.DemandView>;
export type DemandAction = DemandRow['actions'][number];
export type DemandBody = Static<typeof lists.DemandBody>;
export type DemandRecorded = Static<typeof lists.DemandRecorded>;
export type Similar = Static<typeof lists.SimilarView>;
