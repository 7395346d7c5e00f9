/** The working calendar and the simulator at the page: the authority loads, corrects and tries; others look. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { type Installation, type Running, newInstallation } from '../instance.ts';
import { type Window, buildPage, chromiumMissing, openWindow } from './browser.ts';

/** Invented: no notice of 2027 is known. */
const NOTICE = `国办发明电〔2026〕99号
一、元旦：1月1日（周五）至4日（周一）放假调休，共4天。1月9日（周六）上班。
二、春节：2月5日（周五）至12日（周五）放假调休，共8天。
三、清明节：4月5日（周一）放假1天。
四、劳动节：5月1日（周六）至5日（周三）放假调休，共5天。
五、端午节：6月9日（周三）放假1天。
六、中秋节：9月15日（周三）放假1天。
七、国庆节：10月1日（周五）至7日（周四）放假调休，共7天。`;

describe('The working calendar at the page', { skip: chromiumMissing() }, () => {
  let installation: Installation;
  let running: Running;
  let window: Window;

  before(async () => {
    await buildPage();
    installation = await newInstallation('calendar');
    running = await installation.start({ SHUQIAO_DEMO_SCALE: '0.01' });
    window = await openWindow(running.base);
  });
  after(async () => {
    await window?.close();
    await running?.stop();
    await installation?.drop();
  });

  const textOf = (date: string) => window.page.locator(`[data-date="${date}"]`).innerText();

  test('the authority pastes a notice, sees the days that were read, and loads them', async () => {
    await window.signIn('sj.authority');
    await window.go('/calendar?year=2026');
    await window.hook('calendar-year').waitFor();
    assert.match(await textOf('2026-10-10'), /班/);
    assert.match(await textOf('2026-10-01'), /休/);
    assert.doesNotMatch(await textOf('2026-11-23'), /[休班]/);

    await window.hook('calendar-load').click();
    await window.hook('calendar-text').fill(NOTICE.replace('共8天', '共7天'));
    await window.hook('calendar-load-confirm').click();
    await window.page.getByText('天数与日期对不上').waitFor();
    await window.hook('calendar-text').fill(NOTICE);
    await window.hook('calendar-load-confirm').click();
    await window.page.getByText('识别出放假 27 天、调休上班 1 天').waitFor();
    assert.equal(await window.hook('calendar-source').inputValue(), '国办发明电〔2026〕99号');
    await window.hook('calendar-load-confirm').click();
    await window.page.getByText('放假安排已知至 2027-12-31').waitFor();
    assert.match(await textOf('2027-01-09'), /班/);
  });

  test('a day is corrected with the notice that says so, and the change is listed', async () => {
    await window.page.locator('[data-date="2027-03-15"]').click();
    await window.hook('calendar-correct-source').fill('国办发明电〔2027〕1号');
    await window.hook('calendar-correct-reason').fill('临时放假');
    await window.hook('calendar-correct-confirm').click();
    await window.page.locator('[data-date="2027-03-15"]', { hasText: '休' }).waitFor();
    await window.page.getByRole('cell', { name: '国办发明电〔2027〕1号' }).waitFor();
  });

  test('each year says what it rests on: its notice, or the packages where none is at hand', async () => {
    const basis = window.hook('calendar-basis');
    await window.go('/calendar?year=2026');
    await basis.getByText('2026 年依据放假通知：国办发明电〔2025〕7号').waitFor();
    await window.go('/calendar?year=2020');
    await basis.getByText('2020 年未取得通知原文').waitFor();
    await basis.getByText('依据通知的年份：2021–2027；依据数据包的年份：2019–2020。').waitFor();
  });

  test('a table of past cases is tried under the decree, by department, and a slip names its line', async () => {
    await window.go('/rules/simulate?of=table&from=2026-03-01');
    await window.hook('past-cases-example').click();
    await window.hook('sentence').getByText('受理的 71 件中有 9 件超期（按当时的规定是 24 件）').waitFor();
    await window.page.getByRole('button', { name: '只看市公安局的办件' }).click();
    await window.page.getByRole('button', { name: '看全部部门' }).waitFor();
    const text = await window.hook('past-cases').inputValue();
    await window.hook('past-cases').fill(text.replace('2026-01-13', '2026-13-01'));
    await window.hook('past-cases-run').click();
    await window.page.getByText('表格第 3 行：“2026-13-01”不是今天或以前的日期').waitFor();
  });

  test('a department reads the calendar and cannot change it', async () => {
    await window.signOut();
    await window.signIn('mz.officer');
    await window.go('/calendar?year=2027');
    await window.hook('calendar-year').waitFor();
    assert.match(await textOf('2027-03-15'), /休/);
    assert.equal(await window.hook('calendar-load').count(), 0);
    assert.equal(await window.page.locator('button[data-date]').count(), 0);
    assert.deepEqual(window.complaints, []);
    assert.deepEqual(window.refused, ['422 POST /api/calendar/preview', '422 POST /api/simulations/file']);
  });
});
