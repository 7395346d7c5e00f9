import { Alert } from 'antd';
import { Link } from 'react-router';
import { useText } from '../../ui/language.tsx';
import type { Use } from './types.ts';
import { wordOf } from './words.ts';

/** Live grants from which a change takes something, and what was agreed with their holders (N809 27). */
export function TouchedList({ touched, consulted = '' }: { touched: readonly Use[]; consulted?: string }) {
  const { t, language } = useText();
  return (
    <Alert
      type="warning"
      showIcon
      data-test="touched"
      style={{ marginBottom: 16 }}
      title={t(
        `变更收窄了 ${touched.length} 个授权正在使用的内容`,
        `The change takes something from ${touched.length} live ${touched.length === 1 ? 'grant' : 'grants'}`,
      )}
      description={
        <>
          <ul style={{ margin: 0, paddingInlineStart: 18 }}>
            {touched.map(use => (
              <li key={use.grantId}>
                <Link to={`/grants/${use.grantId}`}>{use.departmentName}</Link> ·{' '}
                {wordOf('mode', use.mode, language)} · {use.items.join(language === 'zh' ? '、' : ', ')}
              </li>
            ))}
          </ul>
          {consulted !== '' && (
            <div style={{ marginTop: 8 }}>{t(`协商情况：${consulted}`, `What was agreed: ${consulted}`)}</div>
          )}
        </>
      }
    />
  );
}
