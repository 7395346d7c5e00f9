/** Mandates as pages and programs read them. */
import type { Static } from 'typebox';
import type { ClockSight } from '#modules/deadlines/index.ts';
import type { Actor } from '#vocabulary/actor.ts';
import type * as contract from './contract.ts';
import type { Offering } from './offering.ts';
import { type MandateAction, type MandateRelation, type Terms, mandateLife } from './rules.ts';
import type { CaseName, MandatesNeeds } from './service.ts';
import { subjectOf } from './steps.ts';
import * as store from './store.ts';
import { answererOf } from './telling.ts';
import { byWords, coversWords } from './words.ts';

/** Entries that a page names; a class may have thousands. */
const MOST_NAMED = 100;
/** Applications that a page names, the newest. */
const MOST_CASES = 20;

/** How a person stands to a mandate. */
export const holdsOf =
  ({ departmentId, permissions }: Pick<Actor, 'departmentId' | 'permissions'>, row: store.MandateRow) =>
  (relation: MandateRelation): boolean => {
    switch (relation) {
      case 'asker_officer':
        return row.askerId === departmentId && permissions.has('sharing.apply');
      case 'asker_head':
        return row.askerId === departmentId && permissions.has('sharing.consent');
      case 'answerer_head':
        return (
          row.kind !== 'standing' && answererOf(row) === departmentId && permissions.has('sharing.answer')
        );
      case 'provider_head':
        return row.providerId === departmentId && permissions.has('sharing.answer');
      case 'holder_head':
        return row.holderId === departmentId && permissions.has('sharing.consent');
    }
  };

export const actionsOf = (actor: Actor, row: store.MandateRow): MandateAction[] =>
  mandateLife.actions(row.state, holdsOf(actor, row));

export function createViews(
  { db, deadlines, organizations, catalog, standards, cases }: MandatesNeeds,
  offering: Offering,
) {
  const classNameOf = (code: string): { zh: string; en: string } => {
    const found = code === '' ? undefined : standards.classByCode(code);
    return { zh: found?.name ?? code, en: found?.nameEn ?? code };
  };

  async function clocksOf(rows: readonly store.MandateRow[]): Promise<Map<string, ClockSight>> {
    return deadlines.hasCalendar() ? deadlines.clocksOf(rows.map(row => subjectOf(row.id))) : new Map();
  }

  function summaryOf(
    actor: Actor,
    row: store.MandateRow,
    clock: ClockSight | undefined,
  ): Static<typeof contract.MandateSummary> {
    const { id, no, kind, state, uses } = row;
    const name = classNameOf(row.terms?.classCode ?? '');
    return {
      id,
      no,
      kind,
      state,
      provider: { id: row.providerId, name: row.providerName },
      holder: row.holderId === null ? null : { id: row.holderId, name: row.holderName ?? '' },
      offered: row.askerId === row.providerId,
      covers: coversWords(row, name.zh).zh,
      coversEn: coversWords(row, name.en).en,
      matter: row.terms?.matter ?? '',
      until: row.until,
      by: byWords(row),
      givenAt: row.givenAt?.toISOString() ?? null,
      uses,
      clock: clock ?? null,
      changedAt: row.changedAt.toISOString(),
      actions: actionsOf(actor, row),
    };
  }

  async function termsView(row: store.MandateRow, terms: Terms): Promise<Static<typeof contract.TermsView>> {
    const [entries, systems, regions] = await Promise.all([
      catalog.publishedEntries(terms.entryIds.slice(0, MOST_NAMED)),
      terms.systemIds === null || row.holderId === null ? [] : organizations.systemsOf(row.holderId),
      terms.regions.length === 0 ? [] : organizations.regions(),
    ]);
    return {
      ...terms,
      entries: entries
        .map(({ id, title }) => ({ id, title }))
        .toSorted((a, b) => terms.entryIds.indexOf(a.id) - terms.entryIds.indexOf(b.id)),
      className: classNameOf(terms.classCode).zh,
      systems:
        terms.systemIds === null
          ? null
          : terms.systemIds.map(id => ({ id, name: systems.find(one => one.id === id)?.name ?? '' })),
      regionNames: terms.regions.map(code => regions.find(one => one.code === code)?.name ?? code),
    };
  }

  async function casesOf(actor: Actor, id: number): Promise<(CaseName & { at: string })[]> {
    const uses = await store.listUses(db, id, MOST_CASES);
    const named = await cases(
      actor,
      uses.map(one => one.applicationId),
    );
    return uses.flatMap(({ applicationId, at }) => {
      const found = named.find(one => one.id === applicationId);
      return found ? [{ ...found, at: at.toISOString() }] : [];
    });
  }

  async function viewOf(actor: Actor, row: store.MandateRow): Promise<Static<typeof contract.MandateView>> {
    const { entryId, entryTitle, entryVersion, asked, terms } = row;
    const [clocks, history, used, askedView, termView] = await Promise.all([
      clocksOf([row]),
      store.listHistory(db, row.id, entryId),
      casesOf(actor, row.id),
      asked && termsView(row, asked),
      terms && termsView(row, terms),
    ]);
    return {
      ...summaryOf(actor, row, clocks.get(subjectOf(row.id))),
      entry: entryId === null ? null : { id: entryId, title: entryTitle ?? '', version: entryVersion ?? 1 },
      asked: askedView,
      terms: termView,
      answer: row.answer,
      endReason: row.endReason,
      endedAt: row.endedAt?.toISOString() ?? null,
      revision: row.revision,
      refusal: offering.refusalRules(row.providerRegion),
      citations: row.kind === 'standing' ? [] : offering.citations(row.providerRegion),
      history: history.map(({ citation, at, ...one }) => ({
        ...one,
        at: at.toISOString(),
        ...(citation ? { citation } : {}),
      })),
      cases: used,
    };
  }

  return { clocksOf, summaryOf, viewOf };
}
