import { CloseCircleOutlined } from '@ant-design/icons';
import { theme } from 'antd';
import type { Problem } from '../api.ts';
import { ClauseNote } from './ClauseNote.tsx';
import { useText } from './language.tsx';

/** A refusal says what, why, by which clause, and what one can do now; it cannot be closed (ui.md 5.4). */
export function RefusalNotice({ problem }: { problem: Problem }) {
  const { t } = useText();
  const { token } = theme.useToken();
  const remedy = t(problem.remedy, problem.remedyEn);
  return (
    <section
      role="alert"
      data-test="refusal"
      data-code={problem.code}
      style={{
        background: token.colorBgContainer,
        border: `1px solid ${token.colorErrorBorder}`,
        borderInlineStart: `3px solid ${token.colorError}`,
        borderRadius: 4,
        padding: '12px 16px',
        display: 'flex',
        flexDirection: 'column',
        gap: 8,
      }}
    >
      <strong style={{ color: token.colorError, fontWeight: 500 }}>
        <CloseCircleOutlined aria-hidden style={{ marginInlineEnd: 8 }} />
        {t(problem.title, problem.titleEn)}
      </strong>
      {problem.citation !== undefined && problem.citation !== null && (
        <ClauseNote citation={problem.citation} />
      )}
      {remedy !== '' && (
        <span>
          {t('您可以：', 'You can: ')}
          {remedy}
        </span>
      )}
      <span style={{ color: token.colorTextTertiary, fontSize: 12 }}>
        {t('错误代号', 'Error code')} <code>{problem.code}</code>
      </span>
    </section>
  );
}
