/** What sharing asks of mandates: whose consent an application has already, and who may answer in a provider’s stead. */
import type { Db } from '#kernel/db.ts';
import { regionsWithin } from '#modules/organizations/index.ts';
import type { Command } from '#record/audited.ts';
import { type Asking, coveredOf } from './asking.ts';
import { type MandateKind, coversEntry, coversUse } from './rules.ts';
import type { MandatesNeeds } from './service.ts';
import * as store from './store.ts';
import { byWords } from './words.ts';

/** An application, as far as consent given in advance looks at it. */
export interface CoverQuestion {
  entryId: number;
  providerId: number;
  consumerId: number;
  systemId: number;
  /** Of the entry and the items together, as the application is answered. */
  shareType: 'unconditional' | 'conditional';
  mode: string;
  scenario: string;
  /** The items that are asked for: one that is withheld is covered by nothing. */
  items?: readonly string[];
  /** The civil date. */
  on: string;
}

/** Whose consent an application has. */
export interface Cover {
  id: number;
  no: string;
  kind: Exclude<MandateKind, 'proxy'>;
  /** 市民政局 共享机构负责人 张三 */
  by: string;
  at: Date;
  until: string | null;
}

export interface Proxied {
  mandateId: number;
  providerId: number;
  /** Those of the provider’s entries that it covers today; nothing withheld is one of them. */
  entryIds: number[];
  /** The regions named and all below them. */
  regions: string[];
}

export function createCovering({ db, organizations, catalog }: MandatesNeeds, asking: Asking) {
  const withThoseBelow = async (codes: readonly string[]): Promise<string[]> =>
    regionsWithin(await organizations.regions(), codes);

  return {
    /**
     * The consent that the provider gave in advance and that answers this application: the standing consent to an
     * unconditional entry first, then a blanket authorisation of the consumer. Nothing withheld is ever covered.
     */
    async cover(q: CoverQuestion, within: Db = db): Promise<Cover | undefined> {
      const found = await store.listInForce(within, q);
      if (found.length === 0) return undefined;
      const entry = await catalog.publishedContent(q.entryId, within);
      if (!entry || entry.departmentId !== q.providerId || entry.content.shareType === 'withheld')
        return undefined;
      const covered = coveredOf(entry);
      const use = { ...q, items: q.items ?? [] };
      const row = found.find(({ kind, terms }) =>
        kind === 'standing'
          ? q.shareType === 'unconditional' && covered.shareType === 'unconditional'
          : terms !== null && coversUse(terms, covered, use),
      );
      if (!row?.givenAt || row.kind === 'proxy') return undefined;
      const { id, no, kind, until } = row;
      return { id, no, kind, by: byWords(row), at: row.givenAt, until };
    },

    /** Departments whose head of the sharing office may answer in the provider’s stead; never the consumer itself. */
    async proxiesOf(
      q: { entryId: number; providerId: number; consumerRegion: string; consumerId: number; on: string },
      within: Db = db,
    ): Promise<number[]> {
      if (q.consumerId === q.providerId) return [];
      const rows = await store.listProxies(within, { providerId: q.providerId }, q.on);
      if (rows.length === 0) return [];
      const entry = await catalog.publishedContent(q.entryId, within);
      if (!entry || entry.departmentId !== q.providerId) return [];
      const found = new Set<number>();
      for (const { holderId, terms } of rows)
        if (
          holderId !== null &&
          holderId !== q.consumerId &&
          terms !== null &&
          coversEntry(terms, coveredOf(entry)) &&
          (await withThoseBelow(terms.regions)).includes(q.consumerRegion)
        )
          found.add(holderId);
      return [...found];
    },

    /** Whose applications this department answers as a proxy, for lists; each single case asks `proxiesOf`. */
    async answersFor(departmentId: number, on: string, within: Db = db): Promise<Proxied[]> {
      const rows = await store.listProxies(within, { holderId: departmentId }, on);
      return Promise.all(
        rows.map(async ({ id, providerId, terms }): Promise<Proxied> => {
          if (terms === null) throw new Error(`proxy ${id} has no terms`);
          const later = terms.later ? await asking.entriesOf(within, providerId, terms) : [];
          const ids = [...new Set([...terms.entryIds, ...later])];
          const entries = (await catalog.publishedEntries(ids, within)).filter(
            one => one.departmentId === providerId && coversEntry(terms, coveredOf(one)),
          );
          return {
            mandateId: id,
            providerId,
            entryIds: entries.map(one => one.id),
            regions: await withThoseBelow(terms.regions),
          };
        }),
      );
    },

    /** Notes that an application was answered by it, in the answer’s own transaction. */
    noteUse: async (tx: Command, mandateId: number, applicationId: number): Promise<void> => {
      await store.insertUse(tx, mandateId, applicationId, new Date(tx.at));
    },
  };
}
