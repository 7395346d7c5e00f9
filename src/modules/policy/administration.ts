/** The commands that change what counts: laws entered, repeals, switched profiles. All are dated and recorded. */
import type { Static } from 'typebox';
import { type Db, meansWhenBroken } from '#kernel/db.ts';
import { refuse as platform } from '#kernel/errors.ts';
import { type Looking, lookAgain } from '#kernel/lookAgain.ts';
import type { Audited } from '#record/audited.ts';
import type { Actor } from '#vocabulary/actor.ts';
import { type BasisRank, RULE_IDS } from '#vocabulary/profile.ts';
import { TwiceInText, splitArticles } from './articles.ts';
import { type Changes, homeOf, ownDocuments, profileOn } from './changes.ts';
import type * as contract from './contract.ts';
import type { PolicyDocument } from './library.ts';
import { refuse } from './refusals.ts';
import { regionPath, resolve } from './rules.ts';
import type { Policy } from './service.ts';
import * as store from './store.ts';
import { changeView } from './views.ts';

meansWhenBroken('repeal_once', () => refuse.already_repealed());

/** How often a process looks for what others entered. */
const FOLLOW_MILLISECONDS = 2000;

const LOCAL_RANKS: readonly BasisRank[] = ['local_regulation', 'local_rule', 'other'];

function lawDocument(row: store.LawRow): PolicyDocument {
  return {
    id: `law_${row.id}`,
    title: row.title,
    number: row.number,
    issuer: row.issuer,
    rank: row.rank,
    level: LOCAL_RANKS.includes(row.rank) ? 'local' : 'national',
    status: 'in_force',
    ...(row.from === null ? {} : { from: row.from }),
    ...(row.until === null ? {} : { until: row.until }),
    rules: [],
    articles: new Map(row.articles.map(one => [one.article, one.text])),
  };
}

/** 第一条 … where the text has articles, the path of sections where it has those, else the whole. */
function articlesOf(text: string): store.LawRow['articles'] {
  if (text.trim() === '') return [];
  try {
    const articles = [...splitArticles(text, [])].map(([article, words]) => ({ article, text: words }));
    return articles.length > 0 ? articles : [{ article: '全文', text: text.trim() }];
  } catch (error) {
    if (error instanceof TwiceInText) throw refuse.article_twice({ article: error.article });
    throw error;
  }
}

export interface PolicyAdministrationNeeds {
  db: Db;
  audited: Audited;
  policy: Policy;
}

