import type { Sink, Source } from '#planes/mover/ports.ts';
import type { SourceAddress } from '#vocabulary/plans.ts';
import { openMysqlSource } from './mysql.ts';
import { type SourceOptions, openPostgresSource } from './postgres.ts';
import { openPostgresSink } from './postgresSink.ts';

/** The connector for a database’s kind. */
export function openSource(
  { password, ...address }: SourceAddress & { password: string },
  options: SourceOptions = {},
): Source {
  return address.kind === 'mysql'
    ? openMysqlSource(address, password, options)
    : openPostgresSource(address, password, options);
}

/** Rows are delivered to PostgreSQL only. */
export function openSink({ password, ...address }: SourceAddress & { password: string }): Sink {
  return openPostgresSink(address, password);
}
