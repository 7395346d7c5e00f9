import type { Http } from '#kernel/http.ts';
import { asFile } from '#sheets/index.ts';
import * as contract from './contract.ts';
import type { Reminders } from './service.ts';

const tag = '期限提醒';

export function declareReminders({ http, reminders }: { http: Http; reminders: Reminders }): void {
  const { overdue } = reminders;
  http.route({
    method: 'GET',
    url: '/api/reminders/overdue',
    access: 'sharing.read',
    tag,
    query: contract.OverdueQuery,
    reply: contract.OverdueView,
    summary: { zh: '超期的办件', en: 'What is overdue' },
    handle: ({ actor, query }) => overdue.list(actor, query),
  });
  http.route({
    method: 'GET',
    url: '/api/reminders/overdue/export',
    access: 'sharing.read',
    tag,
    query: contract.OverdueExportQuery,
    reply: contract.FileReply,
    summary: { zh: '导出超期的办件', en: 'What is overdue, as a spreadsheet' },
    handle: async ({ actor, query, reply }) => asFile(reply, await overdue.export(actor, query)),
  });
  http.route({
    method: 'GET',
    url: '/api/reminders/calendar',
    access: 'sharing.read',
    tag,
    query: contract.CalendarQuery,
    reply: contract.CalendarView,
    summary: { zh: '期限日历：每天到期的件数', en: 'Deadlines as a calendar: how many are due each day' },
    handle: ({ actor, query }) => overdue.calendar(actor, query),
  });
  http.route({
    method: 'GET',
    url: '/api/reminders/calendar/:date',
    access: 'sharing.read',
    tag,
    params: contract.ByDate,
    query: contract.DayQuery,
    reply: contract.DayView,
    summary: { zh: '某一天到期的办件', en: 'What is due on a day' },
    handle: ({ actor, params, query }) => overdue.day(actor, params.date, query.departmentId),
  });
}