export async function createPolicyAdministration({ db, audited, policy }: PolicyAdministrationNeeds) {
  const { library } = policy;
  let stamp = '';

  async function reload(): Promise<void> {
    // Read before the tables: what is entered in between is found the next time.
    const next = await store.getStamp(db);
    const [laws, repeals, switches] = await Promise.all([
      store.listLaws(db),
      store.listRepeals(db),
      store.listSwitches(db),
    ]);
    policy.setChanges({ laws: laws.map(lawDocument), repeals, switches });
    stamp = next;
  }
  await reload();

  const known = (): string[] => [...library.regions.values()].flatMap(region => region.profile ?? []);

  /** Own region and those below; the operator keeps all of them. */
  function checkRegion(actor: Actor, regionCode: string): void {
    if (actor.role === 'operator') return;
    if (!regionPath(library.regions, regionCode).includes(actor.regionCode)) throw refuse.not_your_region();
  }

  function checkSwitch(regionCode: string, profile: string, from: string): void {
    if (homeOf(library, profile) === undefined)
      throw refuse.unknown_profile({ profile, known: known().join('、') });
    if (from < policy.today()) throw refuse.in_the_past({ today: policy.today() });
    if (profileOn(library, policy.changes(), regionCode, from) === profile) throw refuse.same_profile();
  }

  /** As if the switch had been entered: the last one on its day counts. */
  function withSwitch(regionCode: string, profile: string, from: string): Changes {
    const now = policy.changes();
    const id = Number.MAX_SAFE_INTEGER;
    return { ...now, switches: [...now.switches, { id, regionCode, profile, from }] };
  }

  return {
    reload,

    /** Which rules would change for a region on the day of a switch. Reads only. */
    preview(
      actor: Actor,
      regionCode: string,
      profile: string,
      from: string,
    ): Static<typeof contract.SwitchPreview> {
      checkRegion(actor, regionCode);
      checkSwitch(regionCode, profile, from);
      const before = policy.changes();
      const after = withSwitch(regionCode, profile, from);
      const changesOf = (code: string) =>
        RULE_IDS.flatMap(
          id =>
            changeView(
              resolve(library, code, id, from, { changes: before }),
              resolve(library, code, id, from, { changes: after }),
            ) ?? [],
        );
      const changes = changesOf(regionCode);
      // Those below without texts of their own change as this region does.
      const below = [...library.regions.values()].filter(
        ({ code }) =>
          code !== regionCode &&
          regionPath(library.regions, code).includes(regionCode) &&
          ownDocuments(library, before, code, from).length > 0,
      );
      const drafts = [...library.regions.values()]
        .filter(region => region.profile === profile)
        .flatMap(region => region.documents.map(id => library.documents.get(id)))
        .flatMap(document => (document?.status === 'draft' ? [document.title] : []));
      return {
        regionCode,
        from,
        before: profileOn(library, before, regionCode, from) ?? null,
        after: profile,
        changes,
        unchanged: RULE_IDS.length - changes.length,
        below: below.flatMap(({ code, name }) => {
          const own = changesOf(code);
          return own.length === 0 ? [] : [{ regionCode: code, regionName: name, changes: own }];
        }),
        drafts,
      };
    },

    async switchProfile(actor: Actor, body: Static<typeof contract.SwitchBody>): Promise<{ record: number }> {
      const { regionCode, profile, from, reason } = body;
      const { record } = await audited(actor, 'policy.switch', `region:${regionCode}`, async tx => {
        checkRegion(actor, regionCode);
        checkSwitch(regionCode, profile, from);
        const before = profileOn(library, policy.changes(), regionCode, from) ?? '';
        await store.insertSwitch(tx, {
          regionCode,
          profile,
          from,
          reason,
          enteredBy: actor.accountId,
          enteredAt: new Date(tx.at),
        });
        return { value: undefined, facts: { before, profile, from, reason } };
      });
      await reload();
      return { record };
    },

    switchesOf: async (regionCode: string): Promise<Static<typeof contract.SwitchList>> => ({
      items: (await store.listSwitchHistory(db, regionCode)).map(row => ({
        profile: row.profile,
        from: row.from,
        reason: row.reason,
        enteredAt: row.enteredAt.toISOString(),
        enteredBy: row.enteredBy,
      })),
    }),

    async addLaw(
      actor: Actor,
      body: Static<typeof contract.LawBody>,
    ): Promise<{ document: string; record: number }> {
      if (policy.listDocuments().some(one => one.title === body.title && one.number === body.number))
        throw refuse.law_known({ title: body.title });
      const { from, until } = body;
      if (from !== null && until !== null && until < from) throw refuse.ends_before({ from, until });
      const articles = articlesOf(body.text);
      const { value, record } = await audited(actor, 'policy.add_law', 'law', async tx => {
        const id = await store.insertLaw(tx, {
          ...body,
          articles,
          enteredBy: actor.accountId,
          enteredAt: new Date(tx.at),
        });
        return {
          value: `law_${id}`,
          object: `law:${id}`,
          facts: { title: body.title, number: body.number, articles: articles.length },
        };
      });
      await reload();
      return { document: value, record };
    },

    async repeal(
      actor: Actor,
      body: Static<typeof contract.RepealBody>,
    ): Promise<{ id: number; record: number }> {
      const { document, article, since, by } = body;
      const { value, record } = await audited(actor, 'policy.repeal', `law:${document}`, async tx => {
        const text = policy.findDocument(document);
        if (text === undefined || text.level === 'default' || (article !== '' && !text.articles.has(article)))
          throw refuse.unknown_text({ text: `${document} ${article}`.trim() });
        // A district's authority enters what befell the district's own texts; the rest is the installation's affair.
        const owner = [...library.regions.values()].find(region => region.documents.includes(document));
        if (actor.regionCode !== policy.homeRegion) checkRegion(actor, owner?.code ?? policy.homeRegion);
        const { id } = await store.insertRepeal(tx, {
          document,
          article,
          since,
          by,
          enteredBy: actor.accountId,
          enteredAt: new Date(tx.at),
        });
        return { value: id, facts: { title: text.title, article, since, by } };
      });
      await reload();
      return { id: value, record };
    },

    async withdrawRepeal(actor: Actor, id: number, why: string): Promise<{ record: number }> {
      const { record } = await audited(actor, 'policy.withdraw_repeal', `repeal:${id}`, async tx => {
        const found = policy.changes().repeals.find(one => one.id === id);
        const owner = [...library.regions.values()].find(
          region => found !== undefined && region.documents.includes(found.document),
        );
        if (actor.regionCode !== policy.homeRegion) checkRegion(actor, owner?.code ?? policy.homeRegion);
        if ((await store.withdrawRepeal(tx, id, why, new Date(tx.at))) === 0) throw platform.not_found();
        return { value: undefined, facts: { why } };
      });
      await reload();
      return { record };
    },

    /** Notices what other processes of the platform entered. `lost` hears of what went wrong; it goes on. */
    follow: (lost: (error: unknown) => void): Looking =>
      lookAgain(
        FOLLOW_MILLISECONDS,
        async () => {
          if ((await store.getStamp(db)) !== stamp) await reload();
        },
        lost,
      ),
  };
}

export type PolicyAdministration = Awaited<ReturnType<typeof createPolicyAdministration>>;
