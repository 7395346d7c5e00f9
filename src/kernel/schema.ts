import { type Static, type TSchema, Type as T } from 'typebox';

/** One of a closed list of words. */
export function oneOf<const V extends readonly string[]>(values: V) {
  return T.Unsafe<V[number]>({ type: 'string', enum: [...values] });
}

export function nullable<S extends TSchema>(schema: S) {
  return T.Unsafe<Static<S> | null>({ anyOf: [schema, { type: 'null' }] });
}

/** A civil date in Asia/Shanghai, YYYY-MM-DD; a day that the calendar has. */
export const CivilDate = T.String({ format: 'date' });
/** An instant, ISO 8601 in UTC. */
export const Instant = T.String();
/** A row's number: the database's `integer`. */
export const Id = T.Integer({ minimum: 1, maximum: 2_147_483_647 });
export const ById = T.Object({ id: Id });
export const Count = T.Integer({ minimum: 0 });

/** The clause that a decision rests on, with its words. */
export const CitationView = T.Object({
  ruleId: T.String(),
  document: T.String(),
  title: T.String(),
  article: T.String(),
  quotation: T.String(),
  level: oneOf(['national', 'local', 'default']),
  status: T.String(),
  /** The text no longer binds from this date on, where a repeal is known. */
  repealedSince: T.Optional(CivilDate),
});

/** One step of a thing's history, as the page's timeline shows it. */
export const HistoryView = T.Object({
  action: T.String(),
  at: Instant,
  /** 市民政局 专职人员 */
  post: T.String(),
  name: T.String(),
  note: T.String(),
  record: nullable(T.Integer()),
  citation: T.Optional(CitationView),
});

export const PageQuery = {
  page: T.Integer({ minimum: 1, maximum: 10_000, default: 1 }),
  size: T.Integer({ minimum: 1, maximum: 100, default: 20 }),
};

/** What is wrong in an uploaded sheet: where, what stands there, and what to do. */
export const SheetFault = T.Object({
  sheet: T.String(),
  row: T.Integer(),
  column: T.String(),
  cell: T.String(),
  value: T.String(),
  problem: T.String(),
  problemEn: T.String(),
  remedy: T.String(),
  remedyEn: T.String(),
});

/** The answer to a sheet whose rows are checked, and saved where that was asked for. */
export const SheetView = T.Object({
  rows: Count,
  right: Count,
  saved: Count,
  faultCount: Count,
  /** The first 200. */
  faults: T.Array(SheetFault),
  record: nullable(T.Integer()),
});

/** The answer to every write: what the record calls it. */
export const Recorded = T.Object({ record: T.Integer() });
