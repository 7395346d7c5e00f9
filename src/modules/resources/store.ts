import { type Db, type Tx, sql } from '#kernel/db.ts';
import type { ExpectedColumn } from '#vocabulary/moves.ts';
import type { SourceAddress } from '#vocabulary/plans.ts';
import type { Mapping } from './matching.ts';

export interface SourceRow {
  id: number;
  departmentId: number;
  use: 'provide' | 'receive';
  kind: SourceAddress['kind'];
  /** As it was written. */
  host: string;
  port: number;
  database: string;
  user: string;
  note: string;
  canWrite: boolean;
  createdAt: Date;
  /** The address that was checked and is connected to. */
  address: string;
}

const SOURCE = sql`select s.id, s.department_id as "departmentId", s.use, p.kind, s.host, s.port, s.database, s.username as "user",
    s.note, s.can_write as "canWrite", s.created_at as "createdAt", p.host as address
  from resources.source s join plans.source p on p.id = s.id`;

export const findSource = (db: Db, id: number): Promise<SourceRow | undefined> =>
  db.find(sql`${SOURCE} where s.id = ${id}`);
export const listSources = (db: Db, departmentId: number): Promise<SourceRow[]> =>
  db.many(sql`${SOURCE} where s.department_id = ${departmentId} order by s.id`);

/** Only the writing login may read it: the reading one has no right to the column. */
export const getPassword = (db: Db, id: number): Promise<{ sealed: Buffer }> =>
  db.get(sql`select password_sealed as sealed from plans.source where id = ${id}`);

export type NewSource = Omit<SourceRow, 'id' | 'createdAt'> & { ceiling: number };

/** `seal` is called with the new row's number: a sealed password opens only in its own row. */
export const insertSource = async (
  tx: Tx,
  source: NewSource,
  seal: (id: number) => Buffer,
  at: Date,
): Promise<number> => {
  const { id } = await tx.get<{
    id: number;
  }>(sql`insert into plans.source (kind, host, port, database, username, password_sealed, department_id, ceiling)
    values (${source.kind}, ${source.address}, ${source.port}, ${source.database}, ${source.user}, ''::bytea, ${source.departmentId},
      ${source.ceiling}) returning id`);
  await tx.run(sql`update plans.source set password_sealed = ${seal(id)} where id = ${id}`);
  await tx.run(sql`insert into resources.source (id, department_id, use, host, port, database, username, note, can_write, created_at)
    values (${id}, ${source.departmentId}, ${source.use}, ${source.host}, ${source.port}, ${source.database}, ${source.user}, ${source.note}, ${source.canWrite}, ${at})`);
  return id;
};

export const putLogin = async (
  tx: Tx,
  id: number,
  { user, canWrite, sealed }: { user: string; canWrite: boolean; sealed: Buffer },
): Promise<void> => {
  await tx.run(sql`update plans.source set username = ${user}, password_sealed = ${sealed} where id = ${id}`);
  await tx.run(sql`update resources.source set username = ${user}, can_write = ${canWrite} where id = ${id}`);
};

export interface MovedServer {
  host: string;
  database: string;
  /** Where it listens now. */
  port: number;
}

const ELSEWHERE = ({ host, database, port }: MovedServer) =>
  sql`kind = 'postgres' and host = ${host} and database = ${database} and port <> ${port}`;

export const findElsewhere = (db: Db, server: MovedServer): Promise<{ id: number } | undefined> =>
  db.find(sql`select id from plans.source where ${ELSEWHERE(server)} limit 1`);

export const moveServer = (tx: Tx, server: MovedServer): Promise<number> =>
  tx.run(sql`with moved as (update plans.source set port = ${server.port} where ${ELSEWHERE(server)} returning id)
    update resources.source set port = ${server.port} where id in (select id from moved)`);

export interface ResourceRow {
  id: number;
  entryId: number;
  departmentId: number;
  sourceId: number;
  kind: SourceAddress['kind'];
  host: string;
  port: number;
  database: string;
  schema: string;
  table: string;
  mapping: Mapping[];
  rowCount: number | null;
  checkedAt: Date | null;
  state: 'mounted' | 'unreachable' | 'drifted';
  problem: string;
  /** Of the service. */
  version: number;
  /** All columns of the table at the mount; null where an earlier release mounted it. */
  columns: ExpectedColumn[] | null;
}

const RESOURCE = sql`select r.version, r.columns, r.id, r.entry_id as "entryId", s.department_id as "departmentId", r.source_id as "sourceId", p.kind, s.host, s.port,
    s.database, r.schema, r."table", r.mapping, r.row_count as "rowCount", r.checked_at as "checkedAt", r.state, r.problem
  from resources.resource r join resources.source s on s.id = r.source_id join plans.source p on p.id = r.source_id`;

export const getResource = (db: Db, id: number): Promise<ResourceRow> =>
  db.get(sql`${RESOURCE} where r.id = ${id}`);
export const findResourceOf = (db: Db, entryId: number): Promise<ResourceRow | undefined> =>
  db.find(sql`${RESOURCE} where r.entry_id = ${entryId}`);
export const listResources = (db: Db, departmentId: number): Promise<ResourceRow[]> =>
  db.many(sql`${RESOURCE} where s.department_id = ${departmentId} order by r.id desc`);

export interface NewResource {
  entryId: number;
  sourceId: number;
  schema: string;
  table: string;
  mapping: readonly Mapping[];
  rowCount: number;
  /** Of the service; 1 for an entry that nothing was mounted to. */
  version: number;
  columns: readonly ExpectedColumn[];
}

/** An entry has one table at most: mounting again replaces it. */
export const putResource = (tx: Tx, one: NewResource, at: Date): Promise<{ id: number }> =>
  tx.get(sql`insert into resources.resource (entry_id, source_id, schema, "table", mapping, row_count, checked_at, state, version, columns)
    values (${one.entryId}, ${one.sourceId}, ${one.schema}, ${one.table}, ${JSON.stringify(one.mapping)}, ${one.rowCount}, ${at}, 'mounted', ${one.version},
      ${JSON.stringify(one.columns)})
    on conflict on constraint resource_entry_once do update set source_id = excluded.source_id, schema = excluded.schema, "table" = excluded."table",
      mapping = excluded.mapping, row_count = excluded.row_count, checked_at = excluded.checked_at, state = 'mounted', problem = '',
      version = excluded.version, columns = excluded.columns
    returning id`);

export const setChecked = (
  tx: Tx,
  id: number,
  state: ResourceRow['state'],
  problem: string,
  rowCount: number | null,
  at: Date,
): Promise<number> =>
  tx.run(
    sql`update resources.resource set state = ${state}, problem = ${problem}, row_count = coalesce(${rowCount}, row_count), checked_at = ${at} where id = ${id}`,
  );
