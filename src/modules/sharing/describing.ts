/** Applications as a reminder names them, and whose turn each is. */
import { type Db, sql } from '#kernel/db.ts';
import { text } from '#kernel/errors.ts';
import type { Describe, Described } from '#modules/deadlines/index.ts';
import { authorityOfCase } from '#modules/grants/index.ts';
import type { Organizations } from '#modules/organizations/index.ts';
import type { ApplicationState } from './rules.ts';

interface Row {
  id: number;
  no: string;
  entryTitle: string;
  state: ApplicationState;
  consumerId: number;
  providerId: number;
  providerRegion: string;
}

const listApplications = (db: Db, ids: readonly number[]): Promise<Row[]> =>
  db.many(sql`select a.id, a.no, a.entry_title as "entryTitle", a.state, a.consumer_id as "consumerId", a.provider_id as "providerId",
      p.region_code as "providerRegion"
    from sharing.application a join org.department p on p.id = a.provider_id where a.id = any(${[...ids]}::int[])`);

const WITH_AUTHORITY: ReadonlySet<ApplicationState> = new Set([
  'awaiting_authorisation',
  'awaiting_exception',
  'awaiting_check',
  'awaiting_review',
]);

const WORDS = {
  application: ['申请', 'Application for'],
  supplement: ['申请的补正', 'Material for the application for'],
  review: ['绿色通道复核', 'Review of the urgent use of'],
} as const;

/** One for each kind of clock that an application has: its answer, what is missing, the review of an urgent use. */
export function createApplicationDescribing(organizations: Pick<Organizations, 'regions' | 'departments'>) {
  const describing =
    (kind: keyof typeof WORDS): Describe =>
    async (things, within) => {
      const [rows, regions, departments] = await Promise.all([
        listApplications(
          within,
          things.map(one => one.id),
        ),
        organizations.regions(),
        organizations.departments(),
      ]);
      const turnOf = (row: Row): Described['waitsFor'] => {
        const authority = WITH_AUTHORITY.has(row.state)
          ? authorityOfCase({ regions, departments }, row)
          : undefined;
        if (authority) return { departmentId: authority.id, roles: ['authority'] };
        return kind === 'supplement'
          ? { departmentId: row.consumerId, roles: ['data_officer'] }
          : { departmentId: row.providerId, roles: ['sharing_head'] };
      };
      return new Map(
        rows.map(row => [
          row.id,
          {
            title: text(`“${row.entryTitle}”${WORDS[kind][0]}`, `${WORDS[kind][1]} “${row.entryTitle}”`),
            no: row.no,
            path: `/cases/${row.id}`,
            waitsFor: turnOf(row),
          },
        ]),
      );
    };
  return {
    application: describing('application'),
    supplement: describing('supplement'),
    review: describing('review'),
  };
}
