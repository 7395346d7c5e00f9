/**
 * A link that gives one file out once, without a signature. What it opens is sealed inside the link itself (AES-256-GCM
 * under a key of the master key), so that it can be neither guessed nor altered; `plans.link` only knows whether it was
 * used up.
 */
export interface FileLink {
  /** 16 random bytes, base64url: its row. */
  id: string;
  /** The service, and the rid of the system whose grant it rests on. */
  sid: string;
  rid: string;
  grantId: number;
  version: number;
  fileId: number;
  /** The address that it was made for. */
  address: string;
  /** Milliseconds since the epoch. */
  until: number;
  /** The purpose, as whoever had it made stated it. */
  matter: string;
  post: string;
  caseNo: string;
}

/** What seals and opens: the keys of the installation. */
interface Sealer {
  seal(purpose: 'links', place: string, secret: string): Buffer;
  open(purpose: 'links', place: string, sealed: Buffer): string;
}

export const LINK_PATH = '/gateway/links/';
/** No row of a table, between which it could be moved. */
const PLACE = 'gateway/link';
export const LINK_MINUTES = { usual: 10, most: 60 };

/** The path that opens the link. */
export const sealLink = (keys: Sealer, link: FileLink): string =>
  LINK_PATH + keys.seal('links', PLACE, JSON.stringify(link)).toString('base64url');

/** Undefined for what was not sealed here, or was altered. */
export function openLink(keys: Sealer, sealed: string): FileLink | undefined {
  try {
    return JSON.parse(keys.open('links', PLACE, Buffer.from(sealed, 'base64url'))) as FileLink;
  } catch {
    return undefined;
  }
}
