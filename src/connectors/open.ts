import type { Sink, Source } from '#planes/mover/ports.ts';
import type { SourceAddress } from '#vocabulary/plans.ts';
import { openMysqlSource } from './mysql.ts';
import { openPostgresSource } from './postgres.ts';
import { openPostgresSink } from './postgresSink.ts';

/** The connector for a database’s kind. */
export function openSource({ password, ...address }: SourceAddress & { password: string }): Source {
  return address.kind === 'mysql'
    ? openMysqlSource(address, password)
    : openPostgresSource(address, password);
}

/** Rows are delivered to PostgreSQL only. */
export function openSink({ password, ...address }: SourceAddress & { password: string }): Sink {
  return openPostgresSink(address, password);
}
