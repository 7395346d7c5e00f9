import { Card, Descriptions } from 'antd';
import { Link } from 'react-router';
import { formatDate, formatTime } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import type { Application } from './types.ts';
import { frequencyWords, kindWord, modeWord, rowSentence } from './words.ts';

/** The facts one decides on, unfolded. */
export function CaseContent({ application }: { application: Application }) {
  const { t, language } = useText();
  const { frequency, hours } = application;
  const optional = (key: string, label: string, text: string) =>
    text === '' ? [] : [{ key, label, children: text }];
  return (
    <Card title={t('申请内容', 'What is asked for')}>
      <Descriptions
        bordered
        size="small"
        styles={{ label: { whiteSpace: 'nowrap' } }}
        column={{ xs: 1, sm: 1, md: 2 }}
        items={[
          {
            key: 'entry',
            label: t('目录', 'Entry'),
            children: (
              <>
                <Link to={`/catalog/${application.entryId}`}>{application.entryTitle}</Link>
                {application.entryCode !== null && (
                  <div style={{ fontSize: 12 }}>{application.entryCode}</div>
                )}
              </>
            ),
          },
          { key: 'matter', label: t('办理事项', 'Matter'), children: application.matter },
          { key: 'ground', label: t('使用依据', 'Ground'), children: application.ground },
          { key: 'scenario', label: t('应用场景', 'Scenario'), children: application.scenario },
          {
            key: 'mode',
            label: t('共享方式', 'Mode'),
            children:
              application.kind === 'single'
                ? modeWord(application.mode, t)
                : `${modeWord(application.mode, t)} · ${kindWord(application.kind, t)}`,
          },
          { key: 'scope', label: t('使用范围', 'Scope'), children: application.scope },
          {
            key: 'rows',
            label: t('数据范围', 'Range of data'),
            children:
              application.rows.length === 0
                ? t('全部记录', 'All records')
                : application.rows.map(row => <div key={rowSentence(row, t)}>{rowSentence(row, t)}</div>),
          },
          {
            key: 'until',
            label: t('使用期限', 'Term'),
            children: t(
              `到 ${formatDate(application.until, language)}`,
              `until ${formatDate(application.until, language)}`,
            ),
          },
          {
            key: 'system',
            label: t('使用系统', 'System'),
            children: (
              <>
                {application.system.name}
                {application.system.addresses.length > 0 && (
                  <div style={{ fontSize: 12, overflowWrap: 'anywhere' }}>
                    {application.system.addresses.join(t('、', ', '))}
                  </div>
                )}
              </>
            ),
          },
          ...optional(
            'frequency',
            t('频次', 'How often'),
            frequency === null ? '' : frequencyWords(frequency, t),
          ),
          ...optional(
            'hours',
            t('时段', 'Hours'),
            hours === null
              ? ''
              : t(`每天 ${hours.from} 至 ${hours.to}`, `${hours.from} to ${hours.to} each day`),
          ),
          ...optional('third', t('第三方', 'Third parties'), application.thirdParties.join(t('、', ', '))),
          ...optional('contact', t('联系', 'Contact'), application.contact),
          {
            key: 'created',
            label: application.receivedAt === null ? t('填写时间', 'Made') : t('收到时间', 'Received'),
            children: formatTime(application.receivedAt ?? application.createdAt, language),
          },
          ...(application.conditions.length === 0
            ? []
            : [
                {
                  key: 'conditions',
                  label: t('共享条件', 'Conditions'),
                  span: 'filled' as const,
                  children: application.conditions.map(line => <div key={line}>{line}</div>),
                },
              ]),
        ]}
      />
    </Card>
  );
}
