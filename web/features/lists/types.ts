import type { Static } from 'typebox';
import type * as lists from '#modules/lists/contract.ts';

export type List = Static<typeof lists.ListView>;
export type ListRow = Static<typeof lists.ListRow>;
export type Gap = Static<typeof lists.Gap>;
export type ListKind = List['kind'];
export type ListAction = List['actions'][number];
export type ListRecorded = Static<typeof lists.ListRecorded>;
export type Comparison = Static<typeof lists.Comparison>;
export type Overview = Static<typeof lists.Overview>;
