import type { Static } from 'typebox';
import { type Db, type Tx, meansWhenBroken } from '#kernel/db.ts';
import type { Audited, Recorded } from '#record/audited.ts';
import type { Actor } from '#vocabulary/actor.ts';
import { isCreditCode } from '#vocabulary/identifiers.ts';
import * as admin from './administrationStore.ts';
import type { DepartmentBody, DepartmentDetail, DepartmentQuery, SetupView } from './contract.ts';
import { divisionNamed, findDivisions } from './divisions.ts';
import { keepAdministrators } from './office.ts';
import { listPostsOfDepartment } from './peopleStore.ts';
import * as rules from './rules.ts';
import * as store from './store.ts';

meansWhenBroken('region_pkey', () => rules.refuse.region_taken());
meansWhenBroken('department_name', () => rules.refuse.department_name_taken());
meansWhenBroken('department_credit_code', () => rules.refuse.credit_code_taken());
// A department that an operator adds has its credit code as its key.
meansWhenBroken('department_key', () => rules.refuse.credit_code_taken());
meansWhenBroken('one_authority_a_region', () => rules.refuse.authority_taken());

/** Divisions offered at a time. */
const OFFERED = 30;

/** The people who run the platform; the one department without a credit code of its own. */
export const PLATFORM_KEY = 'platform';

type Body = Static<typeof DepartmentBody>;
type Action = { action: rules.DepartmentAction; reason: string };

