import { Tag, theme } from 'antd';
import { formatTime } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import type { Delivery } from './types.ts';

const STATES: Record<Delivery['state'], { words: readonly [zh: string, en: string]; tone: string }> = {
  waiting: { words: ['待发送', 'Waiting'], tone: 'processing' },
  sent: { words: ['已发送', 'Sent'], tone: 'success' },
  failed: { words: ['已放弃', 'Given up'], tone: 'error' },
  dropped: { words: ['不再发送', 'Not sent'], tone: 'default' },
};

/** The last things that were sent there, and why one was not. */
export function Deliveries({ rows }: { rows: readonly Delivery[] }) {
  const { t, language } = useText();
  const { token } = theme.useToken();
  if (rows.length === 0) return null;
  return (
    <ul style={{ listStyle: 'none', margin: '12px 0 0', padding: 0, display: 'grid', gap: 8 }}>
      {rows.map((one, index) => (
        <li key={`${one.at} ${index}`} data-test="delivery" style={{ overflowWrap: 'anywhere' }}>
          <Tag variant="filled" color={STATES[one.state].tone}>
            {t(...STATES[one.state].words)}
          </Tag>
          {t(one.zh, one.en)}{' '}
          <span style={{ fontSize: 12, color: token.colorTextTertiary }}>
            {formatTime(one.when, language)}
          </span>
          {one.error !== '' && (
            <div style={{ fontSize: 12, color: token.colorErrorText }}>
              {one.state === 'waiting'
                ? t(
                    `第 ${one.attempts} 次没有发出，${formatTime(one.when, language)} 再试：${one.error}`,
                    `Attempt ${one.attempts} failed, next at ${formatTime(one.when, language)}: ${one.error}`,
                  )
                : t(`试了 ${one.attempts} 次：${one.error}`, `After ${one.attempts} attempts: ${one.error}`)}
            </div>
          )}
        </li>
      ))}
    </ul>
  );
}
