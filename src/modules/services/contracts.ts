/**
 * Contract tests: what a consumer declares of a service that it was granted, run before its provider changes it, every
 * day, and on demand. Declarations only; values are looked at in the rows of the consumer's own example call and nowhere
 * else, so that a check asks nothing that a call could not (decision 32).
 */
import type { Static } from 'typebox';
import { Refusal, refuse as platform } from '#kernel/errors.ts';
import type { PublishedEntry } from '#modules/catalog/index.ts';
import type { Place } from '#modules/resources/index.ts';
import type { Command } from '#record/audited.ts';
import { subjectDigest } from '#record/subjects.ts';
import { type Actor, PLATFORM } from '#vocabulary/actor.ts';
import { type PlanItem, maskPlace, typeAfterMask } from '#vocabulary/plans.ts';
import type { ServiceSettings } from '#vocabulary/services.ts';
import { type Answered, type Check, type CheckResult, judgeAll, needsExample } from './checks.ts';
import type * as contract from './contract.ts';
import type { ServicesNeeds } from './needs.ts';
import { settingsOf } from './ofEntry.ts';
import { refuse } from './refusals.ts';
import * as store from './store.ts';

type Example = Static<typeof contract.Example>;

/** What a service is, or would be: where its rows lie and which column an item is. */
export interface Offer {
  place: Place;
  mapping: readonly { item: string; column: string }[];
  version: number;
}

export interface Run {
  holder: store.HolderRow;
  version: number;
  passed: boolean;
  results: CheckResult[];
  /** Keyed digest of whom the example call was made for, as calls' records have it; '' where none was made. */
  subject: string;
}

/** Runs on demand of one contract in a day: a check is no way around the limits of a grant. Ours. */
const RUNS_A_DAY = 20;
const DAY = 86_400_000;
const EXAMPLE_ROWS = 100;

/** The record of a run names whoever its example call was about, as that of a call would. */
const factsOf = ({ version, passed, subject }: Run): Record<string, unknown> => ({
  version,
  passed,
  ...(subject === '' ? {} : { subject }),
});

const placeOf = (grantId: number): string => `services.contract/example/${grantId}`;

