import { Radio, theme } from 'antd';
import { useText } from '../../ui/language.tsx';
import type { ShareMode } from './types.ts';
import { modeHint, modeWord } from './words.ts';

/** 共享方式, the one that shows least first; the form hands it its value. */
export function ModeChoice({
  modes,
  value,
  onChange,
}: {
  modes: readonly ShareMode[];
  value?: ShareMode;
  onChange?: (mode: ShareMode) => void;
}) {
  const { t } = useText();
  const { token } = theme.useToken();
  return (
    <Radio.Group
      data-test="apply-mode"
      value={value}
      onChange={event => onChange?.(event.target.value as ShareMode)}
      style={{ display: 'flex', flexDirection: 'column', gap: 8 }}
    >
      {modes.map(word => (
        <Radio key={word} value={word} data-test={`apply-mode-${word}`}>
          {modeWord(word, t)} <span style={{ color: token.colorTextTertiary }}>{modeHint(word, t)}</span>
        </Radio>
      ))}
    </Radio.Group>
  );
}
