/** Brings each entry of the demonstration to publication, through the same signatures as any other entry. */
import { Refusal } from '#kernel/errors.ts';
import { BLANK, type Catalog, type Content, type EntryView, blankItem } from '#modules/catalog/index.ts';
import type { Sources } from '#modules/sources/index.ts';
import type { Actor } from '#vocabulary/actor.ts';
import type { DemonstrationEntry } from './data/entry.ts';
import { CODE_TABLES } from './data/codeTables.ts';
import type { People } from './people.ts';

/** The assessments' date: any day before the demonstration's own. */
const ASSESSED = '2026-03-02';

/** 共享范围, 使用用途, 使用条件 of what is shared at all. */
const TERMS = {
  scope: '本市各级政务部门',
  purpose: '履行法定职责、办理政务服务事项时核对',
  useTerms: '只用于授权的事项，不得转供和公开',
};

export function contentOf(entry: DemonstrationEntry): Content {
  return {
    ...BLANK,
    title: entry.title,
    abstract: entry.abstract,
    subject: entry.subject,
    classCode: entry.classCode,
    format: {
      kind: 'database',
      type: entry.source.database === 'mysql' ? 'MySQL' : 'PostgreSQL',
      remark: '',
    },
    updateCycle: entry.updateCycle,
    shareType: entry.shareType,
    basis: entry.basis ?? null,
    conditions: entry.conditions ?? [],
    modes: entry.modes,
    secrecy: { conclusion: 'no_secret', date: ASSESSED },
    personalInfo:
      entry.subject === 'person'
        ? { conclusion: 'acceptable', date: ASSESSED }
        : { conclusion: 'not_needed', date: '' },
    ...(entry.shareType === 'withheld' ? {} : TERMS),
    contact: '数据资源管理岗',
    phone: '0375-0000000',
    items: entry.items.map(item => ({
      ...blankItem(item.name),
      type: item.type,
      length: item.length ?? null,
      identifier: item.identifier,
      required: item.required,
      sensitivity: item.sensitivity,
      mask: item.mask,
      codeTable: item.codeTable === undefined ? '' : (CODE_TABLES[item.codeTable]?.name ?? item.codeTable),
      description: item.description,
    })),
  };
}

export type PublishGoal = 'draft' | 'awaiting_office' | 'awaiting_department' | 'in_review' | 'published';

const WAY: readonly PublishGoal[] = [
  'draft',
  'awaiting_office',
  'awaiting_department',
  'in_review',
  'published',
];

/** Why a department of the demonstration collects what another one shares already. */
const COLLECTED_AGAIN = '本部门办理业务时须当场向申请人采集并核对，与已共享的数据互为校验';

export function createPublishing(catalog: Catalog, sources: Sources, people: People) {
  async function find(departmentKey: string, title: string): Promise<EntryView | undefined> {
    const officer = people.actor(departmentKey, 'data_officer');
    const { items } = await catalog.own(officer, { state: [], q: title, page: 1, size: 100 });
    const found = items.find(one => one.title === title && one.departmentId === officer.departmentId);
    return found && catalog.get(officer, found.id);
  }

  /** Sends it on; what is shared already gets its reason, as a clerk would write it, and it is sent again. */
  async function submit(officer: Actor, id: number): Promise<EntryView> {
    try {
      return (await catalog.act(officer, id, 'submit', { note: '' })).entry;
    } catch (error) {
      const items = error instanceof Refusal && error.code === 'sources.shared_already' && error.facts.items;
      if (!Array.isArray(items)) throw error;
      for (const item of items) await sources.giveReason(officer, id, item, COLLECTED_AGAIN);
      return (await catalog.act(officer, id, 'submit', { note: '' })).entry;
    }
  }

  /** Goes on from where the entry stands; what was done before a crash is not done twice. */
  return async (
    departmentKey: string,
    content: Content,
    goal: PublishGoal = 'published',
    options: { standingConsent?: boolean } = {},
  ): Promise<number> => {
    const officer = people.actor(departmentKey, 'data_officer');
    let entry = await find(departmentKey, content.title);
    entry ??= (await catalog.create(officer, content)).entry;
    // It was published once: whatever is on its way now is a visitor’s own change.
    if (entry.code !== null) return entry.id;
    while (WAY.indexOf(entry.state as PublishGoal) < WAY.indexOf(goal)) {
      switch (entry.state) {
        case 'draft':
          entry = await submit(officer, entry.id);
          break;
        case 'awaiting_office': {
          const head = people.actor(departmentKey, 'sharing_head');
          const standing = options.standingConsent === true ? { standingConsent: true } : {};
          ({ entry } = await catalog.act(head, entry.id, 'sign_office', { note: '', ...standing }));
          break;
        }
        case 'awaiting_department': {
          const head = people.actor(departmentKey, 'department_head');
          ({ entry } = await catalog.act(head, entry.id, 'sign_department', { note: '' }));
          break;
        }
        case 'in_review': {
          const authority = await people.authorityOf(departmentKey);
          ({ entry } = await catalog.act(authority, entry.id, 'publish', { note: '' }));
          break;
        }
        // Someone has returned or withdrawn it since: that is their decision, and it stays.
        case 'returned':
        case 'withdrawn':
        case 'superseded':
        case 'published':
          return entry.id;
      }
    }
    return entry.id;
  };
}
