import { CheckOutlined, LoadingOutlined, WarningOutlined } from '@ant-design/icons';
import { theme } from 'antd';
import { formatTime } from './format.ts';
import { useText } from './language.tsx';

/** Says whether what was typed is kept: 已自动保存 15:04. */
export function SaveState({
  state,
  at,
}: {
  state: 'clean' | 'waiting' | 'saving' | 'failed';
  at: string | null;
}) {
  const { t, language } = useText();
  const { token } = theme.useToken();
  const saved = at === null ? '' : formatTime(at, language).slice(-5);
  return (
    <span
      role="status"
      data-test={`save-${state}`}
      style={{ color: state === 'failed' ? token.colorError : token.colorTextTertiary }}
    >
      {state === 'failed' && (
        <>
          <WarningOutlined aria-hidden />{' '}
          {t('没有保存，内容还在页面上', 'Not saved; what you typed is still here')}
        </>
      )}
      {state === 'saving' && (
        <>
          <LoadingOutlined aria-hidden /> {t('正在保存', 'Saving')}
        </>
      )}
      {state === 'waiting' && t('有改动，即将保存', 'Changed, about to save')}
      {state === 'clean' && saved !== '' && (
        <>
          <CheckOutlined aria-hidden /> {t(`已自动保存 ${saved}`, `Saved at ${saved}`)}
        </>
      )}
    </span>
  );
}
