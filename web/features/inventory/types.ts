import type { Static } from 'typebox';
import type * as inventory from '#modules/inventory/contract.ts';

export type Systems = Static<typeof inventory.SystemList>;
export type System = Static<typeof inventory.SystemView>;
export type SystemBody = Static<typeof inventory.SystemBody>;
export type Asset = Static<typeof inventory.Asset>;
export type Assets = Static<typeof inventory.AssetList>;
export type AssetAction = Static<typeof inventory.AssetActBody>['action'];
export type ReadRecorded = Static<typeof inventory.ReadRecorded>;
export type CoverageRow = Static<typeof inventory.CoverageList>['items'][number];
