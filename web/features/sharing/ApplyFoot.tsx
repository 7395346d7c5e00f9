import { Button, Space, theme } from 'antd';
import { useText } from '../../ui/language.tsx';
import type { How } from './useApplying.ts';

/** The buttons of the form stay in sight while it is long. */
export function ApplyFoot({ busy, onRun }: { busy: How | null; onRun: (how: How) => void }) {
  const { t } = useText();
  const { token } = theme.useToken();
  return (
    <div
      className="compile-foot"
      style={{
        background: token.colorBgElevated,
        border: `1px solid ${token.colorBorderSecondary}`,
        borderRadius: 6,
        padding: '10px 16px',
      }}
    >
      <Space wrap>
        <Button
          type="primary"
          disabled={busy !== null}
          onClick={() => onRun('send')}
          data-test="apply-submit"
        >
          {busy === 'send' ? t('提交中', 'Sending') : t('送负责人签批', 'Send to the head for consent')}
        </Button>
        <Button disabled={busy !== null} onClick={() => onRun('save')} data-test="apply-save">
          {busy === 'save' ? t('保存中', 'Saving') : t('存草稿', 'Save the draft')}
        </Button>
        <span style={{ color: token.colorTextTertiary, fontSize: 12 }}>
          {t('填写内容随时暂存在本页，刷新不丢', 'What you type is kept in this tab; a reload loses nothing')}
        </span>
      </Space>
    </div>
  );
}
