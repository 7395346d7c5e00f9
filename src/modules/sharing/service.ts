import type { Static } from 'typebox';
import type { Clock } from '#kernel/clock.ts';
import { type Db, meansWhenBroken, sql } from '#kernel/db.ts';
import { refuse as platform } from '#kernel/errors.ts';
import type { Catalog, PublishedEntry } from '#modules/catalog/index.ts';
import { maskOf } from '#modules/catalog/index.ts';
import type { Deadlines } from '#modules/deadlines/index.ts';
import type { GrantUse } from '#modules/ledger/index.ts';
import type { Organizations } from '#modules/organizations/index.ts';
import { type Policy, citationsOf } from '#modules/policy/index.ts';
import type { Resources } from '#modules/resources/index.ts';
import type { Audited, Command } from '#record/audited.ts';
import type { Actor } from '#vocabulary/actor.ts';
import type { ActBody, ApplyBody, FormView, ListQuery } from './contract.ts';
import { createGrants } from './grants.ts';
import * as rules from './rules.ts';
import * as store from './store.ts';
import { applicationSummary, applicationView, relationTo } from './views.ts';

meansWhenBroken('grant_one_per_service', () => rules.refuse.granted_already());
meansWhenBroken('not_to_oneself', () => rules.refuse.not_to_oneself());

export interface SharingNeeds {
  db: Db;
  audited: Audited;
  clock: Clock;
  policy: Policy;
  deadlines: Deadlines;
  organizations: Organizations;
  catalog: Catalog;
  resources: Resources;
  /** What the ledger knows of the use of grants in the last days. */
  usage(grantIds: readonly number[], sinceDays: number): Promise<Map<number, GrantUse>>;
}

type Apply = Static<typeof ApplyBody>;
type Act = Static<typeof ActBody>;
type List = Static<typeof ListQuery>;

