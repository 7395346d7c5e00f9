/** The working calendar over HTTP on a real database: loading, correcting, and what the parties of clocks are told. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { createDeadlines, type Deadlines, type Limit } from '#modules/deadlines/index.ts';
import { type Command, createAudited } from '#record/audited.ts';
import { PLATFORM } from '#vocabulary/actor.ts';
import { type Client, type ControlPlane, type Problem, openControlPlane } from './controlPlane.ts';

interface Calendar {
  year: number;
  years: number[];
  days: { date: string; kind: string; name: string; corrected: boolean }[];
  changes: {
    id: number;
    year: number | null;
    source: string;
    moved: number;
    inForce: boolean;
    post: string;
  }[];
  mayKeep: boolean;
}
interface Changed {
  changeId: number;
  clocks: number;
  moved: number;
  record: number;
}
interface Moved {
  subject: string;
  parties: number[];
  legalBefore: string | null;
  legalAfter: string | null;
  localProvisional: boolean;
  legalProvisional: boolean;
}

interface Telling {
  cause: string;
  localDue: string | null;
  legalDue: string | null;
  localProvisional: boolean;
  legalProvisional: boolean;
  source: string | null;
}

const NOTICE_2026 = readFileSync(new URL('../reference/calendar/notices/2026.txt', import.meta.url), 'utf8');
const NUMBER_2026 = '国办发明电〔2025〕7号';
/** Invented: no notice of 2027 is known. Its New Year differs from what anybody would guess. */
const NOTICE_2027 = `一、元旦：1月1日（周五）至4日（周一）放假调休，共4天。1月9日（周六）上班。
二、春节：2月5日（周五）至12日（周五）放假调休，共8天。
三、清明节：4月5日（周一）放假1天。
四、劳动节：5月1日（周六）至5日（周三）放假调休，共5天。
五、端午节：6月9日（周三）放假1天。
六、中秋节：9月15日（周三）放假1天。
七、国庆节：10月1日（周五）至7日（周四）放假调休，共7天。12月26日（周日）上班。`;
const NUMBER_2027 = '国办发明电〔2026〕99号';

let city: ControlPlane;
let authority: Client;
/** A second process on the same database, on Thursday 24 December 2026. */
let late: Deadlines;
let lateAt = Date.parse('2026-12-24T10:00:00+08:00');
let audited: ReturnType<typeof createAudited>;

before(async () => {
  city = await openControlPlane('calendar');
  authority = await city.as('authority', 'authority');
  const clock = { now: () => lateAt };
  audited = createAudited(city.storage.pools.write, clock.now);
  late = await createDeadlines({ db: city.db, audited, clock, homeRegion: city.policy.homeRegion });
});
after(() => city.close());

const command = (work: (tx: Command) => Promise<void>) =>
  audited(PLATFORM, 'test.clock', 'clock', async tx => ({ value: await work(tx) }));
const days = (n: number | null): Limit => ({ days: n, citation: null });
const load = <T>(year: number, text: string, source: string, by = authority) =>
  by.post<T>('/api/calendar/years', { year, text, source });
const overview = async (year: number) => (await authority.get<Calendar>(`/api/calendar?year=${year}`)).body;
const told = async (subject: string) =>
  (await authority.get<Telling[]>(`/api/calendar/tellings?subject=${subject}`)).body.map(one =>
    [
      one.cause,
      `${one.localProvisional ? 'about ' : ''}${one.localDue ?? '-'}`,
      `${one.legalProvisional ? 'about ' : ''}${one.legalDue ?? '-'}`,
      ...(one.source === null ? [] : [one.source]),
    ].join(' '),
  );

