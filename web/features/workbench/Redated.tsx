import { Alert, theme } from 'antd';
import { Link } from 'react-router';
import { formatDate, formatTime } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import type { Bench } from './todos.ts';

type Row = Bench['redated'][number];

/** 期限变动告知: dates that the calendar moved, before and after, for both parties, as long as the matter is under way. */
export function Redated({ rows, more }: { rows: readonly Row[]; more: number }) {
  const { t } = useText();
  if (rows.length === 0) return null;
  const all = rows.length + more;
  return (
    <Alert
      showIcon
      type="info"
      data-test="redated"
      title={t(
        `放假安排有变动，本部门 ${all} 个在办期限已重算`,
        `The calendar changed: ${all} of our dates under way were computed anew`,
      )}
      description={
        <>
          <ul style={{ margin: 0, paddingInlineStart: 20, display: 'grid', gap: 4 }}>
            {rows.map(row => (
              <Moved key={`${row.path} ${row.step}`} row={row} />
            ))}
          </ul>
          {more > 0 && <p>{t(`另有 ${more} 个，见各办件。`, `${more} more, each shown at its case.`)}</p>}
        </>
      }
    />
  );
}

function Moved({ row }: { row: Row }) {
  const { t, language } = useText();
  const { token } = theme.useToken();
  const words = (name: string, before: string | null, after: string | null, provisional: boolean): string =>
    before === after
      ? ''
      : `${name} ${formatDate(before, language)} → ${provisional ? t('约 ', 'about ') : ''}${formatDate(after, language)}`;
  const dates = [
    words(t('本地期限', 'local date'), row.localBefore, row.localAfter, row.localProvisional),
    words(t('法定期限', 'legal date'), row.legalBefore, row.legalAfter, row.legalProvisional),
  ].filter(word => word !== '');
  return (
    <li data-test="redated-row">
      <Link to={row.path}>{row.title}</Link> {row.no}
      {t('：', ': ')}
      {dates.join(t('，', ', '))}
      <span style={{ color: token.colorTextTertiary, marginInlineStart: 8 }}>
        {t(
          `依据${row.source}，${formatTime(row.at, language)} 告知`,
          `by ${row.source}, told ${formatTime(row.at, language)}`,
        )}
      </span>
    </li>
  );
}
