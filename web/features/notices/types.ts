import type { Static } from 'typebox';
import type * as catalog from '#modules/catalog/contract.ts';

export type NoticeList = Static<typeof catalog.NoticeList>;
export type Notice = NoticeList['items'][number];
export type SeenBy = Static<typeof catalog.SeenView>;
