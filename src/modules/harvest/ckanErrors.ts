/** CKAN’s ways of saying no: status, `__type`, and what stands beside it. */
import { Refusal } from '#kernel/errors.ts';
import { BadQuery } from './solr.ts';

export class CkanError extends Error {
  override name = 'CkanError';
  readonly status: number;
  readonly error: Record<string, unknown>;

  constructor(status: number, type: string, more: Record<string, unknown>) {
    super(type);
    this.status = status;
    this.error = { ...more, __type: type };
  }
}

export const notFound = (what?: string): CkanError =>
  new CkanError(404, 'Not Found Error', { message: what === undefined ? 'Not found' : `Not found: ${what}` });

/** Each bad field with what is wrong with it. */
export const invalid = (fields: Record<string, string>): CkanError =>
  new CkanError(
    409,
    'Validation Error',
    Object.fromEntries(Object.entries(fields).map(([name, problem]) => [name, [problem]])),
  );

export const searchError = (problem: string): CkanError =>
  new CkanError(409, 'Search Error', { message: `Search error: ${problem}` });

export const searchQueryError = (problem: string): CkanError =>
  new CkanError(400, 'Search Query Error', { message: `Search Query is invalid: ${problem}` });

/** What was refused further down, in CKAN’s words; undefined for what is no refusal. */
export function asCkanError(error: unknown): CkanError | undefined {
  if (error instanceof CkanError) return error;
  if (error instanceof BadQuery) return searchError(error.message);
  if (!(error instanceof Refusal)) return undefined;
  if (error.status === 404) return notFound();
  if (error.status >= 500)
    return new CkanError(error.status, 'Search Connection Error', { message: error.message });
  return new CkanError(409, 'Validation Error', { message: [error.message] });
}
