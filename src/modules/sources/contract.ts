import { Type as T } from 'typebox';
import { ById, CivilDate, Count, Id, Instant, PageQuery, Recorded, nullable, oneOf } from '#kernel/schema.ts';

export { ById, Recorded };

const closed = { additionalProperties: false };
const Name = T.String({ minLength: 1, maxLength: 80 });
export const Evidence = oneOf(['element', 'name', 'synonym', 'words', 'topic', 'code_table', 'shape']);

/** What a draft is about to collect. */
export const SimilarBody = T.Object(
  {
    entryId: nullable(Id),
    title: T.String({ maxLength: 120 }),
    subject: oneOf(['person', 'legal', 'other']),
    items: T.Array(
      T.Object(
        {
          name: T.String({ maxLength: 80 }),
          type: T.String({ maxLength: 20 }),
          element: T.String({ maxLength: 40 }),
          codeTable: T.String({ maxLength: 80 }),
        },
        closed,
      ),
      { maxItems: 300 },
    ),
  },
  closed,
);
export const SimilarView = T.Object({
  items: T.Array(
    T.Object({
      item: T.String(),
      /** What another department shares already, the most alike first; at most 3. */
      shared: T.Array(
        T.Object({
          entryId: Id,
          entryTitle: T.String(),
          departmentName: T.String(),
          otherItem: T.String(),
          score: T.Number(),
          evidence: T.Array(Evidence),
          /** The authority named this one the source. */
          isSource: T.Boolean(),
        }),
      ),
      /** Why it is collected again nevertheless; empty while nobody has said. */
      reason: T.String(),
    }),
  ),
});
export const ReasonBody = T.Object(
  { item: Name, reason: T.String({ minLength: 1, maxLength: 500, pattern: '\\S' }) },
  closed,
);

export const PairQuery = T.Object({ q: T.String({ maxLength: 60, default: '' }), ...PageQuery });
const Pair = T.Object({
  entryId: Id,
  item: T.String(),
  entryTitle: T.String(),
  departmentName: T.String(),
  otherEntryId: Id,
  otherItem: T.String(),
  otherEntryTitle: T.String(),
  otherDepartmentName: T.String(),
  score: T.Number(),
  evidence: T.Array(Evidence),
});
export const PairList = T.Object({ total: Count, items: T.Array(Pair) });
export const DifferentBody = T.Object(
  {
    entryId: Id,
    item: Name,
    otherEntryId: Id,
    otherItem: Name,
    reason: T.String({ minLength: 1, maxLength: 500, pattern: '\\S' }),
  },
  closed,
);

const Member = T.Object({ entryId: Id, item: Name }, closed);
export const DecideBody = T.Object(
  {
    /** What the item is called from now on. */
    name: Name,
    source: Member,
    others: T.Array(Member, { minItems: 1, maxItems: 100 }),
    helpUntil: CivilDate,
    note: T.String({ maxLength: 1000, default: '' }),
  },
  closed,
);
export const Decision = T.Object({
  id: Id,
  name: T.String(),
  sourceEntryId: Id,
  sourceItem: T.String(),
  sourceTitle: T.String(),
  sourceDepartmentId: Id,
  sourceDepartmentName: T.String(),
  helpUntil: CivilDate,
  note: T.String(),
  at: Instant,
  post: T.String(),
  endedAt: nullable(Instant),
  endedNote: T.String(),
  members: T.Array(
    T.Object({
      entryId: Id,
      item: T.String(),
      title: T.String(),
      departmentId: Id,
      departmentName: T.String(),
      helpedAt: nullable(Instant),
      helpedNote: T.String(),
    }),
  ),
  /** What the reader may do now. */
  actions: T.Array(oneOf(['end', 'help'])),
});
export const DecisionList = T.Object({ total: Count, items: T.Array(Decision) });
export const DecisionRecorded = T.Object({ decision: Decision, record: T.Integer() });
export const NoteBody = T.Object(
  { note: T.String({ minLength: 1, maxLength: 1000, pattern: '\\S' }) },
  closed,
);
export const PageOnly = T.Object(PageQuery);

export const PointerView = T.Object({
  items: T.Array(
    T.Object({
      item: T.String(),
      decisionId: Id,
      sourceEntryId: Id,
      sourceItem: T.String(),
      sourceTitle: T.String(),
      departmentName: T.String(),
    }),
  ),
});

export const JointBody = T.Object(
  {
    title: T.String({ minLength: 1, maxLength: 120, pattern: '\\S' }),
    leadDepartmentId: Id,
    /** How it is collected: one form, one visit, one system. */
    method: T.String({ maxLength: 500, default: '' }),
    parts: T.Array(
      T.Object(
        { departmentId: Id, work: T.String({ minLength: 1, maxLength: 500, pattern: '\\S' }) },
        closed,
      ),
      { minItems: 1, maxItems: 50 },
    ),
  },
  closed,
);
export const Joint = T.Object({
  id: Id,
  title: T.String(),
  leadDepartmentId: Id,
  leadDepartmentName: T.String(),
  method: T.String(),
  at: Instant,
  post: T.String(),
  endedAt: nullable(Instant),
  parts: T.Array(T.Object({ departmentId: Id, departmentName: T.String(), work: T.String() })),
});
export const JointList = T.Object({ items: T.Array(Joint) });
export const JointRecorded = T.Object({ joint: Joint, record: T.Integer() });
