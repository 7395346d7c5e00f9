/** What an application form holds, and what it begins with. No page, no platform. */
import type {
  Application,
  ApplicationForm,
  Entry,
  EntryItem,
  Frequency,
  Grant,
  Hours,
  RowCondition,
  ShareMode,
} from './types.ts';
import { civilDate, daysAfter } from './words.ts';

/** Said once, however many entries are applied for. */
export interface CommonFields {
  kind: 'single' | 'green';
  matter: string;
  ground: string;
  scenario: string;
  scope: string;
  until: string;
  systemId: number | null;
  thirdParties: string[];
  contact: string;
  event: string;
  argument: string;
  declaration: boolean;
}

/** Asked of one entry. */
export interface Line {
  mode: ShareMode;
  items: string[];
  rows: RowCondition[];
  purposes: Record<string, string>;
  frequency: Frequency;
  hours: Hours | null;
}

export const MODES = ['verify', 'query', 'batch', 'file'] as const;
/** From this level on, what an item is needed for is stated one by one. */
export const STATED_FROM = 3;
export const ARGUMENT_LENGTH = 20;

/** What a way of sharing usually needs; the applicant changes it where the matter needs more. */
export const usualFrequency = (mode: ShareMode): Frequency =>
  mode === 'batch'
    ? { perDay: 1, peakPerMinute: 1 }
    : mode === 'file'
      ? { perDay: 10, peakPerMinute: 2 }
      : { perDay: 200, peakPerMinute: 20 };

/** A file goes out as it is: all that may be shared of the entry, and no condition on rows. */
export const takesWhole = (entry: Entry, line: Line): Line =>
  line.mode === 'file' ? { ...line, items: available(entry).map(item => item.name), rows: [] } : line;

/** The ways that an entry offers, the one that shows least first; a withheld one offers none, and may be asked for any. */
export function modesOf(entry: Entry): ShareMode[] {
  const offered = MODES.filter(mode => entry.content.modes.includes(mode));
  return offered.length === 0 ? [...MODES] : offered;
}

export const withheldItem = (entry: Entry, item: EntryItem): boolean =>
  item.shareType === 'withheld' && entry.shareType !== 'withheld';

const available = (entry: Entry): EntryItem[] =>
  entry.content.items.filter(item => !withheldItem(entry, item));

/** Identifiers and what does little harm, unless an earlier request for this entry says what is needed. */
function usualItems(entry: Entry, form: ApplicationForm): string[] {
  const before = new Set(form.last?.items ?? []);
  const items = available(entry);
  const known = items.filter(item => before.has(item.name));
  return (
    known.length > 0 ? known : items.filter(item => item.identifier || item.sensitivity < STATED_FROM)
  ).map(item => item.name);
}

export function newLine(entry: Entry, form: ApplicationForm): Line {
  const mode = modesOf(entry)[0] ?? 'query';
  return takesWhole(entry, {
    mode,
    items: usualItems(entry, form),
    rows: [],
    purposes: {},
    frequency: usualFrequency(mode),
    hours: null,
  });
}

/** Fields that an earlier request can fill. */
export const FILLED = ['matter', 'ground', 'scenario', 'scope', 'systemId', 'contact'] as const;
export type FilledField = (typeof FILLED)[number];

/** What the platform knows from an earlier request; what it knows nothing of is left out. */
export function filledFrom(
  last: ApplicationForm['last'],
  form: ApplicationForm,
  systems: readonly { id: number }[],
): Partial<Pick<CommonFields, FilledField>> {
  if (last === null) return {};
  const words = Object.fromEntries(
    (['matter', 'ground', 'scope', 'contact'] as const).flatMap(name =>
      last[name] === '' ? [] : [[name, last[name]]],
    ),
  );
  return {
    ...words,
    ...(form.scenarios.includes(last.scenario) ? { scenario: last.scenario } : {}),
    ...(systems.some(system => system.id === last.systemId) ? { systemId: last.systemId } : {}),
  };
}

export function newCommon(form: ApplicationForm, systems: readonly { id: number }[]): CommonFields {
  return {
    kind: 'single',
    matter: '',
    ground: '',
    scenario: form.scenarios[0] ?? '',
    scope: '',
    until: civilDate(12),
    systemId: systems[0]?.id ?? null,
    thirdParties: [],
    contact: '',
    event: '',
    argument: '',
    declaration: false,
    ...filledFrom(form.last, form, systems),
  };
}

/** A draft, or one that the head declined, as it was left. */
export function readApplication(application: Application): { common: CommonFields; line: Line } {
  const requested = application.items.filter(item => item.requested);
  return {
    common: {
      kind: application.kind === 'green' ? 'green' : 'single',
      matter: application.matter,
      ground: application.ground,
      scenario: application.scenario,
      scope: application.scope,
      until: application.until,
      systemId: application.system.id,
      thirdParties: application.thirdParties,
      contact: application.contact,
      event: application.event,
      argument: application.argument,
      declaration: false,
    },
    line: {
      mode: application.mode,
      items: requested.map(item => item.name),
      rows: application.rows,
      purposes: Object.fromEntries(
        requested.flatMap(item => (item.purpose === '' ? [] : [[item.name, item.purpose]])),
      ),
      frequency: application.frequency ?? usualFrequency(application.mode),
      hours: application.hours,
    },
  };
}

/** A grant as it stands; at a renewal without what was not read under it, and for another year. */
export function readGrant(
  grant: Grant,
  contact: string,
  unread: ReadonlySet<string> | null,
): { common: CommonFields; line: Line } {
  const names = grant.items.map(item => item.name);
  const read = grant.items.filter(item => unread === null || !unread.has(item.name));
  // Without an identifier nothing can be asked, and where nothing was read there is nothing to learn from.
  const kept =
    read.length === 0
      ? names
      : grant.items.filter(item => item.identifier || read.includes(item)).map(item => item.name);
  return {
    common: {
      kind: 'single',
      matter: grant.matter,
      ground: grant.ground,
      scenario: grant.scenario,
      scope: grant.scope,
      until: unread === null ? grant.until : civilDate(12),
      systemId: grant.system.id,
      thirdParties: grant.thirdParties,
      contact,
      event: '',
      argument: '',
      declaration: false,
    },
    line: {
      mode: grant.mode,
      items: kept,
      rows: grant.rows,
      purposes: {},
      frequency: usualFrequency(grant.mode),
      hours: grant.limits.window ?? null,
    },
  };
}

/** The last day that the green channel lets a use go on. */
export const lastGreenDay = (green: { longestDays: number }): string =>
  daysAfter(civilDate(), green.longestDays);
