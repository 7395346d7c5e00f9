import { Button, Tooltip, theme } from 'antd';
import { formatDate } from '../../../ui/format.ts';
import { useText } from '../../../ui/language.tsx';
import { type Cell, weeksOf } from './months.ts';
import type { Day } from './types.ts';

const WEEKDAYS = ['一', '二', '三', '四', '五', '六', '日'] as const;
const WEEKDAYS_EN = ['M', 'T', 'W', 'T', 'F', 'S', 'S'] as const;
const MONTHS_EN = [
  'Jan',
  'Feb',
  'Mar',
  'Apr',
  'May',
  'Jun',
  'Jul',
  'Aug',
  'Sep',
  'Oct',
  'Nov',
  'Dec',
] as const;

interface YearProps {
  year: number;
  days: readonly Day[];
  today: string;
  /** Called with a day that the reader wants to correct; without it days are not buttons. */
  onPick?: ((cell: Cell) => void) | undefined;
}

/** Twelve months. Off and shifted days carry a word (休, 班) besides their colour. */
export function YearView({ year, days, today, onPick }: YearProps) {
  const special = new Map(days.map(day => [day.date, day]));
  return (
    <div
      data-test="calendar-year"
      style={{
        display: 'grid',
        gridTemplateColumns: 'repeat(auto-fill, minmax(232px, 1fr))',
        gap: '20px 24px',
        alignItems: 'start',
      }}
    >
      {Array.from({ length: 12 }, (_, index) => (
        <Month
          key={index}
          year={year}
          month={index + 1}
          weeks={weeksOf(year, index + 1, special)}
          today={today}
          onPick={onPick}
        />
      ))}
    </div>
  );
}

function Month({
  year,
  month,
  weeks,
  today,
  onPick,
}: {
  year: number;
  month: number;
  weeks: readonly (readonly (Cell | null)[])[];
  today: string;
  onPick: YearProps['onPick'];
}) {
  const { t } = useText();
  const { token } = theme.useToken();
  return (
    <table style={{ borderCollapse: 'collapse', width: '100%', tableLayout: 'fixed' }}>
      <caption style={{ textAlign: 'start', fontWeight: 500, paddingBottom: 4 }}>
        {t(`${month} 月`, `${MONTHS_EN[month - 1]} ${year}`)}
      </caption>
      <thead>
        <tr>
          {WEEKDAYS.map((day, index) => (
            <th
              key={day}
              scope="col"
              style={{ fontWeight: 400, fontSize: 12, color: token.colorTextTertiary, padding: 2 }}
            >
              {t(day, WEEKDAYS_EN[index] ?? '')}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week, index) => (
          <tr key={index}>
            {week.map((cell, place) => (
              <td key={cell?.date ?? place} style={{ padding: 1, textAlign: 'center', height: 38 }}>
                {cell && <DayCell cell={cell} isToday={cell.date === today} onPick={onPick} />}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function DayCell({ cell, isToday, onPick }: { cell: Cell; isToday: boolean; onPick: YearProps['onPick'] }) {
  const { t, language } = useText();
  const { token } = theme.useToken();
  const words = {
    holiday: t('休', 'off'),
    workday: t('班', 'work'),
    rest: '',
    ordinary: '',
  }[cell.mark];
  const color = {
    holiday: token.colorSuccess,
    workday: token.colorWarning,
    rest: token.colorTextTertiary,
    ordinary: token.colorText,
  }[cell.mark];
  const style = {
    width: '100%',
    height: 36,
    padding: 0,
    display: 'inline-flex',
    alignItems: 'center',
    justifyContent: 'center',
    color,
    borderRadius: token.borderRadiusSM,
    background:
      cell.mark === 'holiday'
        ? token.colorSuccessBg
        : cell.mark === 'workday'
          ? token.colorWarningBg
          : 'transparent',
    outline: isToday ? `2px solid ${token.colorPrimary}` : 'none',
    outlineOffset: -2,
  };
  const inside = (
    <span style={{ display: 'grid', justifyItems: 'center', lineHeight: '15px' }}>
      <span>
        {cell.day}
        {cell.corrected && <span aria-hidden>*</span>}
      </span>
      {words !== '' && <span style={{ fontSize: 11 }}>{words}</span>}
    </span>
  );
  const label = [
    formatDate(cell.date, language, true),
    cell.name,
    words,
    cell.corrected ? t('已更正', 'corrected') : '',
  ]
    .filter(part => part !== '')
    .join(' ');
  const shown = onPick ? (
    <Button type="text" aria-label={label} style={style} onClick={() => onPick(cell)} data-date={cell.date}>
      {inside}
    </Button>
  ) : (
    <span style={style} data-date={cell.date}>
      {inside}
    </span>
  );
  return cell.name === '' && !cell.corrected ? shown : <Tooltip title={label}>{shown}</Tooltip>;
}
