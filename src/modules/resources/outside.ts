/** How this module reaches into departments' databases: only to allowed addresses, and every refusal in words. */
import type { Static } from 'typebox';
import { outwardAddress } from '#kernel/addresses.ts';
import { refuse as platform } from '#kernel/errors.ts';
import type { Actor } from '#vocabulary/actor.ts';
import type { SourceAddress } from '#vocabulary/plans.ts';
import type * as contract from './contract.ts';
import type { FoundColumn, ProbeAddress, ProbeReport, ProbedTable } from './probe.ts';
import * as rules from './rules.ts';
import type { ResourcesNeeds } from './service.ts';
import * as store from './store.ts';

export type SourceBody = Static<typeof contract.SourceBody>;

/** What a sealed password is bound to: the data planes open it by the same words. */
export const passwordPlace = (id: number): string => `plans.source/password/${id}`;

export function createOutside({
  db,
  secrets,
  keys,
  organizations,
  probe,
  addresses,
  folders = new Map(),
}: ResourcesNeeds) {
  /** The whole name of a folder that the operator opened for this department, which names the department too. */
  async function openedFolder(departmentId: number, name: string): Promise<string> {
    const own = (await organizations.departments()).find(one => one.id === departmentId);
    const names = own ? [own.creditCode, own.key, own.name].map(one => `${one}/${name}`) : [];
    const found = names.find(one => folders.has(one));
    if (found === undefined) throw rules.refuse.folder_closed({ host: name });
    return found;
  }

  async function outward(
    departmentId: number,
    host: string,
    { kind, port, database }: Pick<SourceAddress, 'kind' | 'port' | 'database'>,
  ): Promise<string> {
    if (kind === 'files') return openedFolder(departmentId, host);
    const allowed = (await organizations.networksOf(departmentId)).map(network => network.cidr);
    return outwardAddress(host, port, { allowed, ...addresses }, database);
  }

  /** Does something in a department's database; what goes wrong there comes back in words. */
  async function outside<T>(
    address: SourceAddress,
    more: Partial<ProbedTable>,
    work: () => Promise<T>,
  ): Promise<T> {
    try {
      return await work();
    } catch (error) {
      const place = { host: rules.serverOf(address), database: address.database };
      throw rules.connectionRefusal(error, { ...place, ...more }) ?? error;
    }
  }

  async function testAt(
    departmentId: number,
    body: SourceBody,
  ): Promise<{ address: ProbeAddress; report: ProbeReport }> {
    rules.checkAddress(body);
    const { kind, port, database, user, password } = body;
    const host = await outward(departmentId, body.host, body);
    const address: ProbeAddress = { kind, host, port, database, user, password };
    // What the person wrote, not what it resolved to, stands in the sentence.
    const report = await outside({ ...address, host: body.host }, {}, () => probe.test(address));
    return { address, report };
  }

  async function ownSource(actor: Actor, id: number): Promise<store.SourceRow> {
    const source = await store.findSource(db, id);
    if (!source || source.departmentId !== actor.departmentId) throw platform.not_found();
    return source;
  }

  /** The address is checked again at every use: a network may have been forbidden since. */
  async function opened(source: store.SourceRow): Promise<ProbeAddress> {
    const { kind, port, database, user } = source;
    const host =
      kind === 'files' ? source.address : await outward(source.departmentId, source.address, source);
    const { sealed } = await store.getPassword(secrets, source.id);
    return {
      kind,
      host,
      port,
      database,
      user,
      password: keys.open('credentials', passwordPlace(source.id), sealed),
    };
  }

  async function columnsOf(
    source: store.SourceRow,
    table: ProbedTable,
  ): Promise<{ address: ProbeAddress; columns: FoundColumn[] }> {
    const address = await opened(source);
    const columns = await outside(source, { ...table }, () => probe.columns(address, table));
    if (columns.length === 0) throw rules.refuse.no_table({ ...table });
    return { address, columns };
  }

  /** Folders that are open for a department, by the names that it calls them. */
  async function foldersOf(departmentId: number): Promise<string[]> {
    const own = (await organizations.departments()).find(one => one.id === departmentId);
    const owners = new Set(own && [own.creditCode, own.key, own.name]);
    const named = [...folders.keys()].map(name => name.split('/'));
    return named.flatMap(([owner = '', name = '']) => (owners.has(owner) ? [name] : [])).sort();
  }

  return { foldersOf, outside, testAt, ownSource, opened, columnsOf };
}
