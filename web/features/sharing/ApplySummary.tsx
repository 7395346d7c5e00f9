import { Card, theme } from 'antd';
import { ClauseList } from '../../ui/ClauseNote.tsx';
import { formatDate } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import type { ApplicationForm, Entry } from './types.ts';
import { modeWord } from './words.ts';

/** The request in one sentence, who answers by when, and by which clause. */
export function ApplySummary({
  entry,
  form,
  mode,
  itemCount,
  until,
}: {
  entry: Entry;
  form: ApplicationForm;
  mode: string | undefined;
  itemCount: number;
  until: string | undefined;
}) {
  const { t, language } = useText();
  const { token } = theme.useToken();
  const how = mode === undefined ? '' : modeWord(mode, t);
  const end = until === undefined || until === '' ? '' : formatDate(until, language);
  const next = {
    provider_answers:
      form.answerDays === null
        ? t(
            `负责人签批后，由 ${entry.departmentName} 及时答复。`,
            `After your head's consent ${entry.departmentName} answers without delay.`,
          )
        : t(
            `负责人签批后，${entry.departmentName} 应在 ${form.answerDays} 个工作日内答复。`,
            `After your head's consent ${entry.departmentName} answers within ${form.answerDays} working days.`,
          ),
    platform_authorises:
      form.answerDays === null
        ? t(
            '负责人签批后，由平台管理单位授权使用。',
            'After your head’s consent the platform’s managing unit authorises.',
          )
        : t(
            `负责人签批后，由平台管理单位在 ${form.answerDays} 个工作日内授权使用。`,
            `After your head's consent the platform's managing unit authorises within ${form.answerDays} working days.`,
          ),
    standing_consent: t(
      '提供部门已预先同意，负责人签批后立即可用。',
      'The provider has consented in advance: usable as soon as your head consents.',
    ),
  }[form.path];
  return (
    <div style={{ maxWidth: 760, position: 'sticky', top: 72 }}>
      <Card title={t('这次申请', 'This request')}>
        <p style={{ margin: '0 0 8px' }} data-test="apply-summary">
          {t(
            `向 ${entry.departmentName} 申请 ${itemCount} 个数据项，${how}方式，到 ${end}。`,
            `${itemCount} items from ${entry.departmentName}, ${how.toLowerCase()}, until ${end}.`,
          )}
        </p>
        <p style={{ margin: '0 0 12px', color: token.colorTextSecondary }}>{next}</p>
        {entry.content.conditions.length > 0 && (
          <div style={{ marginBottom: 12 }}>
            <div style={{ fontWeight: 500 }}>{t('共享条件', 'Conditions')}</div>
            <ul style={{ margin: '4px 0 0', paddingInlineStart: 20 }}>
              {entry.content.conditions.map(condition => (
                <li key={condition}>{condition}</li>
              ))}
            </ul>
          </div>
        )}
        <ClauseList citations={form.citations} />
      </Card>
    </div>
  );
}
