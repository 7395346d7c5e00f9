import type { Static } from 'typebox';
import type * as catalog from '#modules/catalog/contract.ts';

export type Entry = Static<typeof catalog.EntryView>;
export type EntryRow = Static<typeof catalog.EntrySummary>;
export type EntryRows = Static<typeof catalog.EntryList>;
export type Content = Static<typeof catalog.EntryContent>;
export type Item = Static<typeof catalog.Item>;
export type Mask = Static<typeof catalog.MaskView>;
export type Found = Static<typeof catalog.SearchView>;
export type FacetName = keyof Found['facets'];
export type EntryAction = Entry['actions'][number];
export type EntryState = Entry['state'];
export type EntryRecorded = Static<typeof catalog.EntryRecorded>;
