import type { Static } from 'typebox';
import type * as organizations from '#modules/organizations/contract.ts';

export type System = Static<typeof organizations.SystemView>;
export type SystemSecrets = Static<typeof organizations.SystemSecretsView>;
export type Department = Static<typeof organizations.DepartmentView>;
export type Network = Static<typeof organizations.NetworkView>;
export type Region = Static<typeof organizations.RegionView>;
export type SystemDetail = Static<typeof organizations.SystemDetail>;
export type SystemKey = SystemDetail['keys'][number];
export type Convention = SystemDetail['conventions'][number];
export type NewSecret = Static<typeof organizations.NewSecretView>;
export type NewAppKey = Static<typeof organizations.NewAppKeyView>;
