import type { Static } from 'typebox';
import type * as papers from '#modules/papers/contract.ts';

export type Paper = Static<typeof papers.PaperView>;
export type Block = Paper['blocks'][number];
export type PaperList = Static<typeof papers.PaperList>;
export type PaperRow = PaperList['items'][number];
export type Subject = (typeof papers.SUBJECTS)[number];
export type AttachmentList = Static<typeof papers.AttachmentList>;
export type Attachment = AttachmentList['items'][number];
export type AttachmentRecorded = Static<typeof papers.AttachmentRecorded>;
