import { Type as T } from 'typebox';
import { CivilDate, Count, Id, Instant, nullable, oneOf } from '#kernel/schema.ts';

export const KINDS = ['table', 'code', 'class', 'element', 'synonyms', 'document'] as const;
/** How sure a delivered thing is: found in a source, verified by running it, derived from found figures, or recalled. */
export const CERTAINTIES = ['found', 'verified', 'derived', 'recalled'] as const;
export const ELEMENT_TYPES = ['string', 'number', 'integer', 'boolean', 'date', 'datetime'] as const;
/** Check digits that the platform verifies itself. */
export const ELEMENT_CHECKS = ['none', 'person_number', 'credit_code'] as const;
export const DOCUMENT_KINDS = ['element', 'code_table', 'quality', 'guide', 'other'] as const;
export const CHANGE_ACTIONS = ['add', 'change', 'retire', 'restore', 'remove'] as const;

const closed = { additionalProperties: false };
/** What code and entries keep: small letters, digits, underscores. */
export const Key = T.String({ pattern: '^[a-z0-9][a-z0-9_]{0,39}$' });
const Name = T.String({ minLength: 1, maxLength: 120, pattern: '\\S' });
const English = T.String({ maxLength: 200 });
const Note = T.String({ maxLength: 500 });
const Certainty = oneOf(CERTAINTIES);
/** Where it comes from, in words. */
const Source = T.String({ maxLength: 300 });
const DocumentRef = T.String({ maxLength: 40 });
const Word = T.String({ minLength: 1, maxLength: 60, pattern: '\\S' });

const sourced = { source: Source, certainty: Certainty };

export const TableFields = T.Object(
  { zh: Name, en: English, document: DocumentRef, note: Note, noteEn: Note, ...sourced },
  closed,
);
export const CodeFields = T.Object(
  {
    zh: Name,
    en: English,
    position: T.Integer({ minimum: 0, maximum: 10_000 }),
    /** Value of the table above that this one belongs to; empty where there is none. */
    under: T.Union([Key, T.Literal('')]),
    /** Its codes at other platforms, by their keys in the table `platform`; `guide` is the national guide. */
    foreign: T.Record(T.String({ maxLength: 40 }), T.String({ minLength: 1, maxLength: 40, pattern: '\\S' })),
    note: Note,
    ...sourced,
  },
  closed,
);
export const ClassFields = T.Object({ name: Name, nameEn: English, note: Note, ...sourced }, closed);
export const ElementFields = T.Object(
  {
    name: Name,
    english: T.String({ pattern: '^[a-z][A-Za-z0-9]{1,59}$' }),
    type: oneOf(ELEMENT_TYPES),
    length: nullable(T.Integer({ minimum: 1, maximum: 100_000 })),
    /** Code table of its values; empty where it has none. */
    codeTable: T.Union([Key, T.Literal('')]),
    format: T.String({ maxLength: 200 }),
    check: oneOf(ELEMENT_CHECKS),
    document: DocumentRef,
    synonyms: T.Array(Word, { maxItems: 50 }),
    ...sourced,
  },
  closed,
);
export const SynonymFields = T.Object(
  { words: T.Array(Word, { minItems: 1, maxItems: 50 }), ...sourced },
  closed,
);
export const DocumentFields = T.Object(
  {
    title: Name,
    number: T.String({ maxLength: 80 }),
    kind: oneOf(DOCUMENT_KINDS),
    edition: T.String({ maxLength: 40 }),
    from: nullable(CivilDate),
    until: nullable(CivilDate),
    text: T.String({ maxLength: 200_000 }),
    link: T.String({ maxLength: 500, pattern: '^(https?://\\S+)?$' }),
    note: Note,
    ...sourced,
  },
  closed,
);

/** What stands beside the fields of every thing. */
const standing = {
  retired: T.Boolean(),
  version: Count,
  /** As the files of the platform have it, changed since, or added here. */
  origin: oneOf(['delivered', 'changed', 'added']),
  /** An entry has used it: it can be retired, never removed. */
  used: T.Boolean(),
};

export const TableSummary = T.Object({
  key: Key,
  ...TableFields.properties,
  ...standing,
  /** The platform's own steps rest on its values: these may be renamed and mapped, not added or retired. */
  closed: T.Boolean(),
  /** Table whose values those of this one belong to; empty where there is none. */
  under: T.String(),
  values: Count,
  toCheck: Count,
  /** Values that the words of the search were found in. */
  hits: T.Array(T.String()),
});
export const CodeView = T.Object({ key: Key, table: Key, ...CodeFields.properties, ...standing });
export const TableView = T.Object({
  ...TableSummary.properties,
  documentTitle: T.String(),
  codes: T.Array(CodeView),
});
export const TableList = T.Object({ items: T.Array(TableSummary), platforms: T.Array(CodeView) });

