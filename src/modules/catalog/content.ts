/** What an entry says: the metadata of the national guide (standards.md 2.1), with what N809 13 and 15 add. */
import { Type as T } from 'typebox';
import { nullable, oneOf } from '#kernel/schema.ts';
import { LEAST_WIDTH, MOST_KEPT, MOST_WIDTH } from '#vocabulary/masks.ts';
import { BASIS_RANKS } from '#vocabulary/profile.ts';

export const SHARE_TYPES = ['unconditional', 'conditional', 'withheld'] as const;
export const SHARE_MODES = ['query', 'verify', 'batch', 'file'] as const;
/** 共享方式分类: only what goes through the platform can be granted here. */
export const SHARE_MEANS = ['platform', 'mail', 'media'] as const;
/** The meanings; three codings of them are alive, so codes belong to `standards`. */
export const UPDATE_CYCLES = [
  'realtime',
  'daily',
  'weekly',
  'monthly',
  'quarterly',
  'halfyearly',
  'yearly',
  'irregular',
  'other',
] as const;
export const SUBJECTS = ['person', 'legal', 'other'] as const;
export const COLUMN_TYPES = ['text', 'bigint', 'numeric', 'double', 'boolean', 'date', 'timestamp'] as const;
export const FORMAT_KINDS = [
  'electronic_file',
  'spreadsheet',
  'database',
  'image',
  'media',
  'self_described',
  'interface',
] as const;
export const CARRIERS = ['electronic', 'paper', 'both'] as const;
export const OPEN_TYPES = ['none', 'conditional', 'unconditional'] as const;
export const GRADES = ['general', 'important', 'core'] as const;
export { BASIS_RANKS };

/** What a reviewer looks up first, in this order. */
export const CHECKS = ['required', 'basis', 'identifier', 'sensitive', 'secrecy', 'personalInfo'] as const;

export const MASK_KINDS = [
  'none',
  'name',
  'middle',
  'address',
  'mail',
  'year',
  'month',
  'range',
  'digest',
  'hidden',
] as const;

/** A draft may still lack what its mask needs: `address` a head of 1 to 30, `range` a width. */
export const MaskView = T.Object({
  kind: oneOf(MASK_KINDS),
  /** Of `middle` and `address`: characters that stay at the beginning. */
  head: T.Optional(T.Integer({ minimum: 0, maximum: MOST_KEPT })),
  /** Of `middle`: characters that stay at the end. */
  tail: T.Optional(T.Integer({ minimum: 0, maximum: MOST_KEPT })),
  /** Of `range`: whole numbers that one range covers. */
  width: T.Optional(T.Integer({ minimum: LEAST_WIDTH, maximum: MOST_WIDTH })),
});

const Line = T.String({ minLength: 1, maxLength: 300 });

export const Item = T.Object(
  {
    name: T.String({ minLength: 1, maxLength: 80 }),
    type: oneOf(COLUMN_TYPES),
    length: nullable(T.Integer({ minimum: 1, maximum: 100_000 })),
    identifier: T.Boolean(),
    required: T.Boolean(),
    /** 1 (no harm) to 4 (grave harm), standards.md 2.2. */
    sensitivity: T.Integer({ minimum: 1, maximum: 4 }),
    /** 一般, 重要, 核心 (GB/T 43697-2024). */
    grade: oneOf(GRADES),
    /** Null: shared as the entry is. */
    shareType: nullable(oneOf(SHARE_TYPES)),
    /** Of this item alone, in the provider's words; for a withheld item, the reason. */
    conditions: T.Array(Line, { maxItems: 10 }),
    /** How the item is shown to a consumer unless a decision says otherwise. */
    mask: MaskView,
    /** Code of the standard data element that the item is; empty when it is none. */
    element: T.String({ maxLength: 40 }),
    codeTable: T.String({ maxLength: 80 }),
    description: T.String({ maxLength: 500 }),
  },
  { additionalProperties: false },
);

export const Basis = T.Object(
  {
    rank: oneOf(BASIS_RANKS),
    title: T.String({ maxLength: 200 }),
    article: T.String({ maxLength: 80 }),
  },
  { additionalProperties: false },
);

const Day = T.String({ maxLength: 10 });

/** What a clerk compiles. A draft may be incomplete; what is still missing is answered with it. */
export const EntryContent = T.Object(
  {
    title: T.String({ maxLength: 120 }),
    abstract: T.String({ maxLength: 2000 }),
    subject: oneOf(SUBJECTS),
    /** The finest class chosen in the tree of 类, 项, 目, 细目; empty while none is chosen. */
    classCode: T.String({ maxLength: 40 }),
    format: T.Object(
      {
        kind: oneOf(FORMAT_KINDS),
        /** The guide's 子类, such as xlsx or oracle. */
        type: T.String({ maxLength: 40 }),
        remark: T.String({ maxLength: 200 }),
      },
      { additionalProperties: false },
    ),
    carrier: oneOf(CARRIERS),
    /** For what lies on paper: how and when it becomes electronic (SZ 三(四)1). */
    digitising: T.String({ maxLength: 500 }),
    updateCycle: oneOf(UPDATE_CYCLES),
    /** In words, where the cycle is `other`. */
    updateCycleNote: T.String({ maxLength: 100 }),
    shareType: oneOf(SHARE_TYPES),
    basis: nullable(Basis),
    /** Share conditions in the provider's words; for a withheld entry, the reason. */
    conditions: T.Array(Line, { maxItems: 20 }),
    /** 共享范围, 使用用途, 使用条件 (N809 13, 15). */
    scope: T.String({ maxLength: 500 }),
    purpose: T.String({ maxLength: 500 }),
    useTerms: T.String({ maxLength: 500 }),
    modes: T.Array(oneOf(SHARE_MODES), { maxItems: 4 }),
    means: oneOf(SHARE_MEANS),
    openType: oneOf(OPEN_TYPES),
    openConditions: T.String({ maxLength: 500 }),
    grade: oneOf(GRADES),
    /** Secrecy assessment: nothing but `no_secret` may go further (N809 3, 13). */
    secrecy: T.Object(
      { conclusion: oneOf(['not_done', 'no_secret', 'work_secret', 'state_secret']), date: Day },
      { additionalProperties: false },
    ),
    personalInfo: T.Object(
      { conclusion: oneOf(['not_done', 'not_needed', 'acceptable', 'not_acceptable']), date: Day },
      { additionalProperties: false },
    ),
    /** What the data come from: a duty of the 三定 rules, or a matter with its 12-digit code. */
    duty: T.Object(
      {
        kind: oneOf(['duty', 'matter', 'other']),
        title: T.String({ maxLength: 120 }),
        code: T.String({ maxLength: 40 }),
      },
      { additionalProperties: false },
    ),
    system: T.String({ maxLength: 120 }),
    /** The post that answers questions, never a person's name. */
    contact: T.String({ maxLength: 80 }),
    phone: T.String({ maxLength: 40 }),
    /** Codes of entries that belong to this one. */
    related: T.Array(T.String({ minLength: 1, maxLength: 60 }), { maxItems: 20 }),
    items: T.Array(Item, { maxItems: 300 }),
  },
  { additionalProperties: false },
);
