/** What a client asks of an action, however it sends it: in the address, as JSON, as a form, as JSON that claims to be a form. */
import { CkanError, invalid } from './ckanErrors.ts';

export type Asked = Readonly<Record<string, unknown>>;

/** Answered as a bare JSON text with status 400. */
export class BadRequest extends Error {
  override name = 'BadRequest';
}

const isBad = (text: string): boolean => text.includes('\0') || !text.isWellFormed();

function checked(data: Record<string, unknown>): Asked {
  for (const [name, value] of Object.entries(data)) {
    const texts = [name, ...(Array.isArray(value) ? value : [value])];
    if (texts.some(text => typeof text === 'string' && isBad(text)))
      throw new BadRequest('Bad request: JSON Error: a zero character or half of a pair is no text');
  }
  return data;
}

function object(text: string): Asked {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    throw new BadRequest(
      `Bad request: JSON Error: Error decoding JSON data. Error: ${error instanceof Error ? error.message : ''}`,
    );
  }
  if (typeof data !== 'object' || data === null || Array.isArray(data))
    throw new BadRequest('Bad request: JSON Error: Request data needs to be a dictionary.');
  return checked(data as Record<string, unknown>);
}

/** A name that stands twice has all its values. */
function form(text: string): Asked {
  const pairs = new URLSearchParams(text);
  return checked(
    Object.fromEntries(
      [...new Set(pairs.keys())].map(name => {
        const values = pairs.getAll(name);
        return [name, values.length === 1 ? values[0] : values];
      }),
    ),
  );
}

/** `curl -d '{"id": …}'` says that it is a form: as CKAN, this looks at the text, not at what it is called. */
export function readBody(text: string): Asked {
  const trimmed = text.trim();
  if (trimmed === '') return {};
  if (/^[{["]/.test(trimmed)) return object(trimmed);
  if (/^%7B/i.test(trimmed)) {
    const [[name = '', value = ''] = []] = new URLSearchParams(trimmed);
    return object(value === '' || value === '1' ? name : `${name}=${value}`);
  }
  if (!/^[^=&\s]+=/.test(trimmed)) return object(trimmed);
  return form(trimmed);
}

export const readQueryString = (query: unknown): Asked => checked({ ...(query as Record<string, unknown>) });

/** One text; numbers and booleans of JSON are what they look like. */
export function text(asked: Asked, name: string, fallback = ''): string {
  const value = asked[name] ?? fallback;
  const one: unknown = Array.isArray(value) ? value.at(-1) : value;
  if (typeof one === 'string') return one;
  if (typeof one === 'number' || typeof one === 'boolean') return String(one);
  throw invalid({ [name]: 'Must be a text' });
}

export function flag(asked: Asked, name: string, fallback: boolean): boolean {
  const value = text(asked, name, String(fallback)).trim().toLowerCase();
  if (['true', 'yes', 'on', 'y', 't', '1'].includes(value)) return true;
  if (['false', 'no', 'off', 'n', 'f', '0', '', 'none'].includes(value)) return false;
  throw invalid({ [name]: 'Must be true or false' });
}

/** At most what the database counts to: nothing lies behind it. */
export function natural(asked: Asked, name: string, fallback: number): number {
  const value = text(asked, name, String(fallback)).trim();
  if (!/^-?\d+$/.test(value)) throw invalid({ [name]: 'Invalid integer' });
  if (value.startsWith('-')) throw invalid({ [name]: 'Must be a natural number' });
  return Math.min(Number(value), 2 ** 31 - 1);
}

/** A list, or in an address the JSON of one; a bare text is a list of one where `orOne`. */
export function list(asked: Asked, name: string, orOne = true): string[] {
  let value: unknown = asked[name] ?? [];
  if (typeof value === 'string') {
    const bare = value;
    if (/^\s*\[/.test(value)) {
      try {
        value = JSON.parse(value);
      } catch {
        throw new CkanError(409, 'Validation Error', { [name]: ['Could not parse as valid JSON'] });
      }
    } else if (orOne) value = bare === '' ? [] : [bare];
  }
  if (!Array.isArray(value) || value.some(one => typeof one !== 'string' || isBad(one)))
    throw invalid({ [name]: 'Not a list of texts' });
  return value as string[];
}

export function needed(asked: Asked, name: string): string {
  const value = text(asked, name);
  if (value === '') throw invalid({ [name]: 'Missing value' });
  return value;
}
