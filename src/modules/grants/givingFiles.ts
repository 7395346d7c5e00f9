import { randomBytes } from 'node:crypto';
import type { Static } from 'typebox';
import { refuse as platform } from '#kernel/errors.ts';
import type { FileChange } from '#modules/files/index.ts';
import { type Actor, PLATFORM } from '#vocabulary/actor.ts';
import { type FileLink, LINK_MINUTES, sealLink } from '#vocabulary/fileLinks.ts';
import { isInWindow, timeOfDay } from '#vocabulary/plans.ts';
import type { FileLinkBody, FileLinkView, GrantFiles } from './contract.ts';
import type { GrantsNeeds } from './needs.ts';
import { findPlan, insertLink } from './planStore.ts';
import { refuse } from './refusals.ts';
import * as store from './store.ts';
import type { Supply } from './supply.ts';
import type { Tell } from './telling.ts';

const CHANGE_WORDS = {
  added: { zh: '新增文件', en: 'has a new file' },
  replaced: { zh: '文件有新版本', en: 'has a new version of a file' },
  withdrawn: { zh: '提供部门撤回了文件', en: 'lost a file, which its provider withdrew' },
} as const;

/** Files under a grant, for people: what there is, and links that the gateway gives each out by, once. */
export function createGivingFiles(
  { db, audited, clock, files, organizations, keys }: GrantsNeeds,
  {
    supply,
    tell,
    mustSee,
  }: {
    supply: Pick<Supply, 'supplyAwaiting'>;
    tell: Tell;
    mustSee: (actor: Actor, id: number) => Promise<store.GrantRow>;
  },
) {
  function mustBeOfFiles(row: store.GrantRow): void {
    if (row.mode !== 'file') throw refuse.not_of_files({ grant: row.no });
  }

  /** What the gateway would refuse the download for is said here, where a person reads it. */
  function mustServe(plan: Awaited<ReturnType<typeof findPlan>>, caseNo: string, no: string): void {
    if (plan?.kind !== 'file') throw refuse.not_in_force({ grant: no });
    if (plan.window && !isInWindow(plan.window, clock.now()))
      throw refuse.outside_hours({ from: timeOfDay(plan.window.from), to: timeOfDay(plan.window.to) });
    if (plan.requires?.caseNo === true && caseNo.trim() === '') throw refuse.case_needed();
  }

  return {
    async list(actor: Actor, id: number): Promise<Static<typeof GrantFiles>> {
      const row = await mustSee(actor, id);
      mustBeOfFiles(row);
      return {
        items: await files.present(row.entryId),
        mayTake:
          row.state === 'active' &&
          actor.departmentId === row.consumerId &&
          actor.permissions.has('exchange.run'),
      };
    },

    /**
     * A link by which the gateway gives the file out once, at the address from which it was asked for. The download
     * itself is recorded there, under the post of whoever asked; here it is recorded who that was.
     */
    async link(
      actor: Actor,
      id: number,
      fileId: number,
      { caseNo }: Static<typeof FileLinkBody>,
      address: string,
    ): Promise<Static<typeof FileLinkView>> {
      const seen = await mustSee(actor, id);
      if (actor.departmentId !== seen.consumerId) throw platform.forbidden();
      const { value, record } = await audited(actor, 'files.link', `grant:${id}`, async tx => {
        const row = await store.getGrant(tx, id);
        mustBeOfFiles(row);
        if (row.state !== 'active') throw refuse.not_in_force({ grant: row.no });
        mustServe(await findPlan(tx, id, row.version), caseNo, row.no);
        const file = (await files.present(row.entryId)).find(one => one.id === fileId);
        if (!file) throw platform.not_found();
        const { rid } = await organizations.system(row.systemId);
        const until = clock.now() + LINK_MINUTES.usual * 60_000;
        const key = randomBytes(16);
        const link: FileLink = {
          id: key.toString('base64url'),
          sid: row.sid ?? '',
          rid,
          grantId: id,
          version: row.version,
          fileId,
          address,
          until,
          matter: row.matter,
          post: actor.post,
          caseNo,
        };
        await insertLink(tx, key, link);
        const { providerId, consumerId } = row;
        return {
          value: { url: sealLink(keys, link), until: new Date(until).toISOString() },
          facts: { grantId: id, providerId, consumerId, file: fileId, sha256: file.sha256, address, caseNo },
        };
      });
      return { ...value, record };
    },

    /** The files of an entry changed: whoever waits is supplied, whoever uses them is told. */
    changed: async (entryId: number, { what, name, period }: FileChange): Promise<void> => {
      if (what === 'added') await supply.supplyAwaiting(entryId);
      const words = CHANGE_WORDS[what];
      for (const { id } of await store.listFileGrants(db, entryId))
        await audited(PLATFORM, 'files.tell', `grant:${id}`, async tx => {
          const row = await store.getGrant(tx, id);
          await tell(tx, row, 'life', {
            to: ['consumer'],
            zh: `：${words.zh}“${name}”（${period}）`,
            en: `${words.en}: “${name}” (${period})`,
          });
          const { providerId, consumerId } = row;
          return { value: undefined, facts: { grantId: id, providerId, consumerId, what, name, period } };
        });
    },
  };
}
