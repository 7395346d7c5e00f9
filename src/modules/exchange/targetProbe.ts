/** How this module looks at the two ends of a move before it is made: through a port that main fills with the connectors. */
import type { ColumnType, PlanItem, SourceAddress } from '#vocabulary/plans.ts';

export interface EndAddress extends SourceAddress {
  password: string;
}

export interface TargetTable {
  schema: string;
  table: string;
}

/** What a target cannot hold of a column. */
export interface FoundLoss {
  column: string;
  from: ColumnType;
  /** In the target's own words. */
  to: string;
  what: string;
}

export interface FoundTarget {
  losses: FoundLoss[];
  keepsRuns: boolean;
  pieces: boolean;
}

/** Each call opens and closes its own connection. Throws errors with `code` and `facts`, as `resources` knows them. */
export interface TargetProbe {
  look(address: EndAddress, table: TargetTable, items: PlanItem[]): Promise<FoundTarget>;
  /** Undefined where the source is no files: what they look like now, so that a change is seen. */
  markOf(address: EndAddress, table: TargetTable): Promise<string | undefined>;
}

/** What an opened target must be able to do; the connectors' sinks are this and more. */
interface ProbedSink<Column> {
  losses(columns: readonly Column[], table: TargetTable): FoundLoss[];
  abilities(table: TargetTable): Promise<{ keepsRuns: boolean; pieces: boolean }>;
  close(): Promise<void>;
}

/** A source of files says what they look like; others have nothing to say. */
interface MarkedSource {
  mark?(table: TargetTable): Promise<string | undefined>;
  close(): Promise<void>;
}

export interface TargetProbeNeeds<Column> {
  openSink: (address: EndAddress) => ProbedSink<Column>;
  openSource: (address: EndAddress) => MarkedSource;
  /** The columns of the target that hold the items. */
  columnsOf: (items: PlanItem[]) => Column[];
}

export function createTargetProbe<Column>({
  openSink,
  openSource,
  columnsOf,
}: TargetProbeNeeds<Column>): TargetProbe {
  return {
    async look(address, table, items) {
      const sink = openSink(address);
      try {
        return { losses: sink.losses(columnsOf(items), table), ...(await sink.abilities(table)) };
      } finally {
        await sink.close();
      }
    },
    async markOf(address, table) {
      const source = openSource(address);
      try {
        return await source.mark?.(table);
      } finally {
        await source.close();
      }
    },
  };
}