test('only the authority of the platform’s own region keeps the calendar; everybody may read it', async () => {
  const officer = await city.as('civil', 'data_officer');
  assert.equal((await officer.get<Calendar>('/api/calendar')).body.mayKeep, false);
  assert.equal((await overview(2026)).mayKeep, true);
  assert.equal(
    (await load<Problem>(2026, NOTICE_2026, NUMBER_2026, officer)).body.code,
    'platform.forbidden',
  );
  const district = await city.as('zhanhe', 'authority');
  for (const [url, body] of [
    ['/api/calendar/years', { year: 2026, text: NOTICE_2026, source: NUMBER_2026 }],
    ['/api/calendar/preview', { year: 2026, text: NOTICE_2026 }],
    [
      '/api/calendar/corrections',
      { date: '2030-03-04', kind: 'holiday', name: '', source: NUMBER_2026, reason: '测试' },
    ],
  ] as const) {
    const reply = await district.post<Problem>(url, body);
    assert.deepEqual([reply.status, reply.body.code], [403, 'deadlines.calendar_elsewhere'], url);
  }
  assert.deepEqual((await overview(2026)).years, [2030]);
});

test('a notice is read, shown and loaded as it stands; what is wrong with it is said', async () => {
  const preview = await authority.post<{
    number: string;
    days: unknown[];
    doubts: unknown[];
    replaces: boolean;
  }>('/api/calendar/preview', { year: 2026, text: NOTICE_2026 });
  assert.equal(preview.status, 200, JSON.stringify(preview.body));
  assert.deepEqual(
    [preview.body.number, preview.body.days.length, preview.body.replaces],
    [NUMBER_2026, 39, false],
  );
  assert.deepEqual((await overview(2026)).years, [2030], 'a preview keeps nothing');

  const refused = async (year: number, text: string, source: string): Promise<string> =>
    (await load<Problem>(year, text, source)).body.code;
  assert.equal(await refused(2026, NOTICE_2026, '国务院通知'), 'deadlines.source_needed');
  assert.equal(
    await refused(2026, NOTICE_2026.replace('共9天', '共8天'), NUMBER_2026),
    'deadlines.notice_unread',
  );
  assert.equal(await refused(2025, NOTICE_2026, NUMBER_2026), 'deadlines.notice_unread');
  const half = NOTICE_2026.slice(0, NOTICE_2026.indexOf('七、国庆节'));
  assert.equal(await refused(2026, half, NUMBER_2026), 'deadlines.year_unsound');
  // 春节 has no day that is the same every year.
  const without = (feast: string) =>
    NOTICE_2026.split('\n')
      .filter(line => !line.includes(`、${feast}：`))
      .join('\n');
  const gap = await load<Problem>(2026, without('春节'), NUMBER_2026);
  assert.deepEqual([gap.body.code, gap.body.facts['feasts']], ['deadlines.feasts_missing', '春节']);
  assert.deepEqual(preview.body.doubts, []);
  const odd = await authority.post<{ doubts: object[] }>('/api/calendar/preview', {
    year: 2026,
    text: NOTICE_2026.replace('5月9日（周六）上班。', ''),
  });
  assert.deepEqual(odd.body.doubts, [{ feast: '劳动节', counted: 3, lawful: 2 }]);

  const reply = await load<Changed>(2026, NOTICE_2026, '国办发明电[2025]7号');
  assert.equal(reply.status, 201, JSON.stringify(reply.body));
  assert.ok(reply.body.record > 0);
  const { years, days: known, changes } = await overview(2026);
  assert.deepEqual(years, [2026, 2030]);
  assert.equal(known.length, 39);
  assert.equal(changes[0]?.source, NUMBER_2026);
  assert.match(changes[0]?.post ?? '', /主管部门|authority|大数据/);
});

