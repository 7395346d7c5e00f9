import { Type as T } from 'typebox';
import type { Http } from '#kernel/http.ts';
import type { Recorded } from '#record/audited.ts';
import * as contract from './contract.ts';
import type { Moved } from './keeping.ts';
import type { Deadlines } from './service.ts';

const TAG = '工作日历';

const changed = ({ value, record }: Recorded<Moved>) => ({ ...value, record });

export function declareDeadlines({ http, deadlines }: { http: Http; deadlines: Deadlines }): void {
  http.route({
    method: 'GET',
    url: '/api/calendar',
    access: 'signed_in',
    tag: TAG,
    query: contract.CalendarQuery,
    reply: contract.CalendarView,
    summary: {
      zh: '工作日历：放假、调休上班和依据',
      en: 'The working calendar with the notices it rests on',
    },
    handle: ({ actor, query }) => deadlines.overview(actor, query.year),
  });
  http.route({
    method: 'POST',
    url: '/api/calendar/preview',
    access: 'calendar.manage',
    tag: TAG,
    body: contract.PreviewBody,
    reply: contract.PreviewView,
    summary: {
      zh: '识别放假通知并预览影响，不保存',
      en: 'Read a notice and say what loading it would do; nothing is kept',
    },
    handle: ({ actor, body }) => deadlines.preview(actor, body.year, body.text),
  });
  http.route({
    method: 'POST',
    url: '/api/calendar/years',
    access: 'calendar.manage',
    tag: TAG,
    body: contract.LoadBody,
    reply: contract.CalendarChanged,
    status: 201,
    summary: {
      zh: '载入一年的放假安排，在办期限随即重算',
      en: 'Load the schedule of a year; running clocks are computed anew',
    },
    handle: async ({ actor, body }) => changed(await deadlines.loadYear(actor, body)),
  });
  http.route({
    method: 'POST',
    url: '/api/calendar/corrections',
    access: 'calendar.manage',
    tag: TAG,
    body: contract.CorrectBody,
    reply: contract.CalendarChanged,
    status: 201,
    summary: { zh: '更正一天，在办期限随即重算', en: 'Correct one day; running clocks are computed anew' },
    handle: async ({ actor, body }) => changed(await deadlines.correctDay(actor, body)),
  });
  http.route({
    method: 'GET',
    url: '/api/calendar/clocks',
    access: 'calendar.manage',
    tag: TAG,
    query: contract.MovedQuery,
    reply: T.Array(contract.MovedView),
    summary: {
      zh: '某次变更改动的期限；不指明变更时为等待放假安排的期限',
      en: 'Dates that a change moved; without one, dates that wait for a year’s schedule',
    },
    handle: ({ actor, query }) => deadlines.movedClocks(actor, query.change),
  });
  http.route({
    method: 'GET',
    url: '/api/calendar/tellings',
    access: 'calendar.manage',
    tag: TAG,
    query: contract.TellingQuery,
    reply: T.Array(contract.TellingView),
    summary: {
      zh: '一个事项的各方先后被告知的期限',
      en: 'Which dates the parties of a matter were told, one after the other',
    },
    handle: ({ actor, query }) => deadlines.tellings(actor, query.subject),
  });
}
