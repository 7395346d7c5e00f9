import { Tag, theme } from 'antd';
import { useText } from './language.tsx';

/** An empty, half or full circle and the word: fixed marks, not status colours. */
export function ShareTypeMark({ shareType }: { shareType: string }) {
  const { t } = useText();
  const { token } = theme.useToken();
  const words: Record<string, string> = {
    unconditional: t('无条件共享', 'Unconditional'),
    conditional: t('有条件共享', 'Conditional'),
    withheld: t('不予共享', 'Withheld'),
  };
  return (
    <Tag variant="outlined" style={{ color: token.colorText, background: 'transparent', marginInlineEnd: 0 }}>
      <svg width="10" height="10" viewBox="0 0 10 10" aria-hidden="true" style={{ marginInlineEnd: 5 }}>
        <circle
          cx="5"
          cy="5"
          r="4"
          fill={shareType === 'withheld' ? 'currentColor' : 'none'}
          stroke="currentColor"
          strokeWidth="1.4"
        />
        {shareType === 'conditional' && <path d="M5 1 A4 4 0 0 1 5 9 Z" fill="currentColor" />}
      </svg>
      {words[shareType] ?? '—'}
    </Tag>
  );
}
