import { Type as T } from 'typebox';
import { Id } from '#kernel/schema.ts';

/** Why the pack is asked for: it gives out what else nobody sees, so the record says for what. */
export const PackQuery = T.Object({ reason: T.String({ minLength: 4, maxLength: 200 }) });
export const ByCase = T.Object({ id: Id });
export { ByNumber as ByRecord } from '#modules/ledger/contract.ts';
/** One page, text/html. */
export const PackFile = T.String();
export const VerifierFile = T.String();
/** As `sha256sum` writes it. */
export const VerifierDigest = T.String();
