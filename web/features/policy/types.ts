import type { Static } from 'typebox';
import type * as evaluation from '#modules/evaluation/contract.ts';
import type * as organizations from '#modules/organizations/contract.ts';
import type * as policy from '#modules/policy/contract.ts';

export type Region = Static<typeof organizations.RegionView>;
export type RegionRules = Static<typeof policy.RegionRulesView>;
export type Resolution = Static<typeof policy.ResolutionView>;
export type Applied = Static<typeof policy.AppliedView>;
export type Preview = Static<typeof policy.SwitchPreview>;
export type Switches = Static<typeof policy.SwitchList>;
export type LawDocument = Static<typeof policy.DocumentView>;
export type LawText = Static<typeof policy.TextView>;
export type Simulation = Static<typeof evaluation.SimulationView>;
export type FileSimulation = Static<typeof evaluation.FileSimulationView>;
export type OpenCases = Static<typeof evaluation.OpenCasesView>;
