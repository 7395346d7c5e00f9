/** The first, fast part of the demonstration: who there is. Without it nobody can sign in. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CalendarData, type Deadlines } from '#modules/deadlines/index.ts';
import { type Organizations, ROLE_NAMES, hashPassword } from '#modules/organizations/index.ts';
import type { Audited } from '#record/audited.ts';
import { PLATFORM } from '#vocabulary/actor.ts';
import { DEMONSTRATION_PASSWORD, listAccounts } from './accounts.ts';
import { DEPARTMENTS } from './data/departments.ts';
import { REGIONS } from './data/regions.ts';

const CALENDAR = join(import.meta.dirname, '..', '..', 'reference', 'calendar', 'cn.json');

/** Loads the holidays that the installation ships with, unless a calendar is there already. */
export async function seedCalendar(deadlines: Deadlines): Promise<void> {
  if (deadlines.hasCalendar()) return;
  const { source, ...data } = JSON.parse(readFileSync(CALENDAR, 'utf8')) as CalendarData & { source: string };
  await deadlines.loadCalendar(source, data);
}

export interface SeedOrganizationsNeeds {
  organizations: Organizations;
  deadlines: Deadlines;
  audited: Audited;
}

/** Regions, departments and accounts in one recorded step: all of them or none. Does nothing the second time. */
export async function seedOrganizations({
  organizations,
  deadlines,
  audited,
}: SeedOrganizationsNeeds): Promise<void> {
  await seedCalendar(deadlines);
  if (await organizations.hasDemoAccounts()) return;
  const passwordHash = await hashPassword(DEMONSTRATION_PASSWORD);
  await audited(PLATFORM, 'demonstration.seed_organizations', 'demonstration', async tx => {
    for (const { code, name, parentCode, level } of REGIONS)
      await organizations.addRegion(tx, { code, name, parent: parentCode, level });
    const ids = new Map<string, number>();
    for (const department of DEPARTMENTS)
      ids.set(department.key, await organizations.addDepartment(tx, department));
    const accounts = listAccounts();
    for (const { login, departmentKey, roles } of accounts) {
      const departmentId = ids.get(departmentKey);
      if (departmentId === undefined) throw new Error(`no department ${departmentKey}`);
      await organizations.addAccount(
        tx,
        {
          login,
          name: `${roles.map(role => ROLE_NAMES[role].zh).join('、')}（演示）`,
          password: DEMONSTRATION_PASSWORD,
          passwordHash,
          mustChange: false,
          isDemo: true,
        },
        roles.map(role => ({ departmentId, role, since: '2026-01-01' })),
      );
    }
    return { value: undefined, facts: { departments: DEPARTMENTS.length, accounts: accounts.length } };
  });
}
