/** Carries applications of the story as far as the story wants them, each step by the post whose turn it is. */
import type { Static } from 'typebox';
import type { ApplyBody } from '#modules/sharing/contract.ts';
import type { Actor } from '#vocabulary/actor.ts';
import { ENTRIES } from './data/entries.ts';
import type { DemonstrationEntry } from './data/entry.ts';
import type { Demonstrated } from './needs.ts';
import type { People } from './people.ts';
import type { StoryCase } from './story.ts';

type Sharing = Demonstrated['services']['sharing'];
type Application = Awaited<ReturnType<Sharing['get']>>;
type Act = Parameters<Sharing['act']>[2];

function entryOf(key: string): DemonstrationEntry {
  const entry = ENTRIES.find(one => one.key === key);
  if (!entry) throw new Error(`the demonstration has no entry ${key}`);
  return entry;
}

const act = (action: Act['action'], note = '', more: Partial<Act> = {}): Act => ({ action, note, ...more });

/** Identifiers stay clear in calls, because one selects by them; in a move of many rows they need not. */
function batchMasks(entry: DemonstrationEntry, mode: string): Partial<Act> {
  if (mode !== 'batch') return {};
  const masks = entry.items.flatMap(item =>
    item.batchMask ? [{ item: item.name, mask: item.batchMask }] : [],
  );
  return masks.length > 0 ? { masks } : {};
}

const ORDER = ['draft', 'awaiting_consent', 'awaiting_answer', 'awaiting_acceptance'];

/** How far along a state is; both ways of being decided stand in one place, and all that is closed after them. */
function rankOf(state: string): number {
  const waiting = state === 'awaiting_authorisation' || state === 'extension_asked';
  const place = ORDER.indexOf(waiting ? 'awaiting_answer' : state);
  return place === -1 ? ORDER.length : place;
}

export function createCases(
  { services }: Demonstrated,
  people: People,
  entryIds: ReadonlyMap<string, number>,
) {
  const { sharing, disputes, organizations, deadlines, callServices } = services;

  async function systemOf(officer: Actor, name: string): Promise<number> {
    const known = (await organizations.systemsOf(officer.departmentId)).find(one => one.name === name);
    if (known) return known.id;
    return (await organizations.registerSystem(officer, name, ['127.0.0.1/32', '::1/128'])).value.system.id;
  }

  async function open(one: StoryCase, entryId: number): Promise<Application> {
    const officer = people.actor(one.consumer, 'data_officer');
    const { items } = await sharing.list(officer, { box: 'mine', state: [], q: '', page: 1, size: 100 });
    const known = items.find(
      found => found.entryId === entryId && found.matter === one.matter && found.mode === one.mode,
    );
    if (known) return sharing.get(officer, known.id);
    const { items: offered } = entryOf(one.entry);
    const body: Static<typeof ApplyBody> = {
      entryId,
      mode: one.mode,
      items: offered.filter(item => item.identifier || item.sensitivity < 4).map(item => item.name),
      rows: [],
      matter: one.matter,
      ground: one.ground,
      scenario: one.mode === 'verify' ? '信息核验' : one.mode === 'batch' ? '数据分析' : '信息查询',
      scope: '本部门办理该事项的工作人员',
      until: `${Number(deadlines.today().slice(0, 4)) + 1}-12-31`,
      systemId: await systemOf(officer, one.system),
      declaration: true,
      kind: 'single',
      purposes: {},
      frequency: one.mode === 'batch' ? null : { perDay: 200, peakPerMinute: 20 },
      hours: null,
      thirdParties: [],
      contact: '',
      event: '',
      argument: '',
    };
    return (await sharing.apply(officer, body)).application;
  }

  /** The next step on the way to the goal, and who takes it; undefined where the story stops. */
  async function next(one: StoryCase, state: string): Promise<{ actor: Actor; body: Act } | undefined> {
    // Never further than the story goes: a visitor may have taken the next step before a restart.
    if (rankOf(state) >= rankOf(one.goal)) return undefined;
    const entry = entryOf(one.entry);
    switch (state) {
      case 'draft':
        return { actor: people.actor(one.consumer, 'data_officer'), body: act('submit') };
      case 'awaiting_consent': {
        const actor = people.actor(one.consumer, 'sharing_head');
        return {
          actor,
          body: one.goal === 'declined' ? act('decline', one.note) : act('consent', '确有必要，同意报送'),
        };
      }
      case 'awaiting_authorisation':
        return {
          actor: await people.authorityOf(entry.departmentKey),
          body: act('authorise', '属无条件共享，予以授权'),
        };
      case 'awaiting_answer': {
        const actor = people.actor(entry.departmentKey, 'sharing_head');
        if (one.goal === 'refused' || one.goal === 'disputed')
          return {
            actor,
            body: act('refuse', one.note, {
              category: 'condition_not_met',
              conditions: entry.conditions?.slice(0, 1) ?? [],
            }),
          };
        if (one.goal === 'awaiting_material')
          return { actor, body: act('ask_material', '', { material: [one.note ?? '使用依据的文件全文'] }) };
        if (one.goal === 'awaiting_acceptance') {
          const items = entry.items.filter(item => item.identifier || item.sensitivity < 3);
          return { actor, body: act('agree', one.note, { items: items.slice(0, 3).map(item => item.name) }) };
        }
        const masks = batchMasks(entry, one.mode);
        const note = masks.masks ? '整批提供时，标识项按目录的要求隐去' : '';
        return { actor, body: act('agree', note, masks) };
      }
      case 'awaiting_acceptance':
        return {
          actor: people.actor(one.consumer, 'data_officer'),
          body: act('accept', '按脱敏后的数据使用'),
        };
      default:
        return undefined;
    }
  }

  /** Whoever was granted a service has tried it in its sandbox, and works with data by now. */
  async function turnLive(one: StoryCase, { grantId }: Application): Promise<void> {
    if (grantId === null || one.mode === 'batch') return;
    const officer = people.actor(one.consumer, 'data_officer');
    const { may } = await callServices.reading.ofGrant(officer, grantId);
    if (may.turn) await callServices.sandbox.turn(officer, grantId);
  }

  /** What the story tells besides the way of the application itself. */
  async function beside(one: StoryCase, application: Application): Promise<Application> {
    await turnLive(one, application);
    if (one.goal === 'extension_asked' && application.state === 'awaiting_answer' && !application.extension) {
      const head = people.actor(entryOf(one.entry).departmentKey, 'sharing_head');
      return (await sharing.act(head, application.id, act('ask_extension', one.note, { days: 5 })))
        .application;
    }
    if (one.goal === 'disputed' && application.state === 'refused') {
      const head = people.actor(one.consumer, 'sharing_head');
      await disputes.raise(head, {
        applicationId: application.id,
        argument:
          '社会救助暂行办法第五十八条要求核对经营情况，纳税信用级别是其中一项，属于政务服务中的信用核验',
      });
      return sharing.get(head, application.id);
    }
    return application;
  }

  /** Answers the application as the story left it, or as people have moved it on since. */
  return async (one: StoryCase): Promise<Application | undefined> => {
    const entryId = entryIds.get(one.entry);
    if (entryId === undefined) return undefined;
    let application = await open(one, entryId);
    for (;;) {
      const step = await next(one, application.state);
      if (!step) return beside(one, application);
      ({ application } = await sharing.act(step.actor, application.id, step.body));
    }
  };
}
