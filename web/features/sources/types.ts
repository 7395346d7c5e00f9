import type { Static } from 'typebox';
import type * as sources from '#modules/sources/contract.ts';

export type Similar = Static<typeof sources.SimilarView>['items'][number];
export type Evidence = Static<typeof sources.Evidence>;
export type PairList = Static<typeof sources.PairList>;
export type Pair = PairList['items'][number];
export type DecisionList = Static<typeof sources.DecisionList>;
export type Decision = Static<typeof sources.Decision>;
export type Joint = Static<typeof sources.Joint>;
export type JointList = Static<typeof sources.JointList>;
export type Pointers = Static<typeof sources.PointerView>;
