import { Card, Grid, Steps } from 'antd';
import { Link } from 'react-router';
import { postName } from '../../app/roles.ts';
import { DeadlineBar } from '../../ui/DeadlineBar.tsx';
import { formatTime } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import type { Application } from './types.ts';

/** Which steps there are depends on who lets the consumer in: the provider, or the platform's managing unit. */
function stepIndex(application: Application): number {
  switch (application.state) {
    case 'draft':
    case 'withdrawn':
      return 0;
    case 'awaiting_consent':
    case 'declined':
      return 1;
    case 'awaiting_authorisation':
    case 'awaiting_answer':
    case 'awaiting_material':
    case 'refused':
      return 2;
    case 'agreed':
    case 'partly_agreed':
      return 3;
  }
}

const CLOSED_BADLY = new Set(['declined', 'refused', 'withdrawn']);

export function CaseProgress({ application }: { application: Application }) {
  const { t, language } = useText();
  const wide = Grid.useBreakpoint().md ?? true;
  const current = stepIndex(application);
  const byPlatform =
    application.shareType === 'unconditional' &&
    application.state !== 'awaiting_answer' &&
    !application.history.some(step => /agree|refuse|ask_material/u.test(step.action));
  const when = (pattern: RegExp) => {
    const step = application.history.findLast(done => pattern.test(done.action));
    return step === undefined ? '' : `${formatTime(step.at, language)} ${postName(step.post, language)}`;
  };
  const steps = [
    { title: t('填写申请', 'Request'), content: when(/submit|apply|create|draft/u) },
    { title: t('本部门签批', 'Own consent'), content: when(/consent|decline/u) },
    byPlatform
      ? { title: t('主管部门授权', 'Authority'), content: when(/authorise/u) }
      : { title: t('提供方答复', 'Answer'), content: when(/agree|refuse|ask_material/u) },
    {
      title: t('授权生效', 'Grant'),
      content:
        application.grantId === null ? (
          ''
        ) : (
          <Link to={`/grants/${application.grantId}`} data-test="case-grant">
            {t('看授权', 'See the grant')}
          </Link>
        ),
    },
  ];
  const status = CLOSED_BADLY.has(application.state) ? 'error' : current === 3 ? 'finish' : 'process';
  return (
    <Card data-test="case-progress">
      <div
        style={{
          display: 'flex',
          flexWrap: wide ? 'wrap' : 'wrap-reverse',
          gap: 24,
          alignItems: 'flex-start',
        }}
      >
        <div style={{ flex: '1 1 480px', minWidth: 0 }}>
          {wide ? (
            <Steps size="small" titlePlacement="vertical" current={current} status={status} items={steps} />
          ) : (
            <span>
              {t(
                `第 ${current + 1} 步，共 ${steps.length} 步：${steps[current]?.title ?? ''}`,
                `Step ${current + 1} of ${steps.length}: ${steps[current]?.title ?? ''}`,
              )}
            </span>
          )}
        </div>
        {application.clock !== null && (
          <div style={{ flex: '0 1 320px', minWidth: 260 }}>
            <DeadlineBar clock={application.clock} />
          </div>
        )}
      </div>
    </Card>
  );
}
