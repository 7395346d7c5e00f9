/** What may be asked for: checked when it is written, and once more when it leaves and when it is answered. */
import type { Static } from 'typebox';
import type { Db } from '#kernel/db.ts';
import { type HarvestCondition, type PublishedEntry, listHarvest } from '#modules/catalog/index.ts';
import type { Department } from '#modules/organizations/index.ts';
import type { Actor } from '#vocabulary/actor.ts';
import type { MandateBody } from './contract.ts';
import type { Offering } from './offering.ts';
import { refuse } from './refusals.ts';
import { type Covered, type MandateKind, type Terms, latestDay } from './rules.ts';
import type { MandatesNeeds } from './service.ts';

export interface Parties {
  kind: MandateKind;
  providerId: number;
  holderId: number;
}

/** More entries than any department publishes. */
const MOST_ENTRIES = 20_000;

/** An entry as the rules look at it. */
export const coveredOf = ({ id, content }: Pick<PublishedEntry, 'id' | 'content'>): Covered => ({
  id,
  shareType: content.shareType,
  classCode: content.classCode,
  items: content.items,
});

export function createAsking(
  { policy, deadlines, organizations, catalog }: MandatesNeeds,
  offering: Offering,
) {
  function scenariosOf(regionCode: string): string[] {
    return policy.rule(regionCode, 'scenarios').effective?.value.values ?? [];
  }

  async function departmentNamed(id: number): Promise<Department> {
    const found = (await organizations.departments()).find(one => one.id === id);
    if (!found || found.state === 'dissolved') throw refuse.department_unknown();
    return found;
  }

  /** Who gives and who holds what the actor’s department asks for or offers. */
  async function partiesOf(
    actor: Actor,
    { kind, offered, otherId }: Static<typeof MandateBody>,
  ): Promise<Parties> {
    if (otherId === actor.departmentId) throw refuse.to_oneself();
    if (offered && kind !== 'proxy') throw refuse.only_proxy_offered();
    const other = await departmentNamed(otherId);
    const regionCode = offered ? actor.regionCode : other.regionCode;
    if (!offering.offered(regionCode)[kind]) {
      const region = (await organizations.regions()).find(one => one.code === regionCode);
      throw refuse.not_offered_here({ region: region?.name ?? regionCode });
    }
    return offered
      ? { kind, providerId: actor.departmentId, holderId: otherId }
      : { kind, providerId: otherId, holderId: actor.departmentId };
  }

  function checkUntil(until: string): void {
    const today = deadlines.today();
    if (until <= today) throw refuse.until_past({ until });
    const latest = latestDay(today);
    if (until > latest) throw refuse.until_too_far({ latest });
  }

  /** The provider’s published entries that the choice means now; nothing withheld is one of them. */
  async function entriesOf(within: Db, providerId: number, terms: Terms): Promise<number[]> {
    if (terms.choice === 'entries') return listedEntries(within, providerId, terms.entryIds);
    const condition: HarvestCondition = {
      kind: 'all',
      of: [
        { kind: 'is', field: 'departmentId', values: [String(providerId)] },
        { kind: 'not', of: { kind: 'is', field: 'shareType', values: ['withheld'] } },
        ...(terms.choice === 'class'
          ? [{ kind: 'like' as const, field: 'classCode' as const, pattern: `${terms.classCode}%` }]
          : []),
      ],
    };
    const sort = { words: '', by: [{ field: 'id' as const, descending: false }] };
    const found = await listHarvest(within, 'government', condition, sort, MOST_ENTRIES, 0);
    return found.map(({ id }) => id);
  }

  async function listedEntries(within: Db, providerId: number, ids: readonly number[]): Promise<number[]> {
    const found = (await catalog.publishedEntries(ids, within)).filter(
      one => one.departmentId === providerId && !one.orphaned,
    );
    const missing = ids.filter(id => !found.some(one => one.id === id));
    if (missing.length > 0) throw refuse.entries_not_theirs({ entries: missing.map(String) });
    const withheld = found.filter(one => one.content.shareType === 'withheld');
    if (withheld.length > 0)
      throw refuse.withheld(
        { entries: withheld.map(one => one.title) },
        policy.findCitation(withheld[0]?.regionCode ?? '', 'share.basis_rank.withheld'),
      );
    return [...new Set(ids)].toSorted((a, b) => a - b);
  }

  async function checkBlanket(terms: Terms, holder: Department): Promise<void> {
    if (terms.modes.length === 0) throw refuse.nothing_chosen({ what: '共享方式', whatEn: 'way of sharing' });
    const allowed = scenariosOf(holder.regionCode);
    if (terms.scenario.trim() === '' || (allowed.length > 0 && !allowed.includes(terms.scenario)))
      throw refuse.scenario_unknown(
        { scenario: terms.scenario, allowed },
        policy.findCitation(holder.regionCode, 'scenarios'),
      );
    if (terms.systemIds === null) return;
    const systems = new Set((await organizations.systemsOf(holder.id)).map(one => one.id));
    if (terms.systemIds.some(id => !systems.has(id))) throw refuse.system_unknown();
  }

  async function checkProxy({ regions }: Terms): Promise<void> {
    if (regions.length === 0) throw refuse.nothing_chosen({ what: '地区', whatEn: 'region' });
    const known = new Set((await organizations.regions()).map(one => one.code));
    const unknown = regions.find(code => !known.has(code));
    if (unknown !== undefined) throw refuse.region_unknown({ region: unknown });
  }

  /** The terms as they are kept: what the kind does not know left out, the entries of a class named. */
  async function checked(within: Db, parties: Parties, terms: Terms): Promise<Terms> {
    const { kind, providerId, holderId } = parties;
    checkUntil(terms.until);
    const holder = await departmentNamed(holderId);
    await departmentNamed(providerId);
    if (kind === 'blanket') await checkBlanket(terms, holder);
    else await checkProxy(terms);
    if (terms.choice === 'class' && terms.classCode === '')
      throw refuse.nothing_chosen({ what: '目录分类', whatEn: 'class' });
    const entryIds = await entriesOf(within, providerId, terms);
    const later = terms.later && terms.choice !== 'entries';
    if (entryIds.length === 0 && !later) throw refuse.nothing_chosen({ what: '目录', whatEn: 'entry' });
    const blanket = kind === 'blanket';
    return {
      ...terms,
      entryIds,
      later,
      classCode: terms.choice === 'class' ? terms.classCode : '',
      matter: terms.matter.trim(),
      ground: terms.ground.trim(),
      modes: blanket ? [...new Set(terms.modes)] : [],
      scenario: blanket ? terms.scenario : '',
      systemIds: blanket && terms.systemIds !== null ? [...new Set(terms.systemIds)] : null,
      regions: blanket ? [] : [...new Set(terms.regions)],
    };
  }

  return { partiesOf, checked, entriesOf, scenariosOf };
}

export type Asking = ReturnType<typeof createAsking>;
