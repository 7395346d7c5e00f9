/** A city between whose departments there are grants, direct links, records of use and results. */
import assert from 'node:assert/strict';
import { sql } from '#kernel/db.ts';
import { createLinks, declareLinks } from '#modules/links/index.ts';
import { createResults, declareResults } from '#modules/results/index.ts';
import { PLATFORM } from '#vocabulary/actor.ts';
import type { Role } from '#vocabulary/permissions.ts';
import { openListsCity } from './listsCity.ts';

const PASSWORD = 'Shuqiao-2026';

/** A grant as a decision of long ago left it. */
export interface Standing {
  provider: string;
  consumer: string;
  state?: 'awaiting_supply' | 'active' | 'suspended' | 'expired' | 'revoked';
  /** Days before today, and after it. */
  since?: number;
  until?: number;
  title?: string;
}

export const dayFromNow = (days: number): string =>
  new Date(Date.now() + 8 * 3_600_000 + days * 86_400_000).toISOString().slice(0, 10);

export async function openUseCity(label: string) {
  const city = await openListsCity(label);
  const { db, audited, policy, deadlines, organizations, catalog, messages, http } = city;
  const links = createLinks({ db, audited, policy, deadlines, organizations, catalog, messages });
  const results = createResults({ db, audited, policy, deadlines, organizations, messages });
  declareLinks({ http, links });
  declareResults({ http, results });

  await audited(PLATFORM, 'test.auditor', 'city', async tx => {
    const account = { login: 'authority.auditor', name: 'auditor', password: PASSWORD };
    await organizations.addAccount(tx, { ...account, mustChange: false, isDemo: false }, [
      { departmentId: departmentOf('authority'), role: 'auditor', since: '2026-01-01' },
    ]);
    return { value: undefined };
  });

  function departmentOf(key: string): number {
    const id = city.departments[key];
    assert.ok(id, `no department ${key}`);
    return id;
  }

  let made = 0;
  return {
    ...city,
    links,
    results,
    departmentOf,

    /** Writes the rows that sharing and grants leave of a decision: terms that began long ago cannot be asked for today. */
    async grant({ provider, consumer, ...more }: Standing): Promise<{ id: number; no: string }> {
      const { state = 'active', since = 0, until = 365, title = '婚姻登记信息' } = more;
      const [providerId, consumerId] = [departmentOf(provider), departmentOf(consumer)];
      made += 1;
      const no = `授-2026-${String(made).padStart(5, '0')}`;
      const { value } = await audited(PLATFORM, 'test.grant', 'city', async tx => {
        const began = new Date(Date.now() - since * 86_400_000);
        const ended = state === 'expired' || state === 'revoked' ? new Date(tx.at) : null;
        const { id: systemId } = await tx.get<{ id: number }>(
          sql`insert into org.system (department_id, name, rid, addresses, created_at)
            values (${consumerId}, ${`业务系统 ${made}`}, ${`rid-${made}`}, '{10.0.0.0/8}', ${began}) returning id`,
        );
        const { id: accountId } = await tx.get<{ id: number }>(sql`select id from org.account limit 1`);
        const { id: applicationId } = await tx.get<{ id: number }>(
          sql`insert into sharing.application (no, entry_id, entry_version, entry_title, share_type, consumer_id, provider_id, system_id, mode,
              items, matter, ground, scenario, scope, until, state, path, top_sensitivity, created_by, created_at)
            values (${`共-2026-${made}`}, 1, 1, ${title}, 'conditional', ${consumerId}, ${providerId}, ${systemId}, 'query', '{姓名}',
              '低保审核', '社会救助暂行办法', '行政依据', '本部门', ${dayFromNow(until)}, 'agreed', 'provider_answers', 2, ${accountId}, ${began}) returning id`,
        );
        const { id } = await tx.get<{ id: number }>(
          sql`insert into sharing.grant (no, application_id, application_no, entry_id, entry_title, provider_id, consumer_id, system_id, mode,
              state, version, since, until, decision, changed_at, matter, ground, scenario, scope, how, consent_by, decided_at, ended_at)
            values (${no}, ${applicationId}, ${`共-2026-${made}`}, 1, ${title}, ${providerId}, ${consumerId}, ${systemId}, 'query',
              ${state}, 1, ${began}, ${dayFromNow(until)}, '{}', ${began}, '低保审核', '社会救助暂行办法', '行政依据', '本部门', 'answer', '负责人',
              ${began}, ${ended}) returning id`,
        );
        return { value: id };
      });
      return { id: value, no };
    },

    /** The text of a file that goes out. */
    async fetchText(department: string, role: Role, url: string): Promise<string> {
      return (await city.fetchFile(department, role, url)).bytes.toString();
    },
  };
}

export type UseCity = Awaited<ReturnType<typeof openUseCity>>;
