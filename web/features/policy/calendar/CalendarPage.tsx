import { Alert, Button, Card, Modal, Segmented } from 'antd';
import { useState } from 'react';
import { useLoad } from '../../../api.ts';
import { useFilters } from '../../../ui/FilterBar.tsx';
import { formatDate } from '../../../ui/format.ts';
import { useText } from '../../../ui/language.tsx';
import { Loading } from '../../../ui/Loading.tsx';
import { PageTitle } from '../../../ui/PageTitle.tsx';
import { RefusalNotice } from '../../../ui/RefusalNotice.tsx';
import { PolicyTabs } from '../PolicyTabs.tsx';
import { Changes } from './Changes.tsx';
import { CorrectDialog } from './CorrectDialog.tsx';
import { LoadDialog } from './LoadDialog.tsx';
import { MovedClocks } from './MovedClocks.tsx';
import { type Cell, spans } from './months.ts';
import type { Calendar, Change, MovedClock } from './types.ts';
import { YearView } from './YearView.tsx';

/** 工作日历: the days by which every time limit is counted, year by year, with the notices behind them. */
export function CalendarPage() {
  const { t, language } = useText();
  const filters = useFilters();
  const { data, problem, reload } = useLoad<Calendar>('/api/calendar', { year: filters.one('year') });
  const waiting = useLoad<MovedClock[]>(data?.mayKeep === true ? '/api/calendar/clocks' : null);
  const [loading, setLoading] = useState(false);
  const [picked, setPicked] = useState<Cell | null>(null);
  const [shown, setShown] = useState<Change | 'waiting' | null>(null);
  if (!data) return problem ? <RefusalNotice problem={problem} /> : <Loading rows={12} />;

  const thisYear = Number(data.today.slice(0, 4));
  const last = Math.max(thisYear, ...data.years);
  const known = data.years.includes(data.year);
  const choices = [...new Set([...data.years.slice(-7), thisYear, last + 1])].sort((a, b) => a - b);
  const waits = waiting.data?.length ?? 0;
  const done = () => {
    reload();
    waiting.reload();
  };
  return (
    <>
      <PageTitle
        title={t('工作日历', 'Working calendar')}
        sub={
          data.knownThrough === null
            ? t(
                '今年的放假安排还没有载入，期限暂按星期计算',
                'This year’s schedule is not loaded: dates follow the week',
              )
            : t(
                `放假安排已知至 ${data.knownThrough}；当日不计入，到期日 24:00 止（北京时间）`,
                `Known through ${formatDate(data.knownThrough, language)}; the first day does not count, a date ends at 24:00 Beijing time`,
              )
        }
        actions={
          data.mayKeep && (
            <Button type="primary" data-test="calendar-load" onClick={() => setLoading(true)}>
              {t('载入放假通知', 'Load a notice')}
            </Button>
          )
        }
      />
      <PolicyTabs current="/calendar" />
      <div className="cards">
        {waits > 0 && (
          <Alert
            showIcon
            type="warning"
            data-test="calendar-waiting"
            title={t(
              `${waits} 个在办期限跨入放假安排未公布的年份，日期标“约”；载入该年通知后自动重算并告知双方。`,
              `${waits} dates under way reach into a year whose schedule is not known and say “about”; they are computed anew, and both sides told, once its notice is loaded.`,
            )}
            action={<Button onClick={() => setShown('waiting')}>{t('查看', 'Show them')}</Button>}
          />
        )}
        <Segmented<number>
          value={data.year}
          options={choices.map(year => ({ value: year, label: String(year) }))}
          onChange={year => filters.put('year', String(year))}
          style={{ justifySelf: 'start', maxWidth: '100%', overflowX: 'auto' }}
        />
        {!known && (
          <Alert
            showIcon
            type="info"
            title={t(
              `${data.year} 年的放假安排还没有载入。通知一般在上一年 10 月至 12 月发布；此前期限按星期推算，并标“约”。`,
              `The schedule of ${data.year} is not loaded. The notice usually appears between October and December of the year before; until then dates follow the week and say “about”.`,
            )}
          />
        )}
        <Card>
          <YearView
            year={data.year}
            days={data.days}
            today={data.today}
            onPick={data.mayKeep && known ? setPicked : undefined}
          />
          <Basis calendar={data} />
          <p style={{ marginTop: 8 }}>
            {t(
              '休：放假；班：周末调休上班；*：单日更正。其余周一至周五上班。',
              'off: a day off; work: a weekend day that is worked; *: corrected. All other days follow the week.',
            )}
            {data.mayKeep && known && ` ${t('点某一天可以更正。', 'Choose a day to correct it.')}`}
          </p>
        </Card>
        <Changes changes={data.changes} onMoved={data.mayKeep ? setShown : undefined} />
      </div>
      {loading && (
        <LoadDialog
          year={known ? last + 1 : data.year}
          today={data.today}
          onClose={() => setLoading(false)}
          onDone={year => {
            setLoading(false);
            filters.put('year', String(year));
            done();
          }}
        />
      )}
      {picked && (
        <CorrectDialog
          cell={picked}
          onClose={() => setPicked(null)}
          onDone={() => {
            setPicked(null);
            done();
          }}
        />
      )}
      {shown !== null && (
        <Modal
          open
          width={860}
          footer={null}
          title={
            shown === 'waiting'
              ? t('等待放假安排的期限', 'Dates that wait for a schedule')
              : t('这次变更改动的期限', 'Dates that this change moved')
          }
          onCancel={() => setShown(null)}
        >
          <MovedClocks change={shown === 'waiting' ? null : shown.id} />
        </Modal>
      )}
    </>
  );
}

/** What the year that is shown rests on; and which years rest on no notice. */
function Basis({ calendar: { year, bases } }: { calendar: Calendar }) {
  const { t } = useText();
  const basis = bases.find(one => one.year === year);
  if (!basis) return null;
  const byNotice = bases.filter(one => one.byNotice).map(one => one.year);
  const others = bases.filter(one => !one.byNotice).map(one => one.year);
  return (
    <div style={{ marginTop: 16 }} data-test="calendar-basis">
      <p>
        {basis.byNotice
          ? t(`${year} 年依据放假通知：${basis.source}`, `${year} rests on the notice ${basis.source}`)
          : t(
              `${year} 年未取得通知原文，依据数据包：${basis.source}`,
              `${year} rests on no notice but on data packages: ${basis.source}`,
            )}
      </p>
      {others.length > 0 && (
        <p>
          {t(
            `依据通知的年份：${spans(byNotice, '、')}；依据数据包的年份：${spans(others, '、')}。`,
            `Years that rest on a notice: ${spans(byNotice, ', ')}. Years that rest on data packages: ${spans(others, ', ')}.`,
          )}
        </p>
      )}
    </div>
  );
}
