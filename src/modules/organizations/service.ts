import type pg from 'pg';
import { networks } from '#kernel/addresses.ts';
import { type Db, type Tx, meansWhenBroken, reader } from '#kernel/db.ts';
import { refuse as platform } from '#kernel/errors.ts';
import { newUuid } from '#kernel/ids.ts';
import type { Keys } from '#kernel/keys.ts';
import type { Audited, Recorded } from '#record/audited.ts';
import type { Actor, SystemActor } from '#vocabulary/actor.ts';
import { isCreditCode } from '#vocabulary/identifiers.ts';
import { type Role, permissionsOf } from '#vocabulary/permissions.ts';
import type { Sight } from '#vocabulary/sight.ts';
import { PLATFORM_KEY, createAdministering } from './administering.ts';
import { divisionNamed } from './divisions.ts';
import { type Convention, KEY_DAYS, USUAL_CONVENTIONS, daysAfter } from './keyRules.ts';
import { checkAccess, createSystemKeys, newSecret } from './keys.ts';
import { createRefreshing } from './refreshing.ts';
import { regionsOverseen, regionsWithin, sightOf } from './oversight.ts';
import { createPeople } from './people.ts';
import * as rules from './rules.ts';
import { hashPassword } from './signIn.ts';
import * as store from './store.ts';

meansWhenBroken('account_login', () => rules.refuse.login_taken());
meansWhenBroken('system_name', () => rules.refuse.system_name_taken());

export interface OrganizationsNeeds {
  db: Db;
  /** The writing pool, for what the reading one may not see. */
  pool: pg.Pool;
  audited: Audited;
  keys: Keys;
  /** Milliseconds; the clock of the machine unless a test has its own. */
  now?: () => number;
}

/** Shown once, at the moment it is made. */
export interface SystemSecrets {
  system: rules.System;
  appKey: string;
  appSecret: string;
}

