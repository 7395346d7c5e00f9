import type { Static } from 'typebox';
import type * as links from '#modules/links/contract.ts';

export type LinkRow = Static<typeof links.Link>;
export type LinkRows = Static<typeof links.LinkList>;
export type Link = Static<typeof links.LinkView>;
export type LinkAction = LinkRow['actions'][number];
export type LinkBody = Static<typeof links.LinkBody>;
export type LinkRecorded = Static<typeof links.LinkRecorded>;
