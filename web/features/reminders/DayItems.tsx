import { theme } from 'antd';
import { Link } from 'react-router';
import { useLoad } from '../../api.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { formatDate } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { type Day, standing, stepWords } from './types.ts';

/** What is due on the chosen day. */
export function DayItems({ date }: { date: string }) {
  const { t, language } = useText();
  const { token } = theme.useToken();
  const { data, problem } = useLoad<Day>(`/api/reminders/calendar/${date}`);
  const shown = data?.date === date ? data : undefined;
  const day = formatDate(date, language, true);
  return (
    <section aria-label={t('当天到期', 'Due on this day')} style={{ marginTop: 16 }}>
      <h2 style={{ fontSize: 15, fontWeight: 500, margin: '0 0 8px' }} aria-live="polite">
        {t(`${day} 到期`, `Due on ${day}`)}
        {shown && t(`：${shown.total} 件`, `: ${shown.total}`)}
      </h2>
      {problem && <RefusalNotice problem={problem} />}
      {!shown && !problem && <Loading rows={3} />}
      {shown?.total === 0 && (
        <EmptyState title={t('这一天没有到期的事项。', 'Nothing is due on this day.')} />
      )}
      {shown && shown.items.length > 0 && (
        <ul className="stacked">
          {shown.items.map(one => (
            <li key={one.clockId} data-test="due-item" style={{ borderColor: token.colorBorderSecondary }}>
              <div style={{ display: 'flex', gap: 12, justifyContent: 'space-between', flexWrap: 'wrap' }}>
                <span>
                  <Link to={one.path}>{t(one.title.zh, one.title.en)}</Link>{' '}
                  <span style={{ fontSize: 12, color: token.colorTextTertiary }}>{one.no}</span>
                </span>
                <span
                  style={{ color: one.state === 'late' ? token.colorErrorText : token.colorTextSecondary }}
                >
                  {t(...standing(one))}
                </span>
              </div>
              <div style={{ fontSize: 12, color: token.colorTextTertiary }}>
                {t(
                  `${stepWords(one.step)[0]}：${one.department.name}${one.others.length > 0 ? `；相关部门：${one.others.map(other => other.name).join('、')}` : ''}`,
                  `${stepWords(one.step)[1]}: ${one.department.name}${one.others.length > 0 ? `; other sides: ${one.others.map(other => other.name).join(', ')}` : ''}`,
                )}
              </div>
            </li>
          ))}
        </ul>
      )}
      {shown && shown.total > shown.items.length && (
        <p style={{ marginTop: 8, color: token.colorTextTertiary }}>
          {t(`只列前 ${shown.items.length} 件。`, `The first ${shown.items.length} are listed.`)}
        </p>
      )}
    </section>
  );
}