export function createOrganizations({ db, pool, audited, keys, now = Date.now }: OrganizationsNeeds) {
  const people = reader(pool);
  return {
    ...createAdministering({ db, people, audited }),
    ...createPeople({ db: people, audited, now }),
    ...createSystemKeys({ db: people, audited, keys, now }),
    ...createRefreshing({ db: people, audited, keys }),

    regions: () => store.listRegions(db),
    departments: () => store.listDepartments(db),
    authorityOf: (regionCode: string) => store.getAuthorityOf(db, regionCode),
    /** Whose records a person may read, on a platform of this region. */
    sightOf: async (actor: Actor, homeRegion: string): Promise<Sight> =>
      sightOf(actor, homeRegion, ...(await Promise.all([store.listRegions(db), store.listDepartments(db)]))),
    /** Regions whose catalogs the actor reviews: those that its department oversees; none for a post that reviews none. */
    async regionsReviewedBy(actor: Actor): Promise<string[]> {
      if (!actor.permissions.has('catalog.review')) return [];
      const [regions, departments] = await Promise.all([store.listRegions(db), store.listDepartments(db)]);
      return regionsOverseen(regions, departments, actor.departmentId);
    },
    /**
     * Regions whose departments the actor's authority coordinates: those that it oversees, and all below them, because
     * what a county cannot settle the city's authority does (XY 二(二), ZH 附件三(二)).
     */
    async regionsCoordinatedBy(actor: Actor): Promise<string[]> {
      if (!actor.permissions.has('catalog.review')) return [];
      const [regions, departments] = await Promise.all([store.listRegions(db), store.listDepartments(db)]);
      return regionsWithin(regions, regionsOverseen(regions, departments, actor.departmentId));
    },
    systemsOf: (departmentId: number) => store.listSystems(db, departmentId),
    system: (id: number) => store.getSystem(db, id),
    networksOf: (departmentId: number) => store.listNetworks(db, departmentId),
    demoPosts: () => store.listDemoPosts(db),
    /** The demonstration's people in their posts, who act in its story as they would in the page. */
    demoActors: async (): Promise<Actor[]> =>
      (await store.listDemoActors(db)).map(row => ({
        ...row,
        post: `${row.departmentName} ${rules.ROLE_NAMES[row.role].zh}`,
        permissions: permissionsOf(row.role),
      })),
    hasAccounts: async () => (await store.countAccounts(db)).n > 0,
    hasDemoAccounts: async () => (await store.countDemoAccounts(db)).n > 0,

    async addRegion(tx: Tx, region: rules.Region): Promise<void> {
      await store.insertRegion(tx, region);
    },

    async addDepartment(tx: Tx, department: rules.NewDepartment): Promise<number> {
      if (!isCreditCode(department.creditCode))
        throw rules.refuse.bad_credit_code({ code: department.creditCode });
      return (await store.insertDepartment(tx, department)).id;
    },

    async addAccount(
      tx: Tx,
      /** `passwordHash` in place of the password's own hash: hashing is slow on purpose, and a demonstration has one for all. */
      account: {
        login: string;
        name: string;
        password: string;
        passwordHash?: string;
        mustChange: boolean;
        isDemo: boolean;
      },
      posts: readonly { departmentId: number; role: Role; since: string }[],
    ): Promise<number> {
      const { id } = await store.insertAccount(
        tx,
        account.login,
        account.name,
        account.passwordHash ?? (await hashPassword(account.password)),
        account.mustChange,
        account.isDemo,
      );
      for (const post of posts) await store.insertPost(tx, id, post.departmentId, post.role, post.since);
      return id;
    },

    /** The only account of an empty installation: an operator who then sets up departments and accounts. */
    async addFirstOperator(tx: Tx, regionCode: string, password: string, since: string): Promise<void> {
      const name = divisionNamed(regionCode) ?? regionCode;
      const level = rules.levelOf(regionCode) ?? 'city';
      await store.insertRegion(tx, { code: regionCode, name, parent: null, level });
      const operations = {
        key: PLATFORM_KEY,
        name: '平台运行维护',
        nameEn: 'Platform operations',
        shortName: '平台',
        regionCode,
        kind: 'authorized',
        creditCode: '',
        isAuthority: false,
      } as const;
      const { id } = await store.insertDepartment(tx, operations);
      const account = await store.insertAccount(
        tx,
        'admin',
        'admin',
        await hashPassword(password),
        true,
        false,
      );
      await store.insertPost(tx, account.id, id, 'operator', since);
    },

    /** Registers a system of the actor's department; its key and secret are returned once and never again. */
    registerSystem(
      actor: Actor,
      name: string,
      addresses: readonly string[],
      spread = 20,
      conventions: readonly Convention[] = USUAL_CONVENTIONS,
    ): Promise<Recorded<SystemSecrets>> {
      return audited(actor, 'organizations.register_system', `department:${actor.departmentId}`, async tx => {
        checkAccess(addresses, conventions);
        const rid = newUuid();
        const { id } = await store.insertSystem(
          tx,
          actor.departmentId,
          name,
          rid,
          addresses,
          new Date(tx.at),
        );
        const system = { id, departmentId: actor.departmentId, name, rid, addresses: [...addresses] };
        const appKey = newSecret();
        const appSecret = newSecret();
        await store.publishSystem(
          tx,
          system,
          keys.seal('app-keys', `plans.system/app_key/${id}`, appKey),
          keys.seal('app-keys', `plans.system/app_secret/${id}`, appSecret),
          daysAfter(tx.at, KEY_DAYS),
          spread,
          conventions,
        );
        return {
          value: { system, appKey, appSecret },
          object: `system:${id}`,
          facts: { name, rid, addresses, spread, conventions },
        };
      });
    },

    allowNetwork(
      actor: Actor | SystemActor,
      departmentId: number,
      cidr: string,
      note: string,
    ): Promise<Recorded<number>> {
      return audited(actor, 'organizations.allow_network', `department:${departmentId}`, async tx => {
        networks([cidr]);
        const { id } = await store.insertNetwork(tx, departmentId, cidr, note);
        return { value: id, facts: { cidr, note } };
      });
    },

    forbidNetwork(actor: Actor, id: number): Promise<Recorded<void>> {
      return audited(actor, 'organizations.forbid_network', `network:${id}`, async tx => {
        if ((await store.deleteNetwork(tx, id)) === 0) throw platform.not_found();
        return { value: undefined };
      });
    },
  };
}

export type Organizations = ReturnType<typeof createOrganizations>;
