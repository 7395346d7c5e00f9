import type { Static } from 'typebox';
import type * as imports from '#modules/imports/contract.ts';

export type Upload = Static<typeof imports.UploadView>;
export type Uploads = Static<typeof imports.UploadList>;
export type Faults = Static<typeof imports.FaultList>;
export type Fault = Faults['items'][number];
