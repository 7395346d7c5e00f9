import { InputNumber, Input, Radio, theme } from 'antd';
import { useText } from '../../ui/language.tsx';
import type { Line } from './applying.ts';

/** 频次 and 时段: how often and when it will be used, so that the provider can prepare. */
export function ApplyUse({ id, line, onChange }: { id: string; line: Line; onChange: (line: Line) => void }) {
  const { t } = useText();
  const { token } = theme.useToken();
  const { frequency, hours } = line;
  const figure = (label: string, key: keyof Line['frequency'], most: number) => (
    <label style={{ display: 'inline-flex', gap: 8, alignItems: 'center' }}>
      {label}
      <InputNumber
        min={1}
        max={most}
        value={frequency[key]}
        data-test={`apply-${key}`}
        onChange={value => onChange({ ...line, frequency: { ...frequency, [key]: value ?? 1 } })}
      />
    </label>
  );
  const time = (key: 'from' | 'to', label: string) => (
    <Input
      type="time"
      style={{ width: 120 }}
      aria-label={label}
      value={hours?.[key] ?? ''}
      onChange={event =>
        hours !== null &&
        event.target.value !== '' &&
        onChange({ ...line, hours: { ...hours, [key]: event.target.value } })
      }
    />
  );
  return (
    <div style={{ display: 'grid', gap: 12 }}>
      <div style={{ display: 'flex', gap: '8px 24px', flexWrap: 'wrap' }}>
        {figure(t('平均每天（次）', 'A day, on average'), 'perDay', 100_000_000)}
        {figure(t('高峰每分钟（次）', 'A minute, at the peak'), 'peakPerMinute', 1_000_000)}
      </div>
      <div id={id} tabIndex={-1} style={{ display: 'flex', gap: 12, flexWrap: 'wrap', alignItems: 'center' }}>
        <Radio.Group
          aria-label={t('使用时段', 'Hours of use')}
          value={hours === null ? 'all' : 'some'}
          onChange={event =>
            onChange({ ...line, hours: event.target.value === 'all' ? null : { from: '08:30', to: '18:00' } })
          }
          options={[
            { label: t('全天', 'All day'), value: 'all' },
            { label: t('只在这个时段', 'Only from'), value: 'some' },
          ]}
        />
        {hours !== null && (
          <span
            style={{ display: 'inline-flex', gap: 8, alignItems: 'center', color: token.colorTextSecondary }}
          >
            {time('from', t('从', 'From'))} {t('至', 'to')} {time('to', t('到', 'To'))}
          </span>
        )}
      </div>
    </div>
  );
}
