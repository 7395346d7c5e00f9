import { CheckCircleOutlined, MinusCircleOutlined } from '@ant-design/icons';
import { Anchor, Progress, theme } from 'antd';
import { useText } from '../../ui/language.tsx';
import { SECTIONS, completeness } from './sections.ts';
import type { Entry } from './types.ts';

/** How far the form is, section by section. */
export function CompileRail({ entry }: { entry: Entry | undefined }) {
  const { t } = useText();
  const { token } = theme.useToken();
  const missing = entry?.missing ?? [];
  const open = (fields: readonly string[]) => missing.filter(one => fields.includes(one.field)).length;
  return (
    <>
      <Progress
        percent={entry ? completeness(missing) : 0}
        size="small"
        aria-label={t('完整度', 'Completeness')}
      />
      <div
        style={{ color: token.colorTextSecondary, margin: '4px 0 12px', fontSize: 13 }}
        data-test="entry-missing"
      >
        {!entry
          ? t('填写后自动保存', 'Saved as you type')
          : missing.length === 0
            ? t('已填全', 'Complete')
            : t(`还差 ${missing.length} 项`, `${missing.length} still missing`)}
      </div>
      <Anchor
        affix={false}
        targetOffset={72}
        replace
        items={SECTIONS.map(one => {
          const left = open(one.fields);
          const done = entry !== undefined && left === 0;
          return {
            key: one.key,
            href: `#${one.key}`,
            title: (
              <span>
                {done ? (
                  <CheckCircleOutlined
                    style={{ color: token.colorSuccess }}
                    aria-label={t('已填全', 'complete')}
                  />
                ) : (
                  <MinusCircleOutlined
                    style={{ color: token.colorTextTertiary }}
                    aria-label={t('未填全', 'not complete')}
                  />
                )}{' '}
                {t(one.zh, one.en)}
                {left > 0 && <span style={{ color: token.colorWarning }}> {left}</span>}
              </span>
            ),
          };
        })}
      />
    </>
  );
}
