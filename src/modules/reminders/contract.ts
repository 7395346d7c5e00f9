import { Type as T } from 'typebox';
import { CivilDate, Count, Id, PageQuery, oneOf } from '#kernel/schema.ts';
import { FileReply, TemplateQuery } from '#modules/inventory/contract.ts';

export { FileReply };
const { format } = TemplateQuery.properties;

const Words = T.Object({ zh: T.String(), en: T.String() });
const Party = T.Object({ id: Id, name: T.String() });

/** A step that has a date, as a list shows it. */
export const DueItem = T.Object({
  clockId: Id,
  /** What it belongs to: application:12. */
  subject: T.String(),
  step: T.String(),
  title: Words,
  no: T.String(),
  path: T.String(),
  /** Whose turn it is. */
  department: Party,
  /** The other sides. */
  others: T.Array(Party),
  due: CivilDate,
  remaining: Count,
  lateDays: Count,
  state: T.String(),
});

export const OVERDUE_BOXES = ['all', 'ours', 'theirs'] as const;
const overdueFilter = {
  /** `ours`: it is my department's turn; `theirs`: my department waits for others. */
  box: T.Optional(oneOf(OVERDUE_BOXES)),
  departmentId: T.Optional(Id),
  step: T.Optional(T.String({ maxLength: 40 })),
  /** At least so many working days late. */
  late: T.Integer({ minimum: 0, maximum: 1000, default: 0 }),
};
export const OverdueQuery = T.Object({ ...overdueFilter, ...PageQuery });
export const OverdueExportQuery = T.Object({ ...overdueFilter, format });
export const OverdueView = T.Object({
  items: T.Array(DueItem),
  total: Count,
  /** Before the filters of department and step: what there is to choose from. */
  departments: T.Array(T.Object({ id: Id, name: T.String(), clocks: Count, worst: Count })),
  steps: T.Array(T.Object({ step: T.String(), clocks: Count })),
  /** There are more than are looked at: the oldest are. */
  more: T.Boolean(),
});

export const TONES = ['late', 'due_today', 'near', 'normal'] as const;
export const CalendarQuery = T.Object({ from: CivilDate, to: CivilDate, departmentId: T.Optional(Id) });
export const CalendarView = T.Object({
  today: CivilDate,
  days: T.Array(T.Object({ date: CivilDate, clocks: Count, tone: oneOf(TONES) })),
});
export const ByDate = T.Object({ date: CivilDate });
export const DayQuery = T.Object({ departmentId: T.Optional(Id) });
export const DayView = T.Object({
  date: CivilDate,
  items: T.Array(DueItem),
  /** Of the day; the list holds the first hundred. */
  total: Count,
});