export function createContracts(needs: ServicesNeeds) {
  const { db, secrets, audited, clock, keys, catalog, messages, resources } = needs;

  /** The grant's items as the offer gives them: what it lacks is not among them. */
  function itemsOf(holder: store.HolderRow, entry: PublishedEntry, offer: Offer): PlanItem[] {
    const columns = new Map(offer.mapping.map(pair => [pair.item, pair.column]));
    const content = new Map(entry.content.items.map(item => [item.name, item]));
    return holder.items.flatMap((item): PlanItem[] => {
      const column = columns.get(item.name);
      const type = content.get(item.name)?.type;
      if (column === undefined || type === undefined) return [];
      // A keyed digest is made in the gateway; here nobody may see the clear value, and so there is none.
      const mask = maskPlace(item.mask) === 'plane' ? ({ kind: 'hidden' } as const) : item.mask;
      return [{ name: item.name, column, type, mask, filter: item.identifier }];
    });
  }

  function stated(example: Example, { purpose }: ServiceSettings): Answered['refused'] {
    if (purpose.caseNo && example.caseNo.trim() === '')
      return { zh: '示例调用没有写办件编号，而接口要求', en: 'it states no case number, which is required' };
    if (purpose.post && example.post.trim() === '')
      return { zh: '示例调用没有写经办岗位，而接口要求', en: 'it states no post, which is required' };
    return undefined;
  }

  /** Makes the example call; what it would be refused with comes back in words. */
  async function callExample(
    holder: store.HolderRow,
    items: PlanItem[],
    offer: Offer,
    example: Example,
    settings: ServiceSettings,
  ): Promise<Pick<Answered, 'rows' | 'refused'>> {
    const refused = stated(example, settings);
    if (refused) return { rows: undefined, refused };
    const named = [...Object.keys(example.params), ...Object.keys(example.claims)];
    const missing = named.filter(name => !items.some(item => item.name === name));
    if (missing.length > 0)
      return {
        rows: undefined,
        refused: { zh: `没有数据项 ${missing.join('、')}`, en: `there is no item ${missing.join(', ')}` },
      };
    const asked = items.map(
      (item): PlanItem => (item.name in example.params ? { ...item, mask: { kind: 'none' } } : item),
    );
    const { params, claims } = example;
    try {
      const [rows = []] = await resources.ask(
        offer.place,
        { items: asked, rows: holder.rows, limit: EXAMPLE_ROWS },
        [holder.mode === 'verify' ? { params, claims } : { params }],
      );
      if (holder.mode === 'query') return { rows };
      // Whether a claim is right is told to calls alone, which are counted against guessing; here only that it is
      // answered, and where being in the register is sensitive, not even that.
      return { rows: settings.verdicts === 'two' ? [[]] : rows.filter(row => !row.includes(null)) };
    } catch (error) {
      // A database that does not answer, or refuses a value, is a failed call; anything else is a bug.
      if (error instanceof Refusal) return { rows: undefined, refused: error.title };
      const { code } = error as { code?: unknown };
      if (code !== 'bad_value') throw error;
      return { rows: undefined, refused: { zh: '示例调用的值格式不对', en: 'a value of it does not fit' } };
    }
  }

  async function runOne(
    holder: store.HolderRow,
    held: store.ContractRow,
    entry: PublishedEntry,
    offer: Offer,
    settings: ServiceSettings,
  ): Promise<Run> {
    const items = itemsOf(holder, entry, offer);
    const answered: Answered = {
      items: items.map(item => ({ name: item.name, type: typeAfterMask(item) })),
      rows: undefined,
    };
    let subject = '';
    if (held.sealed && needsExample(held.checks)) {
      const example = JSON.parse(keys.open('credentials', placeOf(holder.grantId), held.sealed)) as Example;
      const by = items.find(({ name, filter }) => filter && (example.params[name] ?? '') !== '')?.name;
      if (by !== undefined)
        subject = subjectDigest(keys, example.params[by] ?? '', new Date(clock.now()).getUTCFullYear());
      Object.assign(answered, await callExample(holder, items, offer, example, settings));
    }
    const results = judgeAll(held.checks, answered);
    return { holder, version: offer.version, passed: results.every(one => one.passed), results, subject };
  }

  /** Of a service that nothing is mounted to any more. */
  function gone(holder: store.HolderRow): Run {
    const result = {
      kind: 'items',
      item: '',
      passed: false,
      zh: '接口没有挂载',
      en: 'nothing is mounted',
    } as const;
    return { holder, version: holder.serviceVersion, passed: false, results: [result], subject: '' };
  }

  /** What a holder's plan reaches now. Undefined where it is no table, or nothing is mounted. */
  async function offerOf(holder: store.HolderRow): Promise<Offer | undefined> {
    const version = holder.serviceVersion;
    const mount = await resources.mountOf(holder.entryId);
    if (mount?.target.kind === 'table' && (mount.target.version ?? 1) === version)
      return { place: mount.target.table, mapping: mount.mapping, version };
    const [old] = (await store.listVersions(db, [holder.entryId])).filter(one => one.version === version);
    if (!old) return undefined;
    return {
      place: old.place,
      mapping: holder.items.map(item => ({ item: item.name, column: item.column })),
      version,
    };
  }

  /** The contracts of all holders against settings, or against what is to be mounted; nothing is kept. */
  async function trial(entry: PublishedEntry, settings: ServiceSettings, offer?: Offer): Promise<Run[]> {
    const runs: Run[] = [];
    for (const holder of await store.listHolders(db, entry.id)) {
      const held = await store.findContract(secrets, holder.grantId);
      const against = offer ?? (await offerOf(holder));
      if (held && held.checks.length > 0 && against && holder.live)
        runs.push(await runOne(holder, held, entry, against, settings));
    }
    return runs;
  }

  const failing = (runs: readonly Run[]): Run[] => runs.filter(run => !run.passed);

  async function keep(
    tx: Command,
    runs: readonly Run[],
    ground: store.RunRow['ground'],
    override = '',
  ): Promise<void> {
    const at = new Date(tx.at);
    for (const { holder, version, passed, results } of runs) {
      const { grantId } = holder;
      const overridden = passed ? '' : override;
      await store.insertRun(tx, { grantId, at, ground, version, passed, results, override: overridden });
      if (!passed)
        await messages.tell(tx, {
          kind: 'result',
          to: [
            { departmentId: holder.consumerId, roles: ['data_officer', 'integrator'] },
            ...(ground === 'daily' || ground === 'demand'
              ? [{ departmentId: holder.providerId, roles: ['data_officer' as const] }]
              : []),
          ],
          zh:
            overridden === ''
              ? `授权 ${holder.no}“${holder.entryTitle}”的契约测试没有通过`
              : `“${holder.entryTitle}”变更了，契约测试没有通过；提供部门的理由：${overridden}`,
          en:
            overridden === ''
              ? `Contract tests of grant ${holder.no} “${holder.entryTitle}” fail`
              : `“${holder.entryTitle}” was changed although contract tests fail; its provider says: ${overridden}`,
          path: `/grants/${grantId}`,
          subject: `contract:${grantId}`,
        });
    }
  }

  async function own(actor: Actor, grantId: number): Promise<store.HolderRow> {
    await needs.mustSee(actor, grantId);
    const holder = await store.findHolder(db, grantId);
    if (!holder) throw refuse.no_calls();
    return holder;
  }

  function checkBody(
    holder: store.HolderRow,
    { checks, example }: Static<typeof contract.ContractBody>,
  ): void {
    const names = new Set(holder.items.map(item => item.name));
    const named = checks.flatMap((check: Check) =>
      check.kind === 'items' ? check.items : check.kind === 'example' ? [] : [check.item],
    );
    const stranger = [
      ...named,
      ...Object.keys(example?.params ?? {}),
      ...Object.keys(example?.claims ?? {}),
    ].find(name => !names.has(name));
    if (stranger !== undefined) throw refuse.unknown_item({ item: stranger });
    if (needsExample(checks) && example === null) throw refuse.example_needed();
    const looked = checks.find(check => check.kind === 'range' || check.kind === 'codes');
    if (holder.mode === 'verify' && looked) throw refuse.values_not_shown({ item: looked.item });
    if (example === null) return;
    const identifiers = holder.items.filter(item => item.identifier).map(item => item.name);
    if (!identifiers.some(name => (example.params[name] ?? '') !== ''))
      throw refuse.not_an_identifier({ items: identifiers.join('、') });
  }

  return {
    trial,
    keep,

    /** Refuses a change that breaks a contract, unless its provider says why it is made all the same. */
    mustPass(runs: readonly Run[], override: string): void {
      const broken = failing(runs);
      if (broken.length === 0 || override.trim() !== '') return;
      throw refuse.contracts_failed({
        failed: new Set(broken.map(run => run.holder.consumerId)).size,
        who: [...new Set(broken.map(run => run.holder.consumerName))].join('、'),
      });
    },

    async set(actor: Actor, grantId: number, body: Static<typeof contract.ContractBody>): Promise<number> {
      const holder = await own(actor, grantId);
      const { record } = await audited(actor, 'services.contract', `grant:${grantId}`, async tx => {
        if (holder.consumerId !== actor.departmentId) throw platform.forbidden();
        checkBody(holder, body);
        const sealed =
          body.example && keys.seal('credentials', placeOf(grantId), JSON.stringify(body.example));
        const { checks } = body;
        await store.putContract(tx, { grantId, checks, sealed, at: new Date(tx.at), post: actor.post });
        // The example names a person: the record says that there is one, and no more.
        return { value: undefined, facts: { checks: [...checks], example: sealed !== null } };
      });
      return record;
    },

    /** Runs the contract now, for either side. */
    async run(actor: Actor, grantId: number): Promise<number> {
      const holder = await own(actor, grantId);
      if (!holder.live) throw refuse.not_in_force();
      const held = await store.findContract(secrets, grantId);
      const entry = await catalog.publishedContent(holder.entryId);
      const offer = await offerOf(holder);
      if (!held || !entry || !offer) throw refuse.not_mounted({ entry: holder.entryTitle });
      const today = await store.countRunsSince(db, grantId, new Date(clock.now() - DAY));
      if (today >= RUNS_A_DAY) throw refuse.too_often({ times: today });
      const run = await runOne(holder, held, entry, offer, await settingsOf(db, holder.entryId));
      const { record } = await audited(actor, 'services.contract_run', `grant:${grantId}`, async tx => {
        await keep(tx, [run], 'demand');
        return { value: undefined, facts: factsOf(run) };
      });
      return record;
    },

    /** Every contract once a day; called by the worker every minute. */
    async daily(): Promise<number> {
      const due = await store.listDue(db, new Date(clock.now() - DAY));
      for (const { grantId } of due) {
        const holder = await store.findHolder(db, grantId);
        const held = await store.findContract(secrets, grantId);
        const entry = holder && (await catalog.publishedContent(holder.entryId));
        const offer = holder && (await offerOf(holder));
        if (!holder || !held) continue;
        const run =
          entry && offer
            ? await runOne(holder, held, entry, offer, await settingsOf(db, holder.entryId))
            : gone(holder);
        await audited(PLATFORM, 'services.contract_run', `grant:${grantId}`, async tx => {
          await keep(tx, [run], 'daily');
          return { value: undefined, facts: factsOf(run) };
        });
      }
      return due.length;
    },
  };
}

export type Contracts = ReturnType<typeof createContracts>;
