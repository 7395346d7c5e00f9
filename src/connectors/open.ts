import type { Sink, Source } from '#planes/mover/ports.ts';
import type { SourceAddress } from '#vocabulary/plans.ts';
import type { Folders } from './files/folder.ts';
import { openFolderSink } from './files/sink.ts';
import { openFolderSource } from './files/source.ts';
import { openMysqlSource } from './mysql/source.ts';
import { openMysqlSink } from './mysql/sink.ts';
import { openPostgresSource } from './postgres/source.ts';
import { openPostgresSink } from './postgres/sink.ts';
import type { SourceOptions } from './sourceOptions.ts';

type Address = SourceAddress & { password: string };

export interface Connectors {
  openSource: (address: Address, options?: SourceOptions) => Source;
  openSink: (address: Address) => Sink;
}

/** The connector for each kind of place; of folders those alone that the operator opened. */
export function createConnectors(folders: Folders): Connectors {
  return {
    openSource({ password, ...address }, options = {}) {
      if (address.kind === 'files') return openFolderSource(folders, address);
      return address.kind === 'mysql'
        ? openMysqlSource(address, password, options)
        : openPostgresSource(address, password, options);
    },
    openSink({ password, ...address }) {
      if (address.kind === 'files') return openFolderSink(folders, address);
      return address.kind === 'mysql'
        ? openMysqlSink(address, password)
        : openPostgresSink(address, password);
    },
  };
}

/** Where no folder is open. */
export const { openSource, openSink } = createConnectors(new Map());
