import { Card, theme } from 'antd';
import type { ReactNode } from 'react';
import { formatCount, formatPercent } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import type { Series } from './types.ts';
import { formatBytes, formatMicros } from './words.ts';

/** The period in a handful of figures. */
export function Figures({ series }: { series: Series }) {
  const { t, language } = useText();
  const { total, before } = series;
  const failures = total.refused + total.failed;
  const served = total.calls - failures;
  const growth = before && before.calls > 0 ? (total.calls - before.calls) / before.calls : null;
  return (
    <Card>
      <div className="number-row" data-test="figures">
        <Figure
          label={t('调用', 'Calls')}
          value={formatCount(total.calls, language, true)}
          sub={
            growth === null
              ? undefined
              : t(
                  `比前一段${growth >= 0 ? '多' : '少'} ${formatPercent(Math.abs(growth), language, 0)}`,
                  `${formatPercent(Math.abs(growth), language, 0)} ${growth >= 0 ? 'more' : 'less'} than before`,
                )
          }
        />
        <Figure
          label={t('成功率', 'Answered')}
          value={formatPercent(served / total.calls, language, 2)}
          sub={t(
            `拒绝 ${formatCount(total.refused, language, true)}，出错 ${formatCount(total.failed, language, true)}`,
            `${formatCount(total.refused, language, true)} refused, ${formatCount(total.failed, language, true)} failed`,
          )}
        />
        <Figure
          label={t('返回条数', 'Rows')}
          value={formatCount(total.rows, language, true)}
          sub={t(
            `查无结果 ${formatCount(total.empty, language, true)} 次`,
            `${formatCount(total.empty, language, true)} found nothing`,
          )}
        />
        <Figure label={t('数据量', 'Bytes')} value={formatBytes(total.bytes)} />
        <Figure
          label={t('一半在此时间内应答', 'Half answered within')}
          value={formatMicros(total.p50, language)}
          sub={t('P50，误差不超过 9%', 'p50, within 9%')}
        />
        <Figure
          label={t('95% 在此时间内应答', '95% answered within')}
          value={formatMicros(total.p95, language)}
          sub={`P99 ${formatMicros(total.p99, language)}`}
        />
      </div>
    </Card>
  );
}

function Figure({ label, value, sub }: { label: string; value: string; sub?: ReactNode }) {
  const { token } = theme.useToken();
  return (
    <div style={{ display: 'flex', flexDirection: 'column', gap: 2, padding: '4px 0', minWidth: 0 }}>
      <span style={{ color: token.colorTextSecondary, fontSize: 13 }}>{label}</span>
      <span style={{ fontSize: 24, lineHeight: '32px', whiteSpace: 'nowrap' }}>{value}</span>
      {sub !== undefined && <span style={{ color: token.colorTextTertiary, fontSize: 12 }}>{sub}</span>}
    </div>
  );
}
