export { cleanName } from '#kernel/fileNames.ts';
import type { ATTACHMENT_KINDS } from './contract.ts';
import { refuse } from './refusals.ts';

export type AttachmentKind = (typeof ATTACHMENT_KINDS)[number];

/** How a name may end for a file that is of the kind; WPS writes its own endings over Microsoft’s formats. */
const ENDINGS: Record<AttachmentKind, readonly string[]> = {
  pdf: ['pdf'],
  ofd: ['ofd'],
  doc: ['doc', 'wps'],
  docx: ['docx'],
  xls: ['xls', 'et'],
  xlsx: ['xlsx'],
  png: ['png'],
  jpg: ['jpg', 'jpeg'],
};

export const MEDIA_TYPES: Record<AttachmentKind, string> = {
  pdf: 'application/pdf',
  ofd: 'application/ofd',
  doc: 'application/msword',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xls: 'application/vnd.ms-excel',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  png: 'image/png',
  jpg: 'image/jpeg',
};

/** Endings of documents that carry macros, refused before anybody looks inside. */
const WITH_MACROS = /\.(docm|dotm|xlsm|xltm|xlam|xlsb|pptm)$/i;
/** Refuses what no bytes can mend: a name without a stem, or the ending of a document with macros. */
export function checkName(name: string): void {
  if (WITH_MACROS.test(name)) throw refuse.macros();
  if (!/^.+\.[^.]+$/u.test(name)) throw refuse.name_without_ending({ name });
}

/** A name that promises something else than the bytes hold deceives whoever opens it. */
export function checkEnding(name: string, kind: AttachmentKind): void {
  const ending = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
  if (!ENDINGS[kind].includes(ending)) throw refuse.name_deceives({ ending, kind });
}
