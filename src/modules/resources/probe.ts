/** How this module looks into a department's database: through a port that main fills with the connectors. */
import { SAMPLE_DIGEST } from '#vocabulary/masks.ts';
import type { ColumnType, PlanItem, RowCondition, SourceAddress } from '#vocabulary/plans.ts';

export interface ProbeAddress extends SourceAddress {
  password: string;
}

export interface ProbedTable {
  schema: string;
  table: string;
}

export interface FoundTable extends ProbedTable {
  comment: string;
  /** The database's own estimate. */
  rows: number | undefined;
}

export interface FoundColumn {
  name: string;
  databaseType: string;
  /** Undefined when values of this type cannot travel. */
  type: ColumnType | undefined;
  nullable: boolean;
  comment: string;
  /** Part of the table’s primary key. */
  inKey?: boolean;
}

export interface ProbeReport {
  version: string;
  canWrite: boolean;
  milliseconds: number;
}

/** Each call opens and closes its own connection. Throws errors with `code` (see `CONNECTION_CODES`) and `facts`. */
export interface Probe {
  test(address: ProbeAddress): Promise<ProbeReport>;
  tables(address: ProbeAddress): Promise<FoundTable[]>;
  columns(address: ProbeAddress, table: ProbedTable): Promise<FoundColumn[]>;
  /** Values as text, masked by the database itself, in the order of the items. */
  sample(
    address: ProbeAddress,
    table: ProbedTable,
    items: PlanItem[],
    limit: number,
  ): Promise<(string | null)[][]>;
  count(address: ProbeAddress, table: ProbedTable, items: PlanItem[]): Promise<number>;
  /** What calls of a plan would get, one after the other over one connection. */
  ask(address: ProbeAddress, plan: AskedPlan, calls: readonly ProbeCall[]): Promise<(string | null)[][][]>;
}

/** As much of a plan over a table as decides what is read. */
export interface AskedPlan {
  table: ProbedTable;
  items: PlanItem[];
  rows: RowCondition[];
  limit: number;
}

/** With claims it is a verification, and its columns are the claims: `true`, `false`, or null where there is nothing to compare. */
export interface ProbeCall {
  params: Record<string, string>;
  claims?: Record<string, string>;
}

/** Columns whose clear text a source answers, for a plane to digest by its consumer's key. */
export interface Digesting {
  digests: readonly { at: number }[];
}

/** There is no consumer here, and nothing to be seen in clear: of a digest there is its form. */
function cover(rows: (string | null)[][], { digests }: Digesting): (string | null)[][] {
  for (const row of rows)
    for (const { at } of digests) row[at] = (row[at] ?? null) === null ? null : SAMPLE_DIGEST;
  return rows;
}

/** What an opened connection must be able to do; the connectors' sources are this and more. */
export interface ProbedSource<Compiled extends Digesting> {
  test(): Promise<ProbeReport>;
  tables(): Promise<FoundTable[]>;
  columns(table: ProbedTable): Promise<FoundColumn[]>;
  count(selection: { table: ProbedTable; items: PlanItem[]; rows: [] }): Promise<number>;
  compileQuery(shape: AskedPlan & { filters: string[] }): Compiled;
  compileVerify(shape: AskedPlan & { filters: string[]; claims: string[] }): Compiled;
  query(
    compiled: Compiled,
    values: { filters: Record<string, string>; claims?: Record<string, string> },
  ): Promise<(string | null)[][]>;
  close(): Promise<void>;
}

export function createProbe<Compiled extends Digesting>(
  open: (address: ProbeAddress) => ProbedSource<Compiled>,
): Probe {
  async function within<T>(
    address: ProbeAddress,
    work: (source: ProbedSource<Compiled>) => Promise<T>,
  ): Promise<T> {
    const source = open(address);
    try {
      return await work(source);
    } finally {
      await source.close();
    }
  }
  return {
    test: address => within(address, source => source.test()),
    tables: address => within(address, source => source.tables()),
    columns: (address, table) => within(address, source => source.columns(table)),
    count: (address, table, items) => within(address, source => source.count({ table, items, rows: [] })),
    sample: (address, table, items, limit) =>
      within(address, async source => {
        const compiled = source.compileQuery({ table, items, rows: [], filters: [], limit });
        const rows = cover(await source.query(compiled, { filters: {} }), compiled);
        // A source may answer one row more, to say that there are more.
        return rows.slice(0, limit);
      }),
    ask: (address, plan, calls) =>
      within(address, async source => {
        const answers: (string | null)[][][] = [];
        for (const { params, claims } of calls) {
          const shape = { ...plan, filters: Object.keys(params) };
          const compiled = claims
            ? source.compileVerify({ ...shape, claims: Object.keys(claims) })
            : source.compileQuery(shape);
          const rows = await source.query(compiled, { filters: params, ...(claims ? { claims } : {}) });
          answers.push(cover(rows, compiled).slice(0, plan.limit));
        }
        return answers;
      }),
  };
}
