import { Card, theme } from 'antd';
import { Link } from 'react-router';
import { ClauseList } from '../../ui/ClauseNote.tsx';
import { formatDate } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import type { Line } from './applying.ts';
import type { ApplicationForm, Entry } from './types.ts';
import { modeWord, type Translate } from './words.ts';

interface Asked {
  entry: Entry;
  form: ApplicationForm;
  line: Line;
}

/** Who answers, and within how many days. */
function nextWords({ entry, form }: Asked, green: boolean, t: Translate): string {
  const provider = entry.departmentName;
  const days = form.answerDays;
  if (green)
    return t(
      '负责人签批后立即可用，主管部门事后审核。',
      'Usable as soon as your head consents; the authority reviews it afterwards.',
    );
  if (form.withheld)
    return t(
      '负责人签批后，由主管部门协调：认定可以共享的，先变更目录，再答复这件申请。',
      'After your head’s consent the authority mediates: where the law does not forbid it, the entry is changed first and the request goes on.',
    );
  switch (form.path) {
    case 'provider_answers':
      return days === null
        ? t(
            `负责人签批后，由 ${provider} 及时答复。`,
            `After your head’s consent ${provider} answers without delay.`,
          )
        : t(
            `负责人签批后，${provider} 应在 ${days} 个工作日内答复。`,
            `After your head’s consent ${provider} answers within ${days} working days.`,
          );
    case 'platform_authorises':
      return days === null
        ? t(
            '负责人签批后，由平台管理单位授权使用。',
            'After your head’s consent the platform’s managing unit authorises.',
          )
        : t(
            `负责人签批后，由平台管理单位在 ${days} 个工作日内授权使用。`,
            `After your head’s consent the platform’s managing unit authorises within ${days} working days.`,
          );
    case 'standing_consent':
      return t(
        `${provider} 已事先同意，负责人签批后立即可用。`,
        `${provider} has consented in advance: usable as soon as your head consents.`,
      );
    case 'mandate':
      return t(
        '已有整体授权，负责人签批后立即可用。',
        'Covered by a blanket authorisation: usable as soon as your head consents.',
      );
    case 'green_channel':
      return '';
  }
}

/** The request in one sentence an entry, who answers by when, and by which clause. */
export function ApplySummary({
  asked,
  until,
  green,
}: {
  asked: readonly Asked[];
  until: string | undefined;
  green: boolean;
}) {
  const { t, language } = useText();
  const { token } = theme.useToken();
  const end = until === undefined || until === '' ? '—' : formatDate(until, language);
  const [first] = asked;
  // Entries of one place rest on the same clauses: each is quoted once.
  const citations = [
    ...new Map(
      asked
        .flatMap(one => one.form.citations)
        .map(one => [`${one.ruleId} ${one.document} ${one.article}`, one] as const),
    ).values(),
  ];
  const conditions = asked.length === 1 ? (first?.entry.content.conditions ?? []) : [];
  return (
    <div style={{ maxWidth: 760, position: 'sticky', top: 72 }}>
      <Card title={t('这次申请', 'This request')}>
        <div style={{ display: 'grid', gap: 12 }} data-test="apply-summary">
          {asked.map(one => (
            <div key={one.entry.id}>
              {asked.length > 1 && <Link to={`/catalog/${one.entry.id}`}>{one.entry.title}</Link>}
              <p style={{ margin: '0 0 4px' }}>
                {t(
                  `向 ${one.entry.departmentName} 申请 ${one.line.items.length} 个数据项，${modeWord(one.line.mode, t)}方式，到 ${end}。`,
                  `${one.line.items.length} items from ${one.entry.departmentName}, ${modeWord(one.line.mode, t).toLowerCase()}, until ${end}.`,
                )}
              </p>
              <p style={{ margin: 0, color: token.colorTextSecondary }}>{nextWords(one, green, t)}</p>
            </div>
          ))}
        </div>
        {conditions.length > 0 && (
          <div style={{ marginTop: 12 }}>
            <div style={{ fontWeight: 500 }}>
              {first?.form.withheld === true
                ? t('不予共享的理由', 'Why it is withheld')
                : t('共享条件', 'Conditions')}
            </div>
            <ul style={{ margin: '4px 0 0', paddingInlineStart: 20 }}>
              {conditions.map(condition => (
                <li key={condition}>{condition}</li>
              ))}
            </ul>
          </div>
        )}
        {citations.length > 0 && (
          <div style={{ marginTop: 12 }}>
            <ClauseList citations={citations} />
          </div>
        )}
      </Card>
    </div>
  );
}