/** What an operator sets up: regions and departments. */
export function createAdministering({ db, people, audited }: { db: Db; people: Db; audited: Audited }) {
  function checkCreditCode(creditCode: string, key: string): void {
    if (creditCode === '' && key === PLATFORM_KEY) return;
    if (!isCreditCode(creditCode)) throw rules.refuse.bad_credit_code({ code: creditCode });
  }

  /** Hangs a region on the nearest one above it, and below it those that it comes between. */
  async function insertRegion(tx: Tx, code: string, name: string, level: rules.RegionLevel) {
    const regions = await store.listRegions(tx);
    const known = new Set(regions.map(one => one.code));
    const parent = rules.codesAbove(code).find(above => known.has(above)) ?? null;
    const below = regions.filter(one => one.parent === parent && rules.codesAbove(one.code).includes(code));
    const tops = regions.filter(one => one.parent === null);
    if (!known.has(code) && parent === null && below.length < tops.length)
      throw rules.refuse.region_outside({ code });
    const region: rules.Region = { code, name, parent, level };
    await store.insertRegion(tx, region);
    await admin.adoptRegions(
      tx,
      code,
      below.map(one => one.code),
    );
    return region;
  }

  function departmentFacts(body: Body) {
    const { name, shortName, regionCode, kind, creditCode, isAuthority } = body;
    return { name, shortName, regionCode, kind, creditCode, isAuthority };
  }

  async function detail(actor: Actor, id: number, within: Db = db): Promise<Static<typeof DepartmentDetail>> {
    const department = await store.getDepartment(within, id);
    const counts = await admin.listDependents(within, id);
    const manages = actor.permissions.has('organizations.manage') && actor.departmentId !== id;
    const [region, posts, systems] = await Promise.all([
      admin.getRegion(within, department.regionCode),
      listPostsOfDepartment(people, id),
      store.listSystems(within, id),
    ]);
    return {
      ...department,
      regionName: region.name,
      dependents: Object.entries(rules.DEPENDENTS).flatMap(([kind, { zh, en, holds }]) => {
        const n = counts.find(one => one.kind === kind)?.n ?? 0;
        return n === 0 ? [] : [{ kind, n, name: zh, nameEn: en, holds }];
      }),
      posts,
      systems,
      actions: rules.DEPARTMENT.actions(department.state, () => manages),
    };
  }

  return {
    department: (id: number) => store.getDepartment(db, id),
    departmentDetail: (actor: Actor, id: number) => detail(actor, id),
    departmentPage: (query: Static<typeof DepartmentQuery>) => admin.listDepartmentPage(db, query),
    setup: async (): Promise<Static<typeof SetupView>> => {
      const { everSecurity } = await admin.countAdministrators(db);
      return { ...(await admin.getSetup(db)), confirms: everSecurity };
    },

    async offerDivisions(words: string) {
      const known = new Set((await store.listRegions(db)).map(one => one.code));
      return findDivisions(words, known, OFFERED);
    },

    /** The bundled name of the code, where the operator gives none. */
    createRegion(actor: Actor, code: string, name: string): Promise<Recorded<rules.Region>> {
      return audited(actor, 'organizations.add_region', `region:${code}`, async tx => {
        const level = rules.levelOf(code);
        if (level === undefined) throw rules.refuse.bad_region_code({ code });
        const bundledName = divisionNamed(code);
        const region = await insertRegion(tx, code, name === '' ? (bundledName ?? code) : name, level);
        return { value: region, facts: { name: region.name, bundled: bundledName ?? null } };
      });
    },

    renameRegion(actor: Actor, code: string, name: string): Promise<Recorded<rules.Region>> {
      return audited(actor, 'organizations.rename_region', `region:${code}`, async tx => {
        const before = await admin.getRegion(tx, code);
        await admin.renameRegion(tx, code, name);
        return { value: { ...before, name }, facts: { from: before.name, to: name } };
      });
    },

    removeRegion(actor: Actor, code: string): Promise<Recorded<void>> {
      return audited(actor, 'organizations.remove_region', `region:${code}`, async tx => {
        const { name } = await admin.getRegion(tx, code);
        const held = await admin.countInRegion(tx, code);
        if (held.departments > 0 || held.below > 0) throw rules.refuse.region_in_use(held);
        await admin.deleteRegion(tx, code);
        return { value: undefined, facts: { name } };
      });
    },

    createDepartment(actor: Actor, body: Body): Promise<Recorded<number>> {
      return audited(actor, 'organizations.add_department', 'department', async tx => {
        checkCreditCode(body.creditCode, '');
        await admin.getRegion(tx, body.regionCode);
        const { id } = await store.insertDepartment(tx, { ...body, key: body.creditCode });
        return { value: id, object: `department:${id}`, facts: departmentFacts(body) };
      });
    },

    changeDepartment(actor: Actor, id: number, body: Body): Promise<Recorded<number>> {
      return audited(actor, 'organizations.change_department', `department:${id}`, async tx => {
        await admin.lockOffice(tx);
        await admin.lockDepartment(tx, id);
        const before = await store.getDepartment(tx, id);
        checkCreditCode(body.creditCode, before.key);
        await admin.getRegion(tx, body.regionCode);
        if (before.isAuthority && !body.isAuthority) {
          const held = (await listPostsOfDepartment(tx, id)).filter(
            post => post.role === 'authority' && post.state !== 'ended',
          );
          if (held.length > 0) throw rules.refuse.authority_needed({ n: held.length });
        }
        await admin.setDepartment(tx, id, body);
        return { value: id, facts: departmentFacts(body) };
      });
    },

    actOnDepartment(actor: Actor, id: number, { action, reason }: Action): Promise<Recorded<number>> {
      return audited(actor, `organizations.${action}_department`, `department:${id}`, async tx => {
        await admin.lockOffice(tx);
        await admin.lockDepartment(tx, id);
        const { name, state } = await store.getDepartment(tx, id);
        if (actor.departmentId === id) throw rules.refuse.own_department();
        const next = rules.DEPARTMENT.next(action, state);
        if (next === undefined) throw rules.refuse.department_state();
        const counts = await admin.listDependents(tx, id);
        if (action === 'dissolve') {
          const left = counts.filter(one => rules.DEPENDENTS[one.kind]?.holds === true);
          if (left.length > 0)
            throw rules.refuse.department_depended_on({
              left: left.map(one => `${rules.DEPENDENTS[one.kind]?.zh} ${one.n}`),
              leftEn: left.map(one => `${one.n} ${rules.DEPENDENTS[one.kind]?.en}`).join(', '),
            });
        }
        await keepAdministrators(tx, async () => {
          await admin.setDepartmentState(tx, id, next);
          if (action === 'dissolve') await admin.endDepartment(tx, id, new Date(tx.at));
        });
        const dependents = Object.fromEntries(counts.map(one => [one.kind, one.n]));
        return { value: id, facts: { name, reason, dependents } };
      });
    },
  };
}
