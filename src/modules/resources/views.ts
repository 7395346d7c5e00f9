import type { Static } from 'typebox';
import type * as contract from './contract.ts';
import type { FoundColumn } from './probe.ts';
import * as rules from './rules.ts';
import type { ResourceRow, SourceRow } from './store.ts';

export type SourceView = Static<typeof contract.SourceView>;
export type ResourceView = Static<typeof contract.ResourceView>;

export function sourceView({ address: _address, createdAt, ...row }: SourceRow): SourceView {
  return { ...row, createdAt: createdAt.toISOString() };
}

export function columnView({
  name,
  databaseType,
  type,
  nullable,
  comment,
}: FoundColumn): Static<typeof contract.ColumnView> {
  return { name, databaseType, type: type ?? null, nullable, comment };
}

export function resourceView(row: ResourceRow, entryTitle: string): ResourceView {
  const { id, entryId, departmentId, sourceId, kind, schema, table, mapping, rowCount, state, problem } = row;
  return {
    id,
    entryId,
    entryTitle,
    departmentId,
    sourceId,
    kind,
    schema,
    table,
    mapping,
    rowCount,
    state,
    problem,
    place: rules.placeOf(row),
    checkedAt: row.checkedAt?.toISOString() ?? null,
  };
}
