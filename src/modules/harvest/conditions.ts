/** CKAN’s fields as those of the catalog. A field that CKAN’s index does not know finds nothing, as there. */
import {
  EVERYTHING,
  type HarvestBound,
  type HarvestCondition,
  type HarvestField,
  type HarvestMoment,
} from '#modules/catalog/index.ts';
import { type Ids, codeOfName, departmentOfName } from './names.ts';
import { readMoment } from './moments.ts';
import { BadQuery, type Query } from './solr.ts';
import {
  type Classes,
  GROUP_DIGITS,
  LICENSE_OF,
  MODES,
  MODE_FORMATS,
  SUBJECT_TAGS,
  classTags,
} from './vocabulary.ts';

export interface Meaning {
  ids: Ids;
  classes: Classes;
  now: Date;
}

const NOTHING: HarvestCondition = { kind: 'any', of: [] };

/** Maps, for a caller may name any field: an object answers to `constructor` too. */
const MOMENTS: ReadonlyMap<string, HarvestMoment> = new Map([
  ['metadata_modified', 'modified'],
  ['metadata_created', 'issued'],
]);

/** What every entry that is seen here is. */
const CONSTANTS: ReadonlyMap<string, string> = new Map([
  ['state', 'active'],
  ['type', 'dataset'],
  ['dataset_type', 'dataset'],
  ['capacity', 'public'],
  ['private', 'false'],
]);

/** Fields of the catalog that are asked for by their own words. */
const PLAIN: ReadonlyMap<string, HarvestField> = new Map([
  ['share_type', 'shareType'],
  ['update_cycle', 'updateCycle'],
  ['subject', 'subject'],
  ['open_type', 'openType'],
  ['region_code', 'regionCode'],
  ['class_code', 'classCode'],
  ['code', 'code'],
  ['title_string', 'title'],
]);

const escaped = (text: string): string => text.replaceAll(/[\\%_]/g, '\\$&');

/** Solr’s pattern as SQL’s: `\*` stays a star. */
const likeOf = (text: string): string =>
  text.replaceAll(/\\(.)|[%_*?\\]/g, (whole, literal?: string) => {
    if (literal !== undefined) return escaped(literal);
    if (whole === '*') return '%';
    return whole === '?' ? '_' : `\\${whole}`;
  });

type Term = Extract<Query, { kind: 'term' }>;

const is = (field: HarvestField, values: readonly string[]): HarvestCondition =>
  values.length === 0 ? NOTHING : { kind: 'is', field, values };

/** Whether the word fits the pattern; goes back to the last star only, so that no pattern is slow. */
function fits(pattern: string, word: string): boolean {
  const parts = pattern.match(/\\.|[^]/gu) ?? [];
  const letters = Array.from(word);
  let part = 0;
  let letter = 0;
  let star = -1;
  let resume = 0;
  while (letter < letters.length) {
    const wanted = parts[part];
    if (wanted === '*') {
      star = part;
      resume = letter;
      part += 1;
    } else if (wanted === '?' || (wanted !== undefined && wanted.replace(/^\\/, '') === letters[letter])) {
      part += 1;
      letter += 1;
    } else if (star >= 0) {
      part = star + 1;
      resume += 1;
      letter = resume;
    } else return false;
  }
  return parts.slice(part).every(rest => rest === '*');
}

/** The values of a closed list that the term means. */
const among = ({ text, pattern }: Term, list: readonly string[]): string[] =>
  list.filter(word => (pattern ? fits(text, word) : word === text));

const keysOf = <K extends string>(table: Record<K, string>, values: readonly string[]): K[] =>
  (Object.keys(table) as K[]).filter(key => values.includes(table[key]));

function tagged(term: Term, classes: Classes): HarvestCondition {
  const subjects = keysOf(SUBJECT_TAGS, among(term, Object.values(SUBJECT_TAGS)));
  const codes = [...classes.keys()].filter(code => among(term, classTags(code, classes)).length > 0);
  return { kind: 'any', of: [is('subject', subjects), is('classCode', codes)] };
}

