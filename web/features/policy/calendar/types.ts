import type { Static } from 'typebox';
import type * as deadlines from '#modules/deadlines/contract.ts';

export type Calendar = Static<typeof deadlines.CalendarView>;
export type Day = Calendar['days'][number];
export type Change = Calendar['changes'][number];
export type Preview = Static<typeof deadlines.PreviewView>;
export type Changed = Static<typeof deadlines.CalendarChanged>;
export type MovedClock = Static<typeof deadlines.MovedView>;
export type Telling = Static<typeof deadlines.TellingView>;
export interface DepartmentName {
  id: number;
  name: string;
  nameEn: string;
}
