import type { Readable } from 'node:stream';
import { Type as T } from 'typebox';

/** CKAN’s answers are written by hand: a list of names may be as long as the catalog and is sent as it is read. */
export const Envelope = T.Unsafe<string | Readable>({
  type: 'object',
  properties: {
    help: { type: 'string' },
    success: { type: 'boolean' },
    result: {},
    error: { type: 'object', properties: { __type: { type: 'string' } } },
  },
});
export const ActionParams = T.Object({ action: T.String({ maxLength: 100 }) });
/** Each action has its own; wrong ones are answered in CKAN’s shapes, which no schema of ours gives. */
export const ActionQuery = T.Object({}, { additionalProperties: true });
export const Version = T.Object({ version: T.Integer() });

/** A document in Turtle or JSON-LD. */
export const Graph = T.Unsafe<string | Readable>({});
export const CatalogQuery = T.Object({
  /** Entries behind this number: the page before names it. */
  after: T.Integer({ minimum: 0, maximum: 2_147_483_647, default: 0 }),
  size: T.Integer({ minimum: 1, maximum: 1_000_000, default: 100 }),
});
/** The name of an entry, with the ending that chooses the notation, or without. */
export const FileParams = T.Object({ file: T.String({ maxLength: 200 }) });