/** One field’s term. `text` with a star alone asks that the field be there, which all of ours are. */
function fielded(term: Term, { ids, classes }: Meaning): HarvestCondition {
  const field = term.field.replace(/^extras_/, '');
  const { text } = term;
  if (term.pattern && /^\*+$/.test(text))
    return MOMENTS.has(field) || KNOWN.has(field) ? EVERYTHING : NOTHING;
  const like = (of: HarvestField, pattern = text): HarvestCondition => ({
    kind: 'like',
    field: of,
    pattern: likeOf(pattern),
  });
  const constant = CONSTANTS.get(field);
  if (constant !== undefined) return among(term, [constant]).length > 0 ? EVERYTHING : NOTHING;
  const plain = PLAIN.get(field);
  if (plain !== undefined) return term.pattern ? like(plain) : is(plain, [text]);
  const read = ids.read(text);
  switch (field) {
    case 'text':
    case 'notes':
      return words(text, false);
    case 'title':
      return words(text, true);
    case 'id':
      return read?.kind === 'package' ? is('id', [String(read.number)]) : NOTHING;
    case 'name': {
      const code = codeOfName(text);
      if (term.pattern) return like('code', text.replaceAll('-', '/'));
      return code === undefined ? NOTHING : is('code', [code]);
    }
    case 'owner_org':
      return read?.kind === 'organization' ? is('departmentId', [String(read.number)]) : NOTHING;
    case 'organization':
      return term.pattern
        ? like('departmentCode', departmentOfName(text))
        : is('departmentCode', [departmentOfName(text)]);
    case 'groups': {
      const code = /^class-(\d+|\d*[*?].*)$/.exec(text)?.[1];
      if (code === undefined || (!term.pattern && code.length !== GROUP_DIGITS)) return NOTHING;
      return { kind: 'like', field: 'classCode', pattern: `${likeOf(code)}%` };
    }
    case 'tags':
      return tagged(term, classes);
    case 'license_id':
      return is('openType', keysOf(LICENSE_OF, among(term, Object.values(LICENSE_OF))));
    case 'res_format': {
      const formats = among(
        { ...term, text: term.pattern ? text : text.toUpperCase() },
        Object.values(MODE_FORMATS),
      );
      return is(
        'mode',
        MODES.filter(mode => formats.includes(MODE_FORMATS[mode])),
      );
    }
    case 'site_id':
      return EVERYTHING;
    default:
      return NOTHING;
  }
}

const KNOWN = new Set([
  ...CONSTANTS.keys(),
  ...PLAIN.keys(),
  'text',
  'notes',
  'title',
  'id',
  'name',
  'owner_org',
  'organization',
  'groups',
  'tags',
  'license_id',
  'res_format',
  'site_id',
  '*',
]);

/** A text without a word in it asks for nothing. */
function words(text: string, inTitle: boolean): HarvestCondition {
  const plain = text.replaceAll(/\\(.)/g, '$1').replaceAll(/[*?]+/g, ' ');
  return /[\p{L}\p{N}]/u.test(plain) ? { kind: 'words', text: plain, inTitle } : EVERYTHING;
}

function bound(text: string, included: boolean, now: Date): HarvestBound | undefined {
  return text === '*' ? undefined : { at: readMoment(text, now), included };
}

/** Throws `BadQuery` where a moment is none. */
export function conditionOf(query: Query, meaning: Meaning): HarvestCondition {
  switch (query.kind) {
    case 'and':
    case 'or':
      return {
        kind: query.kind === 'and' ? 'all' : 'any',
        of: query.of.map(part => conditionOf(part, meaning)),
      };
    case 'not':
      return { kind: 'not', of: conditionOf(query.of, meaning) };
    case 'term': {
      const moment = MOMENTS.get(query.field);
      if (query.field === '') return words(query.text, false);
      if (moment === undefined || query.pattern) return fielded(query, meaning);
      const at = readMoment(query.text, meaning.now);
      return { kind: 'between', moment, from: { at, included: true }, to: { at, included: true } };
    }
    case 'range': {
      const moment = MOMENTS.get(query.field);
      if (moment === undefined) {
        if (query.from === '*' && query.to === '*')
          return fielded({ kind: 'term', field: query.field, text: '*', pattern: true }, meaning);
        throw new BadQuery(
          `Ranges are supported for ${[...MOMENTS.keys()].join(' and ')}, not for '${query.field}'`,
        );
      }
      return {
        kind: 'between',
        moment,
        from: bound(query.from, query.fromIn, meaning.now),
        to: bound(query.to, query.toIn, meaning.now),
      };
    }
  }
}

/** The words of a query that name no field and are not excluded: what its hits are ranked by. */
export function wordsAsked(query: Query): string {
  if (query.kind === 'and' || query.kind === 'or') return query.of.map(wordsAsked).join(' ').trim();
  return query.kind === 'term' && ['', 'text', 'title'].includes(query.field) && !query.pattern
    ? query.text
    : '';
}