export function createSharing(needs: SharingNeeds) {
  const { db, audited, clock, policy, deadlines, organizations, catalog, resources } = needs;
  const grants = createGrants(needs);

  function isPlatformAuthority(actor: Actor, regionOfProvider: string): Promise<boolean> {
    return organizations
      .authorityOf(regionOfProvider)
      .then(department => department.id === actor.departmentId);
  }

  async function holdsOf(
    actor: Actor,
    row: store.ApplicationRow,
  ): Promise<(relation: rules.ApplicationRelation) => boolean> {
    const authority = actor.role === 'authority' && (await isPlatformAuthority(actor, row.providerRegion));
    return relation => relationTo(actor, row, authority, relation);
  }

  async function visible(actor: Actor, row: store.ApplicationRow): Promise<boolean> {
    if (row.consumerId === actor.departmentId) return true;
    if (actor.role === 'auditor') return true;
    if (row.state !== 'draft' && row.state !== 'awaiting_consent' && row.state !== 'declined') {
      if (row.providerId === actor.departmentId) return true;
      if (actor.role === 'authority') return isPlatformAuthority(actor, row.providerRegion);
    }
    return false;
  }

  async function viewOf(actor: Actor, row: store.ApplicationRow, within: Db = db) {
    const clocks = await deadlines.clocksOf([`application:${row.id}`], within);
    const entry = await catalog.publishedContent(row.entryId, within);
    const history = await store.listHistory(within, `application:${row.id}`);
    return applicationView({
      actor,
      row,
      entry,
      history,
      clock: clocks.get(`application:${row.id}`) ?? null,
      holds: await holdsOf(actor, row),
      citations: citationsFor(row),
    });
  }

  function citationsFor(row: store.ApplicationRow) {
    const region = row.providerRegion;
    const days = row.shareType === 'conditional' ? 'answer.conditional.days' : 'answer.unconditional.days';
    const asked = [
      ...citationsOf(policy.rule(region, days)),
      ...citationsOf(policy.rule(region, 'answer.refusal')),
      ...citationsOf(policy.rule(region, 'supplement.once')),
    ];
    const path =
      row.shareType === 'unconditional' ? citationsOf(policy.rule(region, 'share.unconditional.path')) : [];
    return [...path, ...asked].filter(citation => citation.quotation !== '');
  }

  async function answerable(row: { shareType: string; providerRegion: string }) {
    const rule = row.shareType === 'conditional' ? 'answer.conditional.days' : 'answer.unconditional.days';
    const found = policy.rule(row.providerRegion, rule);
    const [localCitation = null, legalCitation = null] = [
      found.local ? citationsOf({ ...found, effective: found.local })[0] : null,
      found.ceiling ? citationsOf({ ...found, effective: found.ceiling })[0] : null,
    ];
    return {
      local: { days: found.local?.value.days ?? null, citation: localCitation ?? null },
      legal: { days: found.ceiling?.value.days ?? null, citation: legalCitation ?? null },
    };
  }

  /** Checks what is asked against the published entry; answers the entry. */
  async function checkAsked(actor: Actor, body: Apply): Promise<PublishedEntry> {
    const entry = await catalog.publishedContent(body.entryId);
    if (!entry) throw rules.refuse.not_published();
    if (entry.departmentId === actor.departmentId) throw rules.refuse.own_entry();
    const { content } = entry;
    if (content.shareType === 'withheld')
      throw rules.refuse.withheld(
        { entry: entry.title },
        policy.findCitation(entry.regionCode, 'share.basis_rank.withheld'),
      );
    if (!content.modes.includes(body.mode)) throw rules.refuse.mode_not_offered();
    const known = new Map(content.items.map(item => [item.name, item]));
    for (const name of [...body.items, ...body.rows.map(row => row.item)])
      if (!known.has(name)) throw rules.refuse.unknown_item({ item: name });
    const identifiers = content.items.filter(item => item.identifier).map(item => item.name);
    if (body.mode !== 'batch' && !body.items.some(name => identifiers.includes(name)))
      throw rules.refuse.identifier_missing(
        { items: identifiers },
        policy.findCitation(entry.regionCode, 'identifiers.person_and_legal'),
      );
    const today = deadlines.today();
    if (body.until <= today)
      throw rules.refuse.term_past(
        { until: body.until },
        policy.findCitation(entry.regionCode, 'grant.term_mandatory'),
      );
    const limit = `${Number(today.slice(0, 4)) + rules.LONGEST_TERM_YEARS}${today.slice(4)}`;
    if (body.until > limit) throw rules.refuse.term_too_long();
    const allowed = scenariosOf(actor.regionCode);
    if (allowed.length > 0 && !allowed.includes(body.scenario))
      throw rules.refuse.scenario_unknown(
        { scenario: body.scenario, allowed },
        policy.findCitation(actor.regionCode, 'scenarios'),
      );
    const system = await organizations.system(body.systemId);
    if (system.departmentId !== actor.departmentId) throw rules.refuse.not_your_system();
    return entry;
  }

  function scenariosOf(regionCode: string): string[] {
    return policy.rule(regionCode, 'scenarios').effective?.value.values ?? [];
  }

  function pathOf(entry: PublishedEntry): 'platform_authorises' | 'standing_consent' | 'provider_answers' {
    if (entry.content.shareType !== 'unconditional') return 'provider_answers';
    const path =
      policy.rule(entry.regionCode, 'share.unconditional.path').effective?.value.path ?? 'provider_answers';
    return path === 'standing_consent' && !entry.standingConsent ? 'provider_answers' : path;
  }

  async function note(
    tx: Command,
    actor: Actor,
    object: string,
    action: string,
    text: string,
    ruleId?: Parameters<Policy['findCitation']>[1],
    region?: string,
  ): Promise<void> {
    const citation = ruleId && region ? policy.findCitation(region, ruleId) : undefined;
    await store.insertHistory(tx, object, action, new Date(tx.at), actor.post, actor.name, text, citation);
  }

  /** What the decision freezes: items with their columns at this moment, and the masks that apply. */
  async function decisionOf(
    tx: Command,
    row: store.ApplicationRow,
    items: readonly string[],
    masks: Act['masks'],
  ): Promise<{ decision: rules.Decision; table: { sourceId: number; schema: string; table: string } }> {
    const entry = await catalog.publishedContent(row.entryId, tx);
    if (!entry) throw rules.refuse.not_published();
    const mount = await resources.mountOf(row.entryId, tx);
    if (!mount) throw rules.refuse.not_mounted({ entry: row.entryTitle });
    const columns = new Map(mount.mapping.map(pair => [pair.item, pair.column]));
    const content = new Map(entry.content.items.map(item => [item.name, item]));
    const chosen = new Map((masks ?? []).map(one => [one.item, maskOf(one.mask)]));
    const columnOf = (name: string): string => {
      const column = columns.get(name);
      if (column === undefined || !content.has(name))
        throw rules.refuse.not_mounted({ entry: `${row.entryTitle} · ${name}` });
      return column;
    };
    const decided = items.map((name): rules.DecidedItem => {
      const column = columnOf(name);
      const item = content.get(name);
      if (!item) throw rules.refuse.unknown_item({ item: name });
      return {
        name,
        column,
        type: item.type,
        identifier: item.identifier,
        sensitivity: item.sensitivity,
        mask: chosen.get(name) ?? maskOf(item.mask),
      };
    });
    const rows = row.rows.map(
      condition =>
        ({
          column: columnOf(condition.item),
          type: content.get(condition.item)?.type ?? 'text',
          op: condition.op,
          values: condition.values,
        }) as const,
    );
    return {
      decision: { items: decided, rows: rows.map(one => ({ ...one, values: [...one.values] })) },
      table: { sourceId: mount.sourceId, schema: mount.schema, table: mount.table },
    };
  }

  async function grantIt(
    tx: Command,
    row: store.ApplicationRow,
    items: readonly string[],
    masks: Act['masks'],
    until: string,
  ): Promise<number> {
    const { decision, table } = await decisionOf(tx, row, items, masks);
    const grantId = await grants.open(tx, row, decision, table, until);
    const clocks = await deadlines.clocksOf([`application:${row.id}`], tx);
    const sight = clocks.get(`application:${row.id}`);
    await deadlines.move(tx, `application:${row.id}`, 'answer', 'stop');
    await store.setApplication(tx, row.id, {
      state: items.length < row.items.length || until < row.until ? 'partly_agreed' : 'agreed',
      approved: [...items],
      grantId,
      answeredAt: new Date(tx.at),
      inTime: sight === undefined || (sight.lateDays === 0 && sight.state !== 'late'),
    });
    return grantId;
  }

  /** What follows a step; the lifecycle has said that it may be taken. */
  async function take(tx: Command, actor: Actor, row: store.ApplicationRow, body: Act): Promise<void> {
    const object = `application:${row.id}`;
    const region = row.providerRegion;
    const at = new Date(tx.at);
    switch (body.action) {
      case 'submit':
        await store.setApplication(tx, row.id, { state: 'awaiting_consent' });
        return note(tx, actor, object, 'submit', body.note, 'application.contents', region);
      case 'consent':
        return consent(tx, actor, row, body.note);
      case 'decline':
        if (body.note.trim() === '') throw rules.refuse.reason_needed({ least: 1 });
        await store.setApplication(tx, row.id, { state: 'declined' });
        return note(tx, actor, object, 'decline', body.note);
      case 'withdraw':
        await store.setApplication(tx, row.id, { state: 'withdrawn' });
        await deadlines.move(tx, object, 'answer', 'stop');
        return note(tx, actor, object, 'withdraw', body.note);
      case 'authorise':
        await grantIt(tx, row, row.items, undefined, row.until);
        return note(tx, actor, object, 'authorise', body.note, 'share.unconditional.path', region);
      case 'agree': {
        const items = body.items ?? row.items;
        const wider = items.filter(name => !row.items.includes(name));
        if (wider.length > 0) throw rules.refuse.wider_than_asked({ items: wider });
        const until = body.until !== undefined && body.until < row.until ? body.until : row.until;
        if (until <= deadlines.today()) throw rules.refuse.term_past({ until });
        if ((items.length < row.items.length || until < row.until) && body.note.trim().length < 2)
          throw rules.refuse.reason_needed({ least: 2 }, policy.findCitation(region, 'answer.refusal'));
        await grantIt(tx, row, items, body.masks, until);
        if (body.note !== '')
          await store.setApplication(tx, row.id, {
            answer: { reason: body.note, category: null, basis: '' },
          });
        return note(tx, actor, object, 'agree', body.note, 'answer.provider_consent', region);
      }
      case 'refuse': {
        const { category } = body;
        const citation = policy.findCitation(region, 'answer.refusal');
        if (category === undefined) throw rules.refuse.category_needed({}, citation);
        if (Array.from(body.note.trim()).length < rules.REASON_LENGTH)
          throw rules.refuse.reason_needed({ least: rules.REASON_LENGTH }, citation);
        if (category === 'law_forbids' && (body.basis ?? '').trim() === '')
          throw rules.refuse.basis_needed({}, citation);
        const known = policy.rule(region, 'answer.refusal').effective?.value.categories ?? [];
        if (known.length > 0 && !(known as readonly string[]).includes(category))
          throw rules.refuse.category_not_known({}, citation);
        await store.setApplication(tx, row.id, {
          state: 'refused',
          answer: { reason: body.note, category, basis: body.basis ?? '' },
          answeredAt: at,
          inTime: await inTime(tx, object),
        });
        await deadlines.move(tx, object, 'answer', 'stop');
        return note(tx, actor, object, 'refuse', body.note, 'answer.refusal', region);
      }
      case 'ask_material':
        if (row.materialTold)
          throw rules.refuse.material_told({}, policy.findCitation(region, 'supplement.once'));
        if (body.material === undefined)
          throw rules.refuse.not_incomplete({}, policy.findCitation(region, 'supplement.once'));
        await store.setApplication(tx, row.id, {
          state: 'awaiting_material',
          material: body.material,
          materialTold: true,
        });
        await deadlines.move(tx, object, 'answer', 'pause');
        return note(tx, actor, object, 'ask_material', body.material.join('；'), 'supplement.once', region);
      case 'supply_material':
        await store.setApplication(tx, row.id, { state: 'awaiting_answer' });
        await deadlines.move(tx, object, 'answer', 'resume');
        return note(tx, actor, object, 'supply_material', body.note);
    }
  }

  async function inTime(tx: Command, subject: string): Promise<boolean> {
    const sight = (await deadlines.clocksOf([subject], tx)).get(subject);
    return sight === undefined || sight.state !== 'late';
  }

  /** The consumer's head consents: from here the provider's clock runs, or the grant is there at once. */
  async function consent(tx: Command, actor: Actor, row: store.ApplicationRow, text: string): Promise<void> {
    const object = `application:${row.id}`;
    await note(tx, actor, object, 'consent', text, 'application.consumer_consent', row.providerRegion);
    const { local, legal } = await answerable(row);
    await deadlines.start(tx, object, 'answer', local, legal);
    await store.setApplication(tx, row.id, {
      receivedAt: new Date(tx.at),
      state: row.path === 'platform_authorises' ? 'awaiting_authorisation' : 'awaiting_answer',
    });
    if (row.path !== 'standing_consent') return;
    await grantIt(tx, row, row.items, undefined, row.until);
    const citation = policy.findCitation(row.providerRegion, 'share.unconditional.path');
    await store.insertHistory(
      tx,
      object,
      'standing_consent',
      new Date(tx.at),
      `${row.providerName} 共享机构负责人`,
      '',
      '依目录发布时的事先同意',
      citation,
    );
  }

  function boxOf(actor: Actor, box: List['box']) {
    const mine = sql`a.consumer_id = ${actor.departmentId}`;
    const received = sql`(a.provider_id = ${actor.departmentId} and a.state not in ('draft', 'awaiting_consent', 'declined'))`;
    const inRegion =
      actor.role === 'authority'
        ? sql`(p.region_code = ${actor.regionCode} and a.state not in ('draft', 'awaiting_consent', 'declined'))`
        : sql`false`;
    switch (box) {
      case 'mine':
        return sql`(${mine} and a.created_by = ${actor.accountId})`;
      case 'department':
        return mine;
      case 'all':
        return actor.role === 'auditor' ? sql`true` : sql`(${mine} or ${received} or ${inRegion})`;
      case 'todo':
        switch (actor.role) {
          case 'sharing_head':
            return sql`((${mine} and a.state = 'awaiting_consent') or (a.provider_id = ${actor.departmentId} and a.state = 'awaiting_answer'))`;
          case 'authority':
            return sql`(${inRegion} and a.state = 'awaiting_authorisation')`;
          case 'data_officer':
            return sql`(${mine} and a.state in ('draft', 'awaiting_material', 'declined'))`;
          default:
            return sql`false`;
        }
    }
  }

  async function list(actor: Actor, query: List) {
    const { total, items } = await store.listApplications(db, {
      where: boxOf(actor, query.box),
      states: query.state,
      q: query.q,
      page: query.page,
      size: query.size,
    });
    const clocks = await deadlines.clocksOf(items.map(row => `application:${row.id}`));
    const shown = await Promise.all(
      items.map(async row =>
        applicationSummary(row, clocks.get(`application:${row.id}`) ?? null, await holdsOf(actor, row)),
      ),
    );
    return { total, items: shown };
  }

  return {
    ...grants.door,

    async form(actor: Actor, entryId: number): Promise<Static<typeof FormView>> {
      const entry = await catalog.publishedContent(entryId);
      if (!entry) throw platform.not_found();
      const { local, legal } = await answerable({
        shareType: entry.content.shareType,
        providerRegion: entry.regionCode,
      });
      const question =
        entry.content.shareType === 'unconditional' ? 'share.unconditional.path' : 'answer.conditional.days';
      return {
        scenarios: scenariosOf(actor.regionCode),
        path: pathOf(entry),
        answerDays: local.days ?? legal.days,
        citations: citationsOf(policy.rule(entry.regionCode, question)).filter(
          citation => citation.quotation !== '',
        ),
        last: (await store.findLastOf(db, actor.departmentId)) ?? null,
      };
    },

    async apply(actor: Actor, body: Apply) {
      const { value, record } = await audited(actor, 'sharing.apply', `entry:${body.entryId}`, async tx => {
        const entry = await checkAsked(actor, body);
        const year = Number(deadlines.today().slice(0, 4));
        const no = `共-${year}-${String(await store.nextNumber(tx, 'application', year)).padStart(5, '0')}`;
        const asked = new Set(body.items);
        const topSensitivity = Math.max(
          ...entry.content.items.filter(item => asked.has(item.name)).map(item => item.sensitivity),
        );
        const { id } = await store.insertApplication(tx, {
          no,
          entryId: entry.id,
          entryVersion: entry.version,
          entryTitle: entry.title,
          shareType: entry.content.shareType === 'unconditional' ? 'unconditional' : 'conditional',
          consumerId: actor.departmentId,
          providerId: entry.departmentId,
          systemId: body.systemId,
          mode: body.mode,
          items: entry.content.items.filter(item => asked.has(item.name)).map(item => item.name),
          rows: body.rows,
          matter: body.matter,
          ground: body.ground,
          scenario: body.scenario,
          scope: body.scope,
          until: body.until,
          path: pathOf(entry),
          topSensitivity,
          createdBy: actor.accountId,
          createdAt: new Date(tx.at),
        });
        await note(tx, actor, `application:${id}`, 'apply', '');
        return {
          value: id,
          object: `application:${id}`,
          facts: { no, entryId: entry.id, mode: body.mode, items: body.items.length, until: body.until },
        };
      });
      return { application: await viewOf(actor, await store.getApplication(db, value)), record };
    },

    list,

    async get(actor: Actor, id: number) {
      const row = await store.getApplication(db, id);
      if (!(await visible(actor, row))) throw platform.not_found();
      return viewOf(actor, row);
    },

    async act(actor: Actor, id: number, body: Act) {
      const { record } = await audited(actor, `sharing.${body.action}`, `application:${id}`, async tx => {
        const row = await store.lockApplication(tx, id);
        if (!(await visible(actor, row))) throw platform.not_found();
        const holds = await holdsOf(actor, row);
        if (!rules.applicationLife.allows(body.action, row.state, holds)) {
          if (rules.applicationLife.next(body.action, row.state) === undefined)
            throw rules.refuse.wrong_state({ state: row.state });
          throw platform.forbidden();
        }
        await take(tx, actor, row, body);
        return { value: undefined, facts: { no: row.no, entryId: row.entryId } };
      });
      return { application: await viewOf(actor, await store.getApplication(db, id)), record };
    },

    /** What waits for this post. */
    async todo(actor: Actor) {
      return (await list(actor, { box: 'todo', state: [], q: '', page: 1, size: 100 })).items;
    },

    now: () => clock.now(),
  };
}

export type Sharing = ReturnType<typeof createSharing>;
