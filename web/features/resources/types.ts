import type { Static } from 'typebox';
import type * as resources from '#modules/resources/contract.ts';

export type Source = Static<typeof resources.SourceView>;
export type SourceFields = Static<typeof resources.SourceBody>;
export type SourceTested = Static<typeof resources.SourceTest>;
export type SourceRecorded = Static<typeof resources.SourceRecorded>;
export type Table = Static<typeof resources.TableView>;
export type Match = Static<typeof resources.MatchView>;
export type Resource = Static<typeof resources.ResourceView>;
export type ResourceRecorded = Static<typeof resources.ResourceRecorded>;
export type Sample = Static<typeof resources.SampleView>;
