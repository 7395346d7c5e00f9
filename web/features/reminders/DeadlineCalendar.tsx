import { LeftOutlined, RightOutlined } from '@ant-design/icons';
import { Button, Calendar, Grid, theme } from 'antd';
import type { Dayjs } from 'dayjs';
import dayjs from 'dayjs';
import { useState } from 'react';
import { useLoad } from '../../api.ts';
import { useText } from '../../ui/language.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { DayItems } from './DayItems.tsx';
import { type Calendar as Days, TONE_WORDS, type Tone } from './types.ts';

const DAY = 'YYYY-MM-DD';

/** A month: how many are due each day and how the worst of them stands. The chosen day is listed below. */
export function DeadlineCalendar() {
  const { t } = useText();
  const { token } = theme.useToken();
  const narrow = Grid.useBreakpoint().md === false;
  const [chosen, setChosen] = useState<Dayjs>(() => dayjs());
  const month = chosen.startOf('month');
  // The weeks that a month's page shows begin before it and end after it.
  const { data, problem } = useLoad<Days>('/api/reminders/calendar', {
    from: month.subtract(7, 'day').format(DAY),
    to: month.add(1, 'month').add(13, 'day').format(DAY),
  });
  const days = new Map((data?.days ?? []).map(one => [one.date, one]));
  const tones: Record<Tone, { text: string; ground: string }> = {
    late: { text: token.colorErrorText, ground: token.colorErrorBg },
    due_today: { text: token.colorWarningText, ground: token.colorWarningBg },
    near: { text: token.colorWarningText, ground: token.colorWarningBg },
    normal: { text: token.colorPrimary, ground: token.colorPrimaryBg },
  };

  function cell(date: Dayjs) {
    const day = days.get(date.format(DAY));
    if (!day) return null;
    const { text, ground } = tones[day.tone];
    const words = t(`${day.clocks} 件`, String(day.clocks));
    return (
      <span
        data-test={`due-${day.date}`}
        style={{
          display: 'inline-block',
          padding: narrow ? '0 4px' : '0 8px',
          borderRadius: 4,
          fontSize: 12,
          color: text,
          background: ground,
        }}
      >
        <span aria-hidden>{narrow ? day.clocks : words}</span>
        <span className="sr-only">{`${words} ${t(...TONE_WORDS[day.tone])}`}</span>
        {!narrow && <span aria-hidden> {t(...TONE_WORDS[day.tone])}</span>}
      </span>
    );
  }

  return (
    <>
      {problem && <RefusalNotice problem={problem} />}
      <Calendar
        fullscreen={!narrow}
        className="deadline-calendar"
        value={chosen}
        onSelect={setChosen}
        headerRender={({ value, onChange }) => (
          <div style={{ display: 'flex', gap: 8, alignItems: 'center', paddingBottom: 12, flexWrap: 'wrap' }}>
            <Button
              icon={<LeftOutlined />}
              aria-label={t('上个月', 'Last month')}
              onClick={() => onChange(value.subtract(1, 'month'))}
            />
            <strong style={{ minWidth: 110, textAlign: 'center', fontWeight: 500 }} aria-live="polite">
              {t(`${value.year()} 年 ${value.month() + 1} 月`, value.format('YYYY-MM'))}
            </strong>
            <Button
              icon={<RightOutlined />}
              aria-label={t('下个月', 'Next month')}
              onClick={() => onChange(value.add(1, 'month'))}
            />
            <Button onClick={() => onChange(dayjs())}>{t('今天', 'Today')}</Button>
          </div>
        )}
        onChange={setChosen}
        fullCellRender={(date, { type }) =>
          type === 'date' ? (
            <DayCell
              date={date}
              chosen={date.isSame(chosen, 'day')}
              today={date.format(DAY) === data?.today}
              outside={!date.isSame(chosen, 'month')}
              narrow={narrow}
              onChoose={() => setChosen(date)}
            >
              {cell(date)}
            </DayCell>
          ) : null
        }
      />
      <DayItems date={chosen.format(DAY)} />
    </>
  );
}

interface CellProps {
  date: Dayjs;
  chosen: boolean;
  today: boolean;
  outside: boolean;
  narrow: boolean;
  onChoose: () => void;
  children: React.ReactNode;
}

/** A day is a button: it is reached by keyboard like any other. */
function DayCell({ date, chosen, today, outside, narrow, onChoose, children }: CellProps) {
  const { t } = useText();
  const { token } = theme.useToken();
  return (
    <button
      type="button"
      aria-pressed={chosen}
      onClick={event => {
        event.stopPropagation();
        onChoose();
      }}
      style={{
        display: 'flex',
        flexDirection: 'column',
        alignItems: narrow ? 'center' : 'flex-start',
        gap: 4,
        width: '100%',
        minHeight: narrow ? 56 : 76,
        padding: narrow ? 2 : 8,
        font: 'inherit',
        textAlign: 'start',
        cursor: 'pointer',
        color: outside ? token.colorTextTertiary : token.colorText,
        background: chosen ? token.colorFillTertiary : 'transparent',
        border: 'none',
        borderTop: `2px solid ${today ? token.colorPrimary : token.colorBorderSecondary}`,
      }}
    >
      <span>
        {date.date()}
        {today && !narrow && (
          <span style={{ fontSize: 12, color: token.colorPrimary }}> {t('今天', 'today')}</span>
        )}
      </span>
      {children}
    </button>
  );
}
