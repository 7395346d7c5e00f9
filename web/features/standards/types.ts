import type { Static } from 'typebox';
import type * as standards from '#modules/standards/contract.ts';

export type TableList = Static<typeof standards.TableList>;
export type TableSummary = Static<typeof standards.TableSummary>;
export type CodeTable = Static<typeof standards.TableView>;
export type Code = Static<typeof standards.CodeView>;
export type ClassList = Static<typeof standards.ClassList>;
export type Class = Static<typeof standards.ClassView>;
export type ElementList = Static<typeof standards.ElementList>;
export type Element = Static<typeof standards.ElementView>;
export type SynonymList = Static<typeof standards.SynonymList>;
export type SynonymSet = Static<typeof standards.SynonymView>;
export type DocumentList = Static<typeof standards.DocumentList>;
export type StandardDocument = Static<typeof standards.DocumentSummary>;
export type History = Static<typeof standards.ThingHistory>;
export type Version = Static<typeof standards.ChangeView>;
export type Saved = Static<typeof standards.Saved>;
export type DepartmentsCoded = Static<typeof standards.DepartmentsCoded>;
export type Kind = Static<typeof standards.HistoryQuery>['kind'];
export type StandingAction = Static<typeof standards.StandingBody>['action'];
export type Certainty = Code['certainty'];

/** What every thing of the library has beside its own fields. */
export type Standing = Pick<Code, 'retired' | 'version' | 'origin' | 'used' | 'source' | 'certainty'>;
