import type { Gap, List, ListAction, ListKind } from './types.ts';

type Words = readonly [zh: string, en: string];

export const KINDS: Record<ListKind, Words> = {
  responsibility: ['责任清单', 'Responsibilities'],
  demand: ['需求清单', 'Needs'],
  negative: ['负面清单', 'Negative list'],
  supply_demand: ['供需对接清单', 'Supply and demand'],
};

export const ABOUT: Record<ListKind, Words> = {
  responsibility: [
    '按职责应当掌握的数据：已编的目录、下发认领的目录、自己补充的职责。',
    'What the duties ask the department to hold: its entries, what was issued to it, what it adds.',
  ],
  demand: [
    '本部门登记和附议的需求，在“供需对接”登记。',
    'What the department needs or seconds; needs are registered under supply and demand.',
  ],
  negative: [
    '不予共享的目录和数据项，及其依据和理由；跟随已发布的目录。',
    'Withheld entries and items with basis and reason; it follows what is published.',
  ],
  supply_demand: [
    '主管部门纳入清单的需求，与提供部门和目录对接。',
    'Needs that the authority put on the list, with their providers and entries.',
  ],
};

export const GAPS: Record<Gap['kind'], Words> = {
  claim: ['下发后还没有认领的', 'Issued and not claimed'],
  own: ['自己补充、还没有编目的', 'Added by the department, no entry yet'],
  asset: ['系统里有、还没有编目的表', 'Tables without an entry'],
  unpublished: ['不予共享、还没有发布的', 'Withheld and not published yet'],
  no_basis: ['没有写全依据或理由的', 'Basis or reason missing'],
  not_listed: ['还没有纳入清单的需求', 'Needs not on the list yet'],
};

/** Where a gap is closed. */
export function gapPath({ kind, id }: Gap): string {
  switch (kind) {
    case 'claim':
      return '/our-catalog/duties';
    case 'own':
      return '/our-catalog/new';
    case 'asset':
      return '/our-catalog/inventory?cover=open';
    case 'unpublished':
    case 'no_basis':
      return `/our-catalog/${id}`;
    case 'not_listed':
      return `/demands/${id}`;
  }
}

export const ACTS: Record<
  Exclude<ListAction, 'edit'>,
  { label: Words; says: Words; done: Words; asks?: true }
> = {
  submit: {
    label: ['送部门负责人签发', 'Send for signature'],
    says: [
      '送出的内容不再变动，签发后成为新的一版。',
      'What is sent stays as it is; signed, it is a new version.',
    ],
    done: ['已送签。', 'Sent for signature.'],
  },
  take_back: {
    label: ['收回', 'Take back'],
    says: ['收回后可以继续编制。', 'The work goes on.'],
    done: ['已收回。', 'Taken back.'],
  },
  sign: {
    label: ['签发', 'Sign'],
    says: ['签发后成为有编号的一版，不能更改。', 'It becomes a numbered version that is never changed.'],
    done: ['已签发。', 'Signed.'],
  },
  return: {
    label: ['退回', 'Return'],
    says: ['退回专职人员修改。', 'Back to the data officer.'],
    done: ['已退回。', 'Returned.'],
    asks: true,
  },
};

/** The word for a value that is kept as a key. */
export function cellWord(
  list: List,
  key: string,
  value: string,
  t: (zh: string, en: string) => string,
): string {
  const word = list.columns.find(one => one.key === key)?.words?.[value];
  return word ? t(word.zh, word.en) : value;
}
