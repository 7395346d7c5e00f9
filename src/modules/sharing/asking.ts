import type { Static } from 'typebox';
import type { Db } from '#kernel/db.ts';
import type { PublishedEntry } from '#modules/catalog/index.ts';
import type { Actor } from '#vocabulary/actor.ts';
import type { ApplyBody } from './contract.ts';
import { refuse } from './refusals.ts';
import * as rules from './rules.ts';
import type { SharingNeeds } from './service.ts';
import type { ApplicationRow } from './store.ts';

export type Apply = Static<typeof ApplyBody>;

/** What may be asked for, and by which way it will be answered. */
export function createAsking({ policy, deadlines, organizations, catalog, sources }: SharingNeeds) {
  /**
   * The entry as it is published now, when it may be shared in this way with these items and rows. Asked again at each
   * step that grants: an entry may have a new version, or none, since the application was written.
   */
  async function offered(
    { entryId, mode, items, rows }: Pick<ApplicationRow, 'entryId' | 'mode' | 'items' | 'rows'>,
    within?: Db,
  ): Promise<PublishedEntry> {
    const entry = await catalog.publishedContent(entryId, within);
    if (!entry) throw refuse.not_published();
    const { content } = entry;
    if (content.shareType === 'withheld')
      throw refuse.withheld(
        { entry: entry.title },
        policy.findCitation(entry.regionCode, 'share.basis_rank.withheld'),
      );
    if (!content.modes.includes(mode)) throw refuse.mode_not_offered();
    const known = new Map(content.items.map(item => [item.name, item]));
    for (const name of items) {
      const item = known.get(name);
      if (!item) throw refuse.unknown_item({ item: name });
      if (item.shareType === 'withheld')
        throw refuse.item_withheld(
          { item: name },
          policy.findCitation(entry.regionCode, 'share.basis_rank.withheld'),
        );
    }
    for (const { item: name, op, values } of rows) {
      const item = known.get(name);
      if (!item) throw refuse.unknown_item({ item: name });
      const wrong = rules.conditionProblem({ type: item.type, op, values });
      if (wrong) throw refuse.wrong_condition({ item: name, ...wrong });
    }
    if (mode !== 'batch') mustIdentify(entry, items);
    return entry;
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

  /** Checks what is asked against the published entry; answers the entry. */
  async function checkAsked(actor: Actor, body: Apply): Promise<PublishedEntry> {
    const entry = await offered(body);
    if (entry.orphaned) throw refuse.provider_gone({ department: entry.departmentName });
    if (entry.suspended !== null) throw refuse.entry_suspended({ reason: entry.suspended });
    const pointer = (await sources.pointersOf(entry.id)).find(one => body.items.includes(one.item));
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
    if (entry.departmentId === actor.departmentId) throw refuse.own_entry();
    const today = deadlines.today();
    if (body.until <= today)
      throw refuse.term_past(
        { until: body.until },
        policy.findCitation(entry.regionCode, 'grant.term_mandatory'),
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
    return entry;
  }

  function scenariosOf(regionCode: string): string[] {
    return policy.rule(regionCode, 'scenarios').effective?.value.values ?? [];
  }

  /** One conditional item makes the whole application one that the provider answers. */
  function shareTypeOf(entry: PublishedEntry, items: readonly string[]): 'unconditional' | 'conditional' {
    const { shareType, items: known } = entry.content;
    const stricter = known.some(item => items.includes(item.name) && item.shareType === 'conditional');
    return shareType === 'unconditional' && !stricter ? 'unconditional' : 'conditional';
  }

  function pathOf(entry: PublishedEntry, items: readonly string[]): ApplicationRow['path'] {
    if (shareTypeOf(entry, items) === 'conditional') return 'provider_answers';
    const path =
      policy.rule(entry.regionCode, 'share.unconditional.path').effective?.value.path ?? 'provider_answers';
    return path === 'standing_consent' && !entry.standingConsent ? 'provider_answers' : path;
  }

  return { checkAsked, offered, scenariosOf, shareTypeOf, pathOf };
}

export type Asking = ReturnType<typeof createAsking>;
