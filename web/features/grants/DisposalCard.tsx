import { Card, Descriptions, Grid, Steps, theme } from 'antd';
import { DeadlineBar } from '../../ui/DeadlineBar.tsx';
import { formatDate, formatTime } from '../../ui/format.ts';
import { KeyLine } from '../../ui/KeyLine.tsx';
import { useText } from '../../ui/language.tsx';
import { DISPOSAL_STEPS } from './acts.ts';
import { Certificate } from './Certificate.tsx';
import { StepButtons } from './StepButtons.tsx';
import type { Disposal, Grant } from './types.ts';
import { WAY_WORDS } from './words.ts';

const AT: Record<Disposal['state'], number> = { due: 0, sent_back: 0, reported: 1, signed: 2, confirmed: 3 };

/** 数据处置: what the provider asks for, what was done, who signed for it, and whose turn it is (N809 27). */
export function DisposalCard({ grant, onDone }: { grant: Grant; onDone: () => void }) {
  const { t, language } = useText();
  const { token } = theme.useToken();
  const wide = Grid.useBreakpoint().md ?? true;
  const { disposal } = grant;
  if (disposal === null) return null;
  const { state, way, demand, report, sentBack, clock } = disposal;
  const when = (action: string) =>
    formatTime(grant.history.findLast(step => step.action === action)?.at ?? null, language);
  const steps = [
    {
      title: t('处置并申报', 'Dispose and report'),
      content: AT[state] > 0 ? when('report_disposal') : grant.consumer.name,
    },
    {
      title: t('负责人签发证明', 'Certificate signed'),
      content:
        AT[state] > 1 ? when('sign_disposal') : t('使用部门共享机构负责人', 'Head of the sharing office'),
    },
    {
      title: t('提供部门确认', 'Confirmed'),
      content: AT[state] > 2 ? when('confirm_disposal') : grant.provider.name,
    },
  ];
  const at = AT[state];
  const step = Math.min(at, 2);
  return (
    <Card title={t('数据处置', 'Disposal of the data')} data-test="disposal">
      <div className="cards">
        <div style={{ display: 'flex', flexWrap: wide ? 'wrap' : 'wrap-reverse', gap: 24 }}>
          <div style={{ flex: '1 1 420px', minWidth: 0 }}>
            {wide ? (
              <Steps
                size="small"
                titlePlacement="vertical"
                current={at}
                status={state === 'sent_back' ? 'error' : 'process'}
                items={steps}
              />
            ) : (
              <span>
                {state === 'confirmed'
                  ? t('已办结', 'Done')
                  : t(
                      `第 ${step + 1} 步，共 3 步：${steps[step]?.title ?? ''}`,
                      `Step ${step + 1} of 3: ${steps[step]?.title ?? ''}`,
                    )}
              </span>
            )}
          </div>
          {clock !== null && (
            <div style={{ flex: '0 1 320px', minWidth: 220 }}>
              <DeadlineBar clock={clock} limits={false} />
              {clock.limitDays !== null && (
                <div style={{ color: token.colorTextTertiary, fontSize: 12, marginTop: 4 }}>
                  {t(
                    `提供部门要求 ${clock.limitDays} 个工作日内`,
                    `Within ${clock.limitDays} working days, as the provider asks`,
                  )}
                </div>
              )}
            </div>
          )}
        </div>
        <Descriptions
          size="small"
          column={1}
          items={[
            {
              key: 'demand',
              label: t('提供部门要求', 'The provider asks'),
              children: `${t(...WAY_WORDS[way])}${demand === '' ? '' : t(`：${demand}`, `: ${demand}`)}`,
            },
            ...(sentBack === '' || state === 'confirmed'
              ? []
              : [
                  {
                    key: 'back',
                    label: t('退回原因', 'Sent back'),
                    children: (
                      <span style={{ color: state === 'sent_back' ? token.colorError : token.colorText }}>
                        {sentBack}
                      </span>
                    ),
                  },
                ]),
            ...(report === null
              ? []
              : [
                  {
                    key: 'report',
                    label: t('处置情况', 'What was done'),
                    children: t(
                      `${formatDate(report.on, language)}已${WAY_WORDS[report.way][0]}：${report.what}`,
                      `${WAY_WORDS[report.way][1]}, done on ${formatDate(report.on, language)}: ${report.what}`,
                    ),
                  },
                ]),
          ]}
        />
        {report !== null && (
          <div style={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: 4 }}>
            <Certificate text={report.certificate} />
            {report.digest !== null && (
              <span style={{ display: 'flex', gap: 8, fontSize: 12, minWidth: 0 }}>
                <span style={{ color: token.colorTextTertiary, flex: 'none' }}>
                  {t('签发时的校验值', 'Digest when it was signed')}
                </span>
                <KeyLine text={report.digest} />
              </span>
            )}
          </div>
        )}
        <StepButtons grant={grant} steps={DISPOSAL_STEPS} onDone={onDone} />
      </div>
    </Card>
  );
}
