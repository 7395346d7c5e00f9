import { Alert, Input } from 'antd';
import { Link } from 'react-router';
import { useText } from '../../ui/language.tsx';
import type { Entry } from './types.ts';
import { wordOf } from './words.ts';

interface ChangeNoticeProps {
  entry: Entry;
  /** Number of the version that serves; null when none does. */
  serving: number | null;
  consulted: string;
  onConsulted: (words: string) => void;
}

/** A change of a published entry: what goes on serving, and whom it takes something from (N809 27). */
export function ChangeNotice({ entry, serving, consulted, onConsulted }: ChangeNoticeProps) {
  const { t, language } = useText();
  if (serving === null) return null;
  const { touched } = entry;
  const list = language === 'zh' ? '、' : ', ';
  return (
    <Alert
      type={touched.length > 0 ? 'warning' : 'info'}
      showIcon
      data-test="entry-touched"
      style={{ marginBottom: 16 }}
      title={
        touched.length > 0
          ? t(
              `第 ${serving} 版仍在用。这次变更收窄了 ${touched.length} 个授权正在使用的内容，送签前须与使用部门协商。`,
              `Version ${serving} still serves. The change takes something from ${touched.length} live ${touched.length === 1 ? 'grant' : 'grants'}: consult the holders before it is sent.`,
            )
          : t(
              `第 ${serving} 版仍在用，有 ${entry.usedBy} 个部门在使用；这次变更没有收窄他们在用的内容。`,
              `Version ${serving} still serves (departments that use it: ${entry.usedBy}); the change takes nothing from them.`,
            )
      }
      description={
        touched.length > 0 && (
          <div style={{ display: 'grid', gap: 8 }}>
            <ul style={{ margin: 0, paddingInlineStart: 18 }}>
              {touched.map(use => (
                <li key={use.grantId}>
                  <Link to={`/grants/${use.grantId}`} target="_blank">
                    {use.departmentName}
                  </Link>{' '}
                  · {wordOf('mode', use.mode, language)} · {use.items.join(list)}
                </li>
              ))}
            </ul>
            <label htmlFor="consulted">
              {t('协商情况（与谁、何时、怎样商定）', 'What was agreed, with whom and when')}
            </label>
            <Input.TextArea
              id="consulted"
              data-test="entry-consulted"
              rows={2}
              maxLength={1000}
              value={consulted}
              placeholder={t(
                '如“11 月 20 日与市医疗保障局商定，12 月 31 日前改用核验接口”',
                'Such as “agreed on 20 November: they move to verification by 31 December”',
              )}
              onChange={event => onConsulted(event.target.value)}
            />
          </div>
        )
      }
    />
  );
}
