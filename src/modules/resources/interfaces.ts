/** A department's own interface, mounted to an entry in place of a table: tried, registered, reached anew. */
import type { Static } from 'typebox';
import { type OutwardRule, outwardAddress } from '#kernel/addresses.ts';
import type { Db } from '#kernel/db.ts';
import { refuse as platform } from '#kernel/errors.ts';
import type { Keys } from '#kernel/keys.ts';
import type { Catalog, PublishedEntry } from '#modules/catalog/index.ts';
import type { Organizations } from '#modules/organizations/index.ts';
import type { Policy } from '#modules/policy/index.ts';
import { type Sources, shapeOf } from '#modules/sources/index.ts';
import type { Audited } from '#record/audited.ts';
import type { Actor } from '#vocabulary/actor.ts';
import { maskValue } from '#vocabulary/masks.ts';
import type { PlanItem, UpstreamAddress } from '#vocabulary/plans.ts';
import { createAttempt } from './attempting.ts';
import type * as contract from './contract.ts';
import type { InterfaceProbe, ProbedInterface } from './interfacePort.ts';
import * as interfaces from './interfaceRules.ts';
import * as store from './interfaceStore.ts';
import { describedIn, interfaceView, parametersView } from './interfaceViews.ts';
import { sampleItems } from './matching.ts';
import * as rules from './rules.ts';
import { secretPlace } from './secrecy.ts';

/** Where the service of an entry says nothing of its own yet. */
const TIMEOUT = 3000;
const SAMPLE_ROWS = 5;

/** What a sealed secret is bound to: the gateway opens it by the same words. */
export const upstreamSecretPlace = (id: number): string => `plans.upstream/secret/${id}`;

export interface InterfacesNeeds {
  db: Db;
  /** Reads through the writing login: the only one that may see sealed secrets. */
  secrets: Db;
  audited: Audited;
  keys: Keys;
  catalog: Catalog;
  organizations: Organizations;
  policy: Pick<Policy, 'findCitation'>;
  sources: Pick<Sources, 'noteShapes'>;
  interfaceProbe: InterfaceProbe;
  addresses: Pick<OutwardRule, 'exempt' | 'own'>;
  /** Hears of an entry that has a resource now: who waited for it can be supplied at once. */
  afterMount?: (entryId: number) => Promise<void>;
}

type View = Static<typeof contract.InterfaceView>;

/** What a department says of how its interface is reached, with the secret in clear. */
interface Reached {
  reach: store.Reach;
  secret: string;
}

