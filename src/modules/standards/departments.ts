/**
 * The classes of departments (部门信息资源). The authority has them coded by one command; they are not derived, because
 * a code that stands in published entries must outlive renamed, merged and dissolved departments, and because the 目
 * above them is assigned by the level above, which no list of ours knows.
 */
import type { Organizations } from '#modules/organizations/index.ts';
import type { Actor } from '#vocabulary/actor.ts';
import { type EditingNeeds, writeVersion } from './editing.ts';
import { refuse } from './refusals.ts';
import { levelOf, nextClassCode } from './rules.ts';
import type { Shelf } from './shelf.ts';
import * as store from './store.ts';
import type { ChangeAction, ClassContent, Held } from './things.ts';

/** The first digit of departments' classes. */
const DEPARTMENTS = '3';
/** Within a region: 001 to 999. */
const DIGITS = 3;
const WHY = '按现有部门更新';

interface Planned {
  code: string;
  action: ChangeAction;
  content: ClassContent;
}

type Department = Awaited<ReturnType<Organizations['departments']>>[number];
type Region = Awaited<ReturnType<Organizations['regions']>>[number];

const inOperation = ({ state, key }: Department): boolean => state !== 'dissolved' && key !== 'platform';

export function uncodedOf(shelf: Shelf, departments: readonly Department[]): Department[] {
  const coded = new Set([...shelf.classes.values()].map(one => one.content.departmentId));
  return departments.filter(one => inOperation(one) && !coded.has(one.id));
}

/** Which versions bring the classes below `parent` up to date: region by region, each department with the next number. */
export function planDepartments(
  shelf: Shelf,
  parent: string,
  departments: readonly Department[],
  regions: readonly Region[],
): Planned[] {
  const plan: Planned[] = [];
  const codes = new Set(shelf.classes.keys());
  const made = (content: Partial<ClassContent>): ClassContent => ({
    name: '',
    nameEn: '',
    parent,
    departmentId: null,
    note: '',
    source: '本平台的部门',
    certainty: 'verified',
    retired: false,
    ...content,
  });
  for (const { key: code, content } of shelf.classes.values()) {
    const department = departments.find(one => one.id === content.departmentId);
    if (!department) continue;
    const { name, nameEn } = department;
    if (!inOperation(department)) {
      if (!content.retired) plan.push({ code, action: 'retire', content: { ...content, retired: true } });
    } else if (content.name !== name || content.nameEn !== nameEn)
      plan.push({ code, action: 'change', content: { ...content, name, nameEn } });
  }
  for (const { id, name, nameEn, regionCode } of uncodedOf(shelf, departments)) {
    const region = `${parent}${regionCode}`;
    if (!codes.has(region)) {
      codes.add(region);
      const called = regions.find(one => one.code === regionCode)?.name ?? regionCode;
      plan.push({ code: region, action: 'add', content: made({ name: called }) });
    }
    const code = nextClassCode(codes, region, DIGITS);
    if (code === undefined) throw refuse.bad_class_code({ code: `${region}999+1`, parent: region });
    codes.add(code);
    plan.push({ code, action: 'add', content: made({ name, nameEn, parent: region, departmentId: id }) });
  }
  return plan;
}

export function createDepartmentCoding(needs: EditingNeeds & { organizations: Organizations }) {
  const { audited, organizations, homeRegion, readShelf, reload } = needs;
  const checkParent = (held: Held<ClassContent> | undefined, code: string): void => {
    if (!held) throw refuse.class_unknown({ code });
    if (held.content.retired) throw refuse.class_retired({ code, name: held.content.name });
    if (!code.startsWith(DEPARTMENTS) || (levelOf(code) ?? 0) < 3)
      throw refuse.not_a_department_class({ code });
  };
  return {
    /** Adds a class for every department without one below `parent`, renames and retires as departments were. */
    async codeDepartments(actor: Actor, parent: string) {
      const { value, record } = await audited(
        actor,
        'standards.code_departments',
        `standard:class/${parent}`,
        async tx => {
          if (actor.regionCode !== homeRegion) throw refuse.not_your_region();
          await store.lockStandards(tx);
          const shelf = await readShelf(tx);
          checkParent(shelf.classes.get(parent), parent);
          const plan = planDepartments(
            shelf,
            parent,
            await organizations.departments(),
            await organizations.regions(),
          );
          if (plan.length === 0) throw refuse.no_departments();
          for (const { code, action, content } of plan)
            await writeVersion(tx, shelf, {
              kind: 'class',
              key: code,
              action,
              content,
              why: WHY,
              by: actor.accountId,
            });
          const count = (action: ChangeAction): number => plan.filter(one => one.action === action).length;
          const facts = { added: count('add'), renamed: count('change'), retired: count('retire') };
          return { value: facts, facts };
        },
      );
      await reload();
      return { ...value, record };
    },
  };
}
