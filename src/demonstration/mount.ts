/** Registers the departments' databases with accounts that only read, and mounts each entry's table. */
import type { Resources } from '#modules/resources/index.ts';
import type { Actor } from '#vocabulary/actor.ts';
import {
  type DepartmentAccount,
  createMysqlReadAccount,
  createPostgresReadAccount,
  createReceivingAccount,
} from './data/accounts.ts';
import { ENTRIES } from './data/entries.ts';
import type { LoadedTable, MysqlTarget, PostgresTarget } from './data/load.ts';
import type { Demonstrated } from './needs.ts';
import type { People } from './people.ts';
import { prefixOf } from './places.ts';

export interface Places {
  postgres: PostgresTarget;
  mysql: MysqlTarget | undefined;
}

async function registered(
  resources: Resources,
  actor: Actor,
  use: 'provide' | 'receive',
  note: string,
  password: string,
  account: () => Promise<DepartmentAccount>,
): Promise<number> {
  const known = (await resources.sources(actor)).find(source => source.use === use && source.note === note);
  if (known) return known.id;
  const { address } = await account();
  return (await resources.register(actor, { ...address, use, note, password })).source.id;
}

/** Which source serves a loaded table; registers it the first time. */
export async function providingSource(
  platform: Demonstrated,
  people: People,
  places: Places,
  departmentKey: string,
  kind: LoadedTable['kind'],
): Promise<number> {
  const { resources } = platform.services;
  const officer = people.actor(departmentKey, 'data_officer');
  const password = secretOf(platform, `provide/${departmentKey}`);
  const prefix = prefixOf(platform);
  const note = kind === 'mysql' ? '业务库（MariaDB，演示数据）' : '业务库（PostgreSQL，演示数据）';
  return registered(resources, officer, 'provide', note, password, () => {
    if (kind === 'postgres')
      return createPostgresReadAccount(places.postgres, departmentKey, password, prefix);
    if (!places.mysql) throw new Error('a table lies in MariaDB, which does not answer');
    return createMysqlReadAccount(places.mysql, departmentKey, password, prefix);
  });
}

/** A consumer's own database into which granted rows are delivered, and the schema there. */
export async function receivingSource(
  platform: Demonstrated,
  people: People,
  places: Places,
  departmentKey: string,
): Promise<{ sourceId: number; schema: string }> {
  const officer = people.actor(departmentKey, 'data_officer');
  const password = secretOf(platform, `receive/${departmentKey}`);
  const make = () => createReceivingAccount(places.postgres, departmentKey, password, prefixOf(platform));
  const { resources } = platform.services;
  const sourceId = await registered(resources, officer, 'receive', '接收库（演示数据）', password, make);
  return { sourceId, schema: `${departmentKey.replaceAll('-', '_')}_in` };
}

function secretOf({ storage }: Demonstrated, what: string): string {
  return storage.keys.derive('credentials', `demonstration/${what}`).toString('base64url').slice(0, 32);
}

/** Mounts what is published and not mounted yet. `entryIds` by the demonstration's keys. */
export async function mountTables(
  platform: Demonstrated,
  people: People,
  places: Places,
  tables: readonly LoadedTable[],
  entryIds: ReadonlyMap<string, number>,
): Promise<void> {
  const { resources } = platform.services;
  for (const entry of ENTRIES) {
    const table = tables.find(one => one.entryKey === entry.key);
    const entryId = entryIds.get(entry.key);
    if (!table || entryId === undefined || entry.shareType === 'withheld') continue;
    const officer = people.actor(entry.departmentKey, 'data_officer');
    if ((await resources.resources(officer)).some(one => one.entryId === entryId)) continue;
    const sourceId = await providingSource(platform, people, places, entry.departmentKey, table.kind);
    const mapping = entry.items.map(({ name, column }) => ({ item: name, column }));
    await resources.mount(officer, { entryId, sourceId, schema: table.schema, table: table.table, mapping });
  }
}
