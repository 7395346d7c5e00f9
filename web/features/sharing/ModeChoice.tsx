import { Radio, theme } from 'antd';
import { useText } from '../../ui/language.tsx';
import type { ShareMode } from './types.ts';
import { modeHint, modeWord } from './words.ts';

/** 共享方式 as cards, the one that shows least first. */
export function ModeChoice({
  modes,
  value,
  locked = false,
  onChange,
}: {
  modes: readonly ShareMode[];
  value: ShareMode;
  /** A grant keeps its way of sharing. */
  locked?: boolean;
  onChange: (mode: ShareMode) => void;
}) {
  const { t } = useText();
  const { token } = theme.useToken();
  return (
    <Radio.Group
      data-test="apply-mode"
      aria-label={t('共享方式', 'Mode')}
      value={value}
      onChange={event => onChange(event.target.value as ShareMode)}
      style={{ display: 'grid', gap: 8, gridTemplateColumns: 'repeat(auto-fit, minmax(200px, 1fr))' }}
    >
      {modes.map(word => (
        <Radio
          key={word}
          value={word}
          disabled={locked && word !== value}
          data-test={`apply-mode-${word}`}
          style={{
            alignItems: 'flex-start',
            margin: 0,
            padding: '8px 12px',
            border: `1px solid ${word === value ? token.colorPrimary : token.colorBorderSecondary}`,
            background: word === value ? token.colorPrimaryBg : 'transparent',
            borderRadius: 4,
          }}
        >
          {modeWord(word, t)}
          <span style={{ display: 'block', color: token.colorTextSecondary, fontSize: 12 }}>
            {modeHint(word, t)}
          </span>
        </Radio>
      ))}
    </Radio.Group>
  );
}
