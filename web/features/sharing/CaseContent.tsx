import { Alert, Card, Descriptions } from 'antd';
import { Link } from 'react-router';
import { formatDate, formatTime } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import type { Application } from './types.ts';
import { categoryWord, modeWord, rowSentence } from './words.ts';

/** The facts one decides on, unfolded; an answer and what is missing stand above them. */
export function CaseContent({ application }: { application: Application }) {
  const { t, language } = useText();
  const { answer } = application;
  return (
    <>
      {answer !== null && (application.state === 'refused' || application.state === 'declined') && (
        <Alert
          type="error"
          title={
            answer.category === null
              ? t('不同意', 'Refused')
              : t(
                  `不同意：${categoryWord(answer.category, t)}`,
                  `Refused: ${categoryWord(answer.category, t)}`,
                )
          }
          description={
            <>
              <div style={{ whiteSpace: 'pre-wrap', maxWidth: '42em' }}>{answer.reason}</div>
              {answer.basis !== '' && <div>{t(`依据：${answer.basis}`, `Basis: ${answer.basis}`)}</div>}
            </>
          }
          data-test="case-answer"
        />
      )}
      {answer !== null && application.state === 'partly_agreed' && answer.reason !== '' && (
        <Alert
          type="warning"
          title={t('部分同意', 'Agreed in part')}
          description={<div style={{ whiteSpace: 'pre-wrap', maxWidth: '42em' }}>{answer.reason}</div>}
          data-test="case-answer"
        />
      )}
      {application.material.length > 0 && (
        <Alert
          type={application.state === 'awaiting_material' ? 'warning' : 'info'}
          title={t(
            `需补齐 ${application.material.length} 项材料（已一次性告知）`,
            `${application.material.length} things to supply (told once)`,
          )}
          description={
            <ul style={{ margin: 0, paddingInlineStart: 20 }}>
              {application.material.map(line => (
                <li key={line}>{line}</li>
              ))}
            </ul>
          }
          data-test="case-material"
        />
      )}
      {application.risks.length > 0 && (
        <Alert
          type="warning"
          showIcon
          title={t('请留意', 'Please note')}
          description={application.risks.map(risk => <div key={risk.text}>{t(risk.text, risk.textEn)}</div>)}
        />
      )}
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
              children: <Link to={`/catalog/${application.entryId}`}>{application.entryTitle}</Link>,
            },
            { key: 'matter', label: t('办理事项', 'Matter'), children: application.matter },
            { key: 'ground', label: t('使用依据', 'Ground'), children: application.ground },
            { key: 'scenario', label: t('应用场景', 'Scenario'), children: application.scenario },
            { key: 'mode', label: t('共享方式', 'Mode'), children: modeWord(application.mode, t) },
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
            { key: 'system', label: t('使用系统', 'System'), children: application.system.name },
            {
              key: 'created',
              label: t('提交时间', 'Made'),
              children: formatTime(application.createdAt, language),
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
    </>
  );
}