/** A value as forms and lists need it. */
export const CodeOption = T.Object({
  key: Key,
  zh: T.String(),
  en: T.String(),
  /** Code of the national guide; empty where it has none. */
  code: T.String(),
  under: T.String(),
  retired: T.Boolean(),
});
export const CodesView = T.Object({ tables: T.Record(T.String(), T.Array(CodeOption)) });
export const CodesQuery = T.Object({ table: T.Optional(T.Array(Key, { maxItems: 100 })) }, closed);

export const ClassView = T.Object({
  code: T.String(),
  parent: T.String(),
  /** 1 类, 2 项, 3 目, 4 细目. */
  level: T.Integer({ minimum: 1, maximum: 4 }),
  departmentId: nullable(Id),
  ...ClassFields.properties,
  ...standing,
});
export const ClassList = T.Object({
  items: T.Array(ClassView),
  /** Departments in operation without a class of their own. */
  uncoded: Count,
});
export const ElementView = T.Object({ code: T.String(), ...ElementFields.properties, ...standing });
export const ElementList = T.Object({ items: T.Array(ElementView) });
export const SynonymView = T.Object({
  name: T.String(),
  ...SynonymFields.properties,
  ...standing,
  /** The standard element that has this name; its own synonyms belong to the set. */
  element: T.String(),
});
export const SynonymList = T.Object({ items: T.Array(SynonymView) });
export const DocumentSummary = T.Object({
  key: Key,
  ...DocumentFields.properties,
  ...standing,
  /** Code tables and elements that cite it. */
  citedBy: Count,
});
export const DocumentList = T.Object({ items: T.Array(DocumentSummary) });

export const WordsQuery = T.Object({ q: T.Optional(T.String({ maxLength: 100 })) }, closed);
export const ByTable = T.Object({ table: Key });
export const ByCode = T.Object({ table: Key, key: Key });
export const ByClass = T.Object({ code: T.String({ pattern: '^\\d{1,40}$' }) });
export const ByElement = T.Object({ code: T.String({ pattern: '^[A-Z0-9]{2,20}$' }) });
export const ByName = T.Object({ name: Word });
export const ByKey = T.Object({ key: Key });

/** What a change is sent with: the version that it was made from, 0 for a new thing, and why. */
const made = { version: Count, why: T.String({ maxLength: 500 }) };
export const TableBody = T.Object({ ...TableFields.properties, ...made }, closed);
export const CodeBody = T.Object({ ...CodeFields.properties, ...made }, closed);
export const ClassBody = T.Object(
  { ...ClassFields.properties, parent: T.String({ pattern: '^\\d{0,40}$' }), ...made },
  closed,
);
export const ElementBody = T.Object({ ...ElementFields.properties, ...made }, closed);
export const SynonymBody = T.Object({ ...SynonymFields.properties, ...made }, closed);
export const DocumentBody = T.Object({ ...DocumentFields.properties, ...made }, closed);
export const StandingBody = T.Object(
  {
    kind: oneOf(KINDS),
    key: T.String({ minLength: 1, maxLength: 120 }),
    version: T.Integer({ minimum: 1 }),
    action: oneOf(['retire', 'restore', 'remove']),
    why: T.String({ minLength: 2, maxLength: 500, pattern: '\\S' }),
  },
  closed,
);
export const DepartmentsBody = T.Object({ parent: ByClass.properties.code }, closed);

export const Saved = T.Object({ version: Count, record: T.Integer() });
export const DepartmentsCoded = T.Object({
  added: Count,
  renamed: Count,
  retired: Count,
  record: T.Integer(),
});

export const HistoryQuery = T.Object(
  { kind: oneOf(KINDS), key: T.String({ minLength: 1, maxLength: 120 }) },
  closed,
);
export const ChangeView = T.Object({
  version: Count,
  action: oneOf(['deliver', ...CHANGE_ACTIONS]),
  /** Null for what came with the platform. */
  at: nullable(Instant),
  name: T.String(),
  why: T.String(),
  /** What differs from the version before: the field, what it said, what it says. */
  differs: T.Array(T.Object({ field: T.String(), before: T.String(), after: T.String() })),
});
export const ThingHistory = T.Object({ items: T.Array(ChangeView) });