export function createInterfaces(needs: InterfacesNeeds) {
  const {
    db,
    secrets,
    audited,
    keys,
    catalog,
    organizations,
    policy,
    sources,
    interfaceProbe: probe,
  } = needs;
  const attempt = createAttempt(audited);

  async function ownEntry(actor: Actor, id: number): Promise<PublishedEntry> {
    const entry = await catalog.publishedContent(id);
    if (entry?.departmentId === actor.departmentId) return entry;
    if (!entry) {
      // Throws not_found for what the actor may not see.
      await catalog.get(actor, id);
      throw rules.refuse.not_published();
    }
    throw platform.not_found();
  }

  async function own(actor: Actor, id: number): Promise<store.InterfaceRow> {
    const row = await store.findInterface(db, id);
    if (!row || row.departmentId !== actor.departmentId) throw platform.not_found();
    return row;
  }

  async function checked(
    departmentId: number,
    address: Omit<UpstreamAddress, 'address'>,
  ): Promise<UpstreamAddress> {
    const allowed = (await organizations.networksOf(departmentId)).map(network => network.cidr);
    const rule = { allowed, machine: true, ...needs.addresses };
    return { ...address, address: await outwardAddress(address.host, address.port, rule) };
  }

  /** Does something at the interface; what goes wrong there comes back in words. */
  async function outside<T>(
    { address }: Pick<ProbedInterface, 'address'>,
    work: () => Promise<T>,
  ): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw interfaces.faultRefusal(error, `${address.host}:${address.port}`) ?? error;
    }
  }

  async function reachOf(departmentId: number, body: interfaces.ReachBody): Promise<Reached> {
    const { credentials, secret } = interfaces.readCredentials(body);
    const { timeout, rate, rateSeconds, health } = body;
    const { kind, path, every } = health;
    if (kind === 'path' && !interfaces.isPath(path))
      throw interfaces.refuse.bad_path({ what: '健康检查', path });
    const address = await checked(departmentId, interfaces.readAddress(body.address));
    return {
      reach: { ...address, credentials, timeout, rate, rateSeconds, health: { kind, path }, every },
      secret,
    };
  }

  /** Whoever changes the pace need not know the secret; whoever changes where it is sent must. */
  async function withSecret(
    row: store.InterfaceRow,
    body: interfaces.ReachBody,
  ): Promise<interfaces.ReachBody> {
    const { credentials, address } = body;
    const { scheme, host, port } = interfaces.readAddress(address);
    const isSame =
      credentials.kind === row.credentials.kind &&
      scheme === row.scheme &&
      host === row.host &&
      port === row.port;
    if (credentials.secret !== '' || credentials.kind === 'none' || !isSame) return body;
    const { sealed } = await store.getSecret(secrets, row.id);
    const secret = keys.open('credentials', upstreamSecretPlace(row.id), sealed);
    return { ...body, credentials: { ...credentials, secret } };
  }

  /** The address is checked again at every use: a network may have been forbidden since. */
  async function opened(row: store.InterfaceRow): Promise<ProbedInterface> {
    const address = await checked(row.departmentId, { ...row, host: row.address });
    const { sealed } = await store.getSecret(secrets, row.id);
    return {
      address: { ...address, host: row.host },
      credentials: row.credentials,
      secret: keys.open('credentials', upstreamSecretPlace(row.id), sealed),
      timeout: row.timeout || TIMEOUT,
      upstream: describedIn(row),
    };
  }

  /** Items as they are read here: in clear, since masks and secrecy are looked at afterwards. */
  const clearItems = (
    entry: PublishedEntry,
    mapping: interfaces.InterfaceBody['mapping'],
    target: ProbedInterface,
  ) => {
    const taken = new Set(target.upstream.parameters.map(({ item }) => item));
    return entry.content.items.map(
      ({ name, type, identifier }): PlanItem => ({
        name,
        column: mapping.find(one => one.item === name)?.path ?? '=',
        type,
        mask: { kind: 'none' },
        filter: identifier && taken.has(name),
      }),
    );
  };

  function maskedSample(
    entry: PublishedEntry,
    mapping: interfaces.InterfaceBody['mapping'],
    rows: (string | null)[][],
  ) {
    const items = sampleItems(
      entry.content.items,
      mapping.map(({ item, path }) => ({ item, column: path })),
    );
    return {
      items: items.map(({ name }) => name),
      rows: rows
        .slice(0, SAMPLE_ROWS)
        .map(row => items.map(({ mask, type }, at) => maskValue(mask, type, row[at] ?? null, () => ''))),
      found: rows.length,
    };
  }

  async function viewOf(row: store.InterfaceRow): Promise<View> {
    return interfaceView(row, (await catalog.publishedContent(row.entryId))?.title ?? '');
  }

  const api = {
    /** A call that shows how the interface answers and what of it might be which item; nothing is kept. */
    test: (
      actor: Actor,
      body: interfaces.InterfaceTestBody,
    ): Promise<Static<typeof contract.InterfaceTest>> =>
      attempt(actor, 'resources.test_interface', `entry:${body.entryId}`, async () => {
        const entry = await ownEntry(actor, body.entryId);
        const { items } = entry.content;
        const reached = await reachOf(actor.departmentId, body.reach);
        const upstream = interfaces.describeInterface(body, items);
        const target = targetOf(reached, upstream);
        const looked = await outside(target, () => probe.look(target, body.values));
        const mapping = interfaces.proposePaths(items, body.parameters, looked.paths);
        if (body.mapping.length === 0) return { ...looked, mapping, sample: null };
        const wanted = interfaces.checkPaths(body.mapping, items, upstream.parameters);
        const rows = await outside(target, () =>
          probe.read(
            { ...target, upstream: { ...upstream, rows: looked.rows } },
            clearItems(entry, wanted, target),
            body.values,
          ),
        );
        return { ...looked, mapping, sample: maskedSample(entry, wanted, rows) };
      }),

    /** Mounts it to an entry that nobody holds yet, in place of whatever was mounted before. */
    async register(
      actor: Actor,
      body: interfaces.InterfaceBody,
    ): Promise<{ interface: View; record: number }> {
      const { entryId, name, reach: _reach, ...kept } = body;
      const object = `entry:${entryId}`;
      const action = 'resources.mount_interface';
      const ready = await attempt(actor, action, object, async () => {
        const entry = await ownEntry(actor, entryId);
        if (entry.usedBy > 0) throw rules.refuse.in_use({ usedBy: entry.usedBy });
        const { items } = entry.content;
        const upstream = interfaces.describeInterface(body, items);
        const mapping = interfaces.checkPaths(body.mapping, items, upstream.parameters);
        const reached = await reachOf(actor.departmentId, body.reach);
        const target = targetOf(reached, upstream);
        const rows = await outside(target, () =>
          probe.read(target, clearItems(entry, mapping, target), body.example.values),
        );
        if (rows.length === 0) throw interfaces.refuse.nothing_found();
        checkSecrecy(entry, body, rows);
        return { version: entry.version, ...reached, mapping, rows };
      });
      const { reach, secret, mapping, rows, version } = ready;
      const { value, record } = await audited(actor, action, object, async tx => {
        const now = await catalog.publishedContent(entryId, tx);
        if (now?.version !== version) throw rules.refuse.not_published();
        if (now.usedBy > 0) throw rules.refuse.in_use({ usedBy: now.usedBy });
        const at = new Date(tx.at);
        await store.dropTable(tx, entryId);
        await store.endInterface(tx, entryId, at);
        const { departmentId } = actor;
        const id = await store.putReach(tx, departmentId, undefined, reach, row =>
          keys.seal('credentials', upstreamSecretPlace(row), secret),
        );
        await store.insertInterface(tx, { id, entryId, departmentId, name, body: { ...kept, mapping } }, at);
        await catalog.setMounted(tx, entryId, 0);
        const shapes = mapping.map(({ item }, i) => ({
          item,
          shape: shapeOf(rows.map(row => row[i] ?? null)),
        }));
        await sources.noteShapes(tx, now, shapes);
        return {
          value: id,
          facts: {
            interface: id,
            ...placeOf(reach),
            method: body.method,
            path: body.path,
            items: mapping.length,
          },
        };
      });
      await needs.afterMount?.(entryId);
      return { interface: await viewOf(await own(actor, value)), record };
    },

    /** Another address, other credentials, another pace: for all grants at once, and none of them is touched. */
    async reach(
      actor: Actor,
      id: number,
      body: interfaces.ReachBody,
    ): Promise<{ interface: View; record: number }> {
      const object = `interface:${id}`;
      const action = 'resources.reach_interface';
      const { reach, secret } = await attempt(actor, action, object, async () => {
        const row = await own(actor, id);
        const found = await reachOf(actor.departmentId, await withSecret(row, body));
        const target = targetOf(found, describedIn(row));
        const entry = await ownEntry(actor, row.entryId);
        const rows = await outside(target, () =>
          probe.read(target, clearItems(entry, row.body.mapping, target), row.body.example.values),
        );
        if (rows.length === 0) throw interfaces.refuse.nothing_found();
        return found;
      });
      const { record } = await audited(actor, action, object, async tx => {
        if (!(await store.lockInterface(tx, id))) throw platform.not_found();
        await store.putReach(tx, actor.departmentId, id, reach, row =>
          keys.seal('credentials', upstreamSecretPlace(row), secret),
        );
        return {
          value: undefined,
          facts: { interface: id, ...placeOf(reach), credentials: reach.credentials.kind },
        };
      });
      return { interface: await viewOf(await own(actor, id)), record };
    },

    list: async (actor: Actor): Promise<View[]> =>
      Promise.all((await store.listInterfaces(db, actor.departmentId)).map(row => viewOf(row))),

    /** For whoever sees the entry: how it is asked, and not where it is. */
    async parameters(actor: Actor, entryId: number): Promise<Static<typeof contract.ParametersView>> {
      await catalog.get(actor, entryId);
      const row = await store.findInterfaceOf(db, entryId);
      return row ? parametersView(row) : { parameters: [], errorCodes: [], soap: false };
    },

    get: async (actor: Actor, id: number): Promise<View> => viewOf(await own(actor, id)),

    /** The example call as its health is checked; for the checks. */
    async look(row: store.InterfaceRow): Promise<void> {
      const target = await opened(row);
      const { health } = row;
      await outside(target, async () => {
        if (health.kind === 'path') await probe.ping(target, health.path);
        else await probe.read(target, [], row.body.example.values);
      });
    },
  };

  /** The same marks that keep an entry out keep an interface out: in its names, in its paths, in what it answers (N809 3). */
  function checkSecrecy(
    entry: PublishedEntry,
    body: interfaces.InterfaceBody,
    rows: (string | null)[][],
  ): void {
    const place = { schema: body.name, table: body.path };
    const columns = body.mapping.map(({ path }) => ({
      name: path,
      databaseType: '',
      type: undefined,
      nullable: true,
      comment: '',
    }));
    const found = secretPlace(place, columns, rows);
    if (found)
      throw rules.refuse.secret_marks(
        { ...place, mark: found.mark, place: found.zh, placeEn: found.en },
        policy.findCitation(entry.regionCode, 'no_secrets'),
      );
  }

  return api;
}

const targetOf = ({ reach, secret }: Reached, upstream: ProbedInterface['upstream']): ProbedInterface => ({
  address: reach,
  credentials: reach.credentials,
  secret,
  timeout: reach.timeout || TIMEOUT,
  upstream,
});

const placeOf = ({ host, port, address }: store.Reach) => ({ host, port, address });

export type Interfaces = ReturnType<typeof createInterfaces>;