test('a clock into an unknown year is told a date with “about”, and the right one when the year comes', async () => {
  const [provider = 0, consumer = 0] = [city.departments['civil'], city.departments['market']];
  await command(async tx => {
    await late.start(tx, 'application:1', 'answer', days(5), days(10), { parties: [provider, consumer] });
    await late.start(tx, 'application:2', 'answer', days(null), days(10), { parties: [provider] });
    await late.start(tx, 'application:3', 'answer', days(5), days(null));
    await late.start(tx, 'application:4', 'answer', days(null), days(10));
    await late.move(tx, 'application:4', 'answer', 'stop');
  });
  assert.deepEqual(await told('application:1'), ['start 2026-12-31 about 2027-01-08']);
  assert.deepEqual(await told('application:3'), ['start 2026-12-31 -']);
  const waiting = (await authority.get<Moved[]>('/api/calendar/clocks')).body;
  assert.deepEqual(
    waiting.map(one => one.subject),
    ['application:1', 'application:2'],
  );
  assert.deepEqual(waiting[0]?.parties, [provider, consumer]);
  assert.deepEqual([waiting[0]?.localProvisional, waiting[0]?.legalProvisional], [false, true]);
  const before = await late.clocksOf(['application:1', 'application:2']);
  assert.equal(before.get('application:2')?.state, 'provisional');
  const both = before.get('application:1');
  assert.deepEqual([both?.provisional, both?.localProvisional, both?.legalProvisional], [false, false, true]);

  const preview = await authority.post<{ clocks: number; moved: number }>('/api/calendar/preview', {
    year: 2027,
    text: NOTICE_2027,
  });
  assert.deepEqual([preview.body.clocks, preview.body.moved], [3, 2], 'the stopped clock is not one of them');
  const { body } = await load<Changed>(2027, NOTICE_2027, NUMBER_2027);
  assert.deepEqual([body.clocks, body.moved], [3, 2]);

  assert.deepEqual(await told('application:1'), [
    'start 2026-12-31 about 2027-01-08',
    `calendar 2026-12-31 2027-01-09 ${NUMBER_2027}`,
  ]);
  assert.equal((await told('application:3')).length, 1, 'nothing moved: nothing is told');
  assert.equal((await told('application:4')).length, 1, 'a clock that has stopped is told nothing');
  // The other process has not been told of the change and counts by it all the same.
  const sights = await late.clocksOf(['application:1', 'application:2']);
  const [first, second] = [sights.get('application:1'), sights.get('application:2')];
  assert.deepEqual([first?.legalDue, first?.movedFrom, first?.state], ['2027-01-09', null, 'normal']);
  assert.deepEqual([second?.legalDue, second?.movedFrom], ['2027-01-09', '2027-01-08']);
  assert.deepEqual((await authority.get<Moved[]>('/api/calendar/clocks')).body, []);
  const moved = (await authority.get<Moved[]>(`/api/calendar/clocks?change=${body.changeId}`)).body;
  assert.deepEqual(
    moved.map(one => [one.subject, one.legalBefore, one.legalAfter, one.legalProvisional]),
    [
      ['application:1', '2027-01-08', '2027-01-09', false],
      ['application:2', '2027-01-08', '2027-01-09', false],
    ],
  );
});

test('a day is corrected with its source, once, and every date that rests on it follows', async () => {
  const correct = <T>(date: string, kind: string, more: object = {}) =>
    authority.post<T>('/api/calendar/corrections', {
      date,
      kind,
      name: '临时放假',
      source: '国办发明电〔2027〕1号',
      reason: '通知调整',
      ...more,
    });
  const { body } = await correct<Changed>('2027-01-09', 'ordinary');
  assert.equal(body.moved, 2);
  assert.equal((await late.clocksOf(['application:2'])).get('application:2')?.legalDue, '2027-01-11');
  assert.equal((await told('application:2')).length, 3);
  const code = async (reply: ReturnType<typeof correct<Problem>>): Promise<string> => (await reply).body.code;
  assert.equal(await code(correct('2027-01-09', 'ordinary')), 'deadlines.nothing_changed');
  // A Friday that is worked anyhow.
  assert.equal(await code(correct('2027-03-05', 'workday')), 'deadlines.nothing_changed');
  assert.equal(await code(correct('2029-01-09', 'holiday')), 'deadlines.year_unknown');
  assert.equal(
    await code(correct('2027-03-05', 'holiday', { source: '电话通知' })),
    'deadlines.source_needed',
  );
  const day = (await overview(2027)).days.find(one => one.date === '2027-01-09');
  assert.deepEqual([day?.kind, day?.corrected], ['ordinary', true]);
  // Loading the year again does not undo a correction, and leaves what was loaded before for who asks.
  assert.equal((await load<Changed>(2027, NOTICE_2027, NUMBER_2027)).body.moved, 0);
  const loads = (await overview(2027)).changes.filter(one => one.year === 2027);
  assert.deepEqual(
    loads.map(one => one.inForce),
    [true, false],
  );
});

