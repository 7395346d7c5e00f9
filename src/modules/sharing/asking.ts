import type { Static } from 'typebox';
import type { Db } from '#kernel/db.ts';
import type { Citation } from '#kernel/errors.ts';
import type { PublishedEntry } from '#modules/catalog/index.ts';
import { daysAfter } from '#modules/deadlines/index.ts';
import { citationOf } from '#modules/policy/index.ts';
import type { Actor } from '#vocabulary/actor.ts';
import type { ApplyBody } from './contract.ts';
import { refuse } from './refusals.ts';
import * as rules from './rules.ts';
import type { SharingNeeds } from './service.ts';
import type { ApplicationRow } from './store.ts';

export type Apply = Static<typeof ApplyBody>;
export type Line = Pick<Apply, 'entryId' | 'mode' | 'items' | 'rows' | 'purposes' | 'frequency' | 'hours'>;
export type Common = Omit<Apply, keyof Line>;

/** From this level on an item's use is stated one by one (GB/T 43697, as the catalog grades it). */
export const STATED_FROM = 3;

/** What may be asked for, and by which way it will be answered. */
export function createAsking(needs: SharingNeeds) {
  const { policy, deadlines, organizations, catalog, sources, mandates, grants } = needs;

  const withheldCitation = (entry: PublishedEntry): Citation | undefined =>
    policy.findCitation(entry.regionCode, 'share.basis_rank.withheld');

  /**
   * The entry as it is published now, when it may be shared in this way with these items and rows. Asked again at each
   * step that grants: an entry may have a new version, or none, since the application was written.
   */
  async function offered(
    asked: Pick<ApplicationRow, 'entryId' | 'mode' | 'items' | 'rows'>,
    within?: Db,
  ): Promise<PublishedEntry> {
    const entry = await catalog.publishedContent(asked.entryId, within);
    if (!entry) throw refuse.not_published();
    if (entry.content.shareType === 'withheld')
      throw refuse.withheld({ entry: entry.title }, withheldCitation(entry));
    checkContent(entry, asked);
    return entry;
  }

  function checkContent(
    entry: PublishedEntry,
    { mode, items, rows }: Pick<ApplicationRow, 'mode' | 'items' | 'rows'>,
  ): void {
    const { content } = entry;
    if (!content.modes.includes(mode)) throw refuse.mode_not_offered();
    const known = new Map(content.items.map(item => [item.name, item]));
    for (const name of items) {
      const item = known.get(name);
      if (!item) throw refuse.unknown_item({ item: name });
      if (item.shareType === 'withheld') throw refuse.item_withheld({ item: name }, withheldCitation(entry));
    }
    for (const { item: name, op, values } of rows) {
      const item = known.get(name);
      if (!item) throw refuse.unknown_item({ item: name });
      const wrong = rules.conditionProblem({ type: item.type, op, values });
      if (wrong) throw refuse.wrong_condition({ item: name, ...wrong });
    }
    if (mode === 'file') mustTakeWhole(entry, items, rows);
    else if (mode !== 'batch') mustIdentify(entry, items);
  }

  /** A file goes out as it is: whoever asks for one asks for all that is in it. */
  function mustTakeWhole(entry: PublishedEntry, items: readonly string[], rows: readonly unknown[]): void {
    if (rows.length > 0) throw refuse.file_without_rows();
    const left = entry.content.items.filter(item => !items.includes(item.name)).map(item => item.name);
    if (left.length > 0) throw refuse.file_takes_all({ items: left });
  }

  /** Without an identifier a query or verification selects nobody, or everybody. */
  function mustIdentify(entry: PublishedEntry, items: readonly string[]): void {
    const identifiers = entry.content.items.filter(item => item.identifier).map(item => item.name);
    if (!items.some(name => identifiers.includes(name)))
      throw refuse.identifier_missing(
        { items: identifiers },
        policy.findCitation(entry.regionCode, 'identifiers.person_and_legal'),
      );
  }

  /** What is said of the use, whatever is asked for: scenario, term, system, third parties. */
  async function checkCommon(actor: Actor, body: Common, regionOfProvider: string): Promise<void> {
    const today = deadlines.today();
    if (body.until <= today)
      throw refuse.term_past(
        { until: body.until },
        policy.findCitation(regionOfProvider, 'grant.term_mandatory'),
      );
    const limit = `${Number(today.slice(0, 4)) + rules.LONGEST_TERM_YEARS}${today.slice(4)}`;
    if (body.until > limit) throw refuse.term_too_long();
    const allowed = scenariosOf(actor.regionCode);
    if (allowed.length > 0 && !allowed.includes(body.scenario))
      throw refuse.scenario_unknown(
        { scenario: body.scenario, allowed },
        policy.findCitation(actor.regionCode, 'scenarios'),
      );
    const system = await organizations.system(body.systemId);
    if (system.departmentId !== actor.departmentId) throw refuse.not_your_system();
  }

  function checkGreen(body: Common, regionOfProvider: string): void {
    const green = greenOf(regionOfProvider);
    if (!green) throw refuse.green_not_known();
    if (body.event.trim().length < 2) throw refuse.event_needed({}, green.citation);
    const longest = daysAfter(deadlines.today(), green.longestDays);
    if (body.until > longest)
      throw refuse.green_too_long({ longest, days: green.longestDays }, green.citation);
  }

  /** Checks what is asked of one entry against it as it is published; answers the entry. */
  async function checkAsked(
    actor: Actor,
    common: Common,
    line: Line,
    amends: number | null,
  ): Promise<PublishedEntry> {
    const entry = await catalog.publishedContent(line.entryId);
    if (!entry) throw refuse.not_published();
    if (entry.departmentId === actor.departmentId) throw refuse.own_entry();
    if (entry.orphaned) throw refuse.provider_gone({ department: entry.departmentName });
    if (entry.content.shareType === 'withheld') checkClassDisputed(entry, common, line);
    else {
      if (common.argument.trim() !== '') throw refuse.nothing_withheld();
      checkContent(entry, { ...line, rows: line.rows });
    }
    // What a grant holds already is asked for again by whoever renews it: only new takers wait.
    if (entry.suspended !== null && amends === null)
      throw refuse.entry_suspended({ reason: entry.suspended });
    await checkSource(entry, line);
    if (common.kind === 'green') checkGreen(common, entry.regionCode);
    await checkCommon(actor, common, entry.regionCode);
    if (line.hours && line.hours.from >= line.hours.to) throw refuse.wrong_hours();
    return entry;
  }

  /** Over what is withheld there is one thing to ask: whether the law that it cites forbids it (N809 14, 15, 28). */
  function checkClassDisputed(entry: PublishedEntry, common: Common, { items }: Line): void {
    if (common.argument.trim().length < rules.REASON_LENGTH || common.kind === 'green')
      throw refuse.withheld({ entry: entry.title }, withheldCitation(entry));
    const known = new Set(entry.content.items.map(item => item.name));
    const unknown = items.find(name => !known.has(name));
    if (unknown !== undefined) throw refuse.unknown_item({ item: unknown });
  }

  async function checkSource(entry: PublishedEntry, { items }: Line): Promise<void> {
    const pointer = (await sources.pointersOf(entry.id)).find(one => items.includes(one.item));
    if (pointer)
      throw refuse.served_by_source(
        {
          item: pointer.item,
          department: pointer.departmentName,
          entry: pointer.sourceTitle,
          sourceItem: pointer.sourceItem,
          entryId: pointer.sourceEntryId,
        },
        policy.findCitation(entry.regionCode, 'duplicate_collection'),
      );
  }

  function scenariosOf(regionCode: string): string[] {
    return policy.rule(regionCode, 'scenarios').effective?.value.values ?? [];
  }

  /**
   * The green channel, where a text of the place knows one. A draft's clause is shown as the draft that it is: nothing
   * that the law sets rests on it, since the channel only answers sooner than the law asks.
   */
  function greenOf(regionCode: string, day?: string) {
    const rule = policy
      .rule(regionCode, 'green_channel', day)
      .chain.find(one => one.standing !== 'ended' && one.standing !== 'repealed');
    if (!rule) return undefined;
    return {
      longestDays: policy.rule(regionCode, 'green_channel.days', day).effective?.value.days ?? 30,
      reviewDays: policy.rule(regionCode, 'green_channel.review.days', day).effective?.value.days ?? 5,
      citation: citationOf(rule),
    };
  }

  /** One conditional item makes the whole application one that the provider answers. */
  function shareTypeOf(entry: PublishedEntry, items: readonly string[]): 'unconditional' | 'conditional' {
    const { shareType, items: known } = entry.content;
    const stricter = known.some(item => items.includes(item.name) && item.shareType === 'conditional');
    return shareType === 'unconditional' && !stricter ? 'unconditional' : 'conditional';
  }

  type Routed = Pick<
    ApplicationRow,
    'kind' | 'items' | 'mode' | 'scenario' | 'systemId' | 'consumerId' | 'amends' | 'thirdParties'
  >;

  /** Passing data on, and a change of what the provider itself granted, need its own word (N809 25). */
  async function needsProvider({ amends, thirdParties }: Routed, within?: Db): Promise<boolean> {
    if (thirdParties.length > 0) return true;
    if (amends === null) return false;
    const { how } = await grants.facts(amends, within);
    return how === 'answer' || how === 'decision';
  }

  /**
   * Who answers, under the entry as it is now: whoever gave consent in advance, the platform's managing unit, or the
   * provider. Nobody authorises for his own department: then the provider answers.
   */
  async function pathOf(
    entry: PublishedEntry,
    asked: Routed,
    within?: Db,
  ): Promise<{ path: rules.Path; cover: Awaited<ReturnType<typeof mandates.cover>> }> {
    const alone = (path: rules.Path) => ({ path, cover: undefined });
    if (entry.content.shareType === 'withheld') return alone('provider_answers');
    if (asked.kind === 'green') return alone('green_channel');
    if (await needsProvider(asked, within)) return alone('provider_answers');
    const shareType = shareTypeOf(entry, asked.items);
    const { mode, scenario, systemId, consumerId, items } = asked;
    const cover = await mandates.cover(
      {
        entryId: entry.id,
        providerId: entry.departmentId,
        consumerId,
        systemId,
        shareType,
        mode,
        scenario,
        items,
        on: deadlines.today(),
      },
      within,
    );
    if (cover?.kind === 'blanket') return { path: 'mandate', cover };
    if (shareType === 'conditional') return alone('provider_answers');
    const path =
      policy.rule(entry.regionCode, 'share.unconditional.path').effective?.value.path ?? 'provider_answers';
    if (path === 'platform_authorises') {
      const authority = await organizations.authorityOf(entry.regionCode);
      return alone(
        authority.id === consumerId || authority.id === entry.departmentId ? 'provider_answers' : path,
      );
    }
    // Consent given with the publication answers at once wherever the provider is the one to answer (N809 20, 21).
    return cover ? { path: 'standing_consent', cover } : alone('provider_answers');
  }

  return { checkAsked, offered, scenariosOf, greenOf, shareTypeOf, pathOf };
}

export type Asking = ReturnType<typeof createAsking>;