test('a year that reaches back may not contradict the year before', async () => {
  const notice = (december: string): string => `一、元旦：${december}
二、春节：1月25日至31日放假调休，共7天。
三、清明节：4月4日放假1天。
四、劳动节：5月1日至5日放假调休，共5天。
五、端午节：5月29日放假1天。
六、国庆节、中秋节：10月1日至8日放假调休，共8天。`;
  const source = '国办发明电〔2027〕88号';
  const clash = await load<Problem>(2028, notice('2027年12月25日至2028年1月1日放假调休，共8天。'), source);
  assert.deepEqual([clash.status, clash.body.code], [409, 'deadlines.contradicts']);
  assert.equal(clash.body.facts['date'], '2027-12-26');
  const fits = await load<Changed>(2028, notice('2027年12月31日至2028年1月2日放假调休，共3天。'), source);
  assert.equal(fits.status, 201, JSON.stringify(fits.body));
  assert.ok((await overview(2027)).days.some(day => day.date === '2027-12-31' && day.kind === 'holiday'));
});

test('a pause tells no date, what follows it does, and a clock pauses only once', async () => {
  lateAt = Date.parse('2026-11-16T09:00:00+08:00');
  await command(tx => late.start(tx, 'application:9', 'answer', days(5), days(10)));
  lateAt = Date.parse('2026-11-18T09:00:00+08:00');
  await command(tx => late.move(tx, 'application:9', 'answer', 'pause'));
  lateAt = Date.parse('2026-11-27T09:00:00+08:00');
  await command(tx => late.move(tx, 'application:9', 'answer', 'resume'));
  const refusedAs = (code: string) => (error: unknown) => (error as Problem).code === code;
  await assert.rejects(
    command(tx => late.move(tx, 'application:9', 'answer', 'pause')),
    refusedAs('deadlines.paused_before'),
  );
  await assert.rejects(
    command(tx => late.move(tx, 'application:9', 'answer', 'resume')),
    refusedAs('deadlines.not_paused'),
  );
  const extend = (n: number) =>
    command(tx =>
      late.extend(tx, 'application:9', 'answer', { days: n, most: 10, local: false, citation: null }),
    );
  await assert.rejects(extend(11), refusedAs('deadlines.too_long'));
  await extend(3);
  await assert.rejects(extend(3), refusedAs('deadlines.extended_before'));
  assert.deepEqual(await told('application:9'), [
    'start 2026-11-23 2026-11-30',
    'resume 2026-12-02 2026-12-09',
    'extend 2026-12-02 2026-12-14',
  ]);
  await command(tx => late.move(tx, 'application:9', 'answer', 'stop'));
  await command(tx => late.move(tx, 'application:9', 'answer', 'pause'));
  assert.equal((await late.clocksOf(['application:9'])).get('application:9')?.state, 'done');
});

test('whoever is late cannot be extended any more, and the refusal names the date and the clause', async () => {
  lateAt = Date.parse('2026-11-16T09:00:00+08:00');
  const citation = policyClause();
  await command(tx => late.start(tx, 'application:10', 'answer', days(5), days(10)));
  lateAt = Date.parse('2026-12-01T00:00:00+08:00');
  await assert.rejects(
    command(tx => late.extend(tx, 'application:10', 'answer', { days: 3, most: 10, local: false, citation })),
    (error: unknown) => {
      const { code, facts, citation: cited, title } = error as Problem & { title: { zh: string } };
      assert.deepEqual([code, facts['due']], ['deadlines.due_passed', '2026-11-30']);
      assert.equal(cited?.article, '第二十一条');
      assert.match(title.zh, /2026-11-30/);
      return true;
    },
  );
  assert.equal((await late.clocksOf(['application:10'])).get('application:10')?.extendedDays, 0);
});

const policyClause = () =>
  city.policy.findCitation(city.policy.homeRegion, 'answer.extension.days') ?? assert.fail('no clause');
