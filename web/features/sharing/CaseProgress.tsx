import { Card, Grid, Steps, Tag, theme } from 'antd';
import { Link } from 'react-router';
import { postName } from '../../app/roles.ts';
import { DeadlineBar } from '../../ui/DeadlineBar.tsx';
import { formatTime } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { caseSteps, endedBadly } from './caseSteps.ts';
import type { Application } from './types.ts';

/** Where the case is, and every clock that runs on it; both sides see the same. */
export function CaseProgress({ application }: { application: Application }) {
  const { t, language } = useText();
  const wide = Grid.useBreakpoint().md ?? true;
  const { steps, current } = caseSteps(application, t);
  const last = steps.length - 1;
  const status = endedBadly(application.state)
    ? 'error'
    : application.state === 'agreed' || application.state === 'partly_agreed'
      ? 'finish'
      : 'process';
  const items = steps.map(({ title, done }, at) => ({
    title,
    content: (
      <>
        {done !== undefined && `${formatTime(done.at, language)} ${postName(done.post, language)}`}
        {at === last && application.grantId !== null && (
          <div>
            <Link to={`/grants/${application.grantId}`} data-test="case-grant">
              {t('看授权', 'See the grant')}
            </Link>
          </div>
        )}
      </>
    ),
  }));
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
            <Steps size="small" titlePlacement="vertical" current={current} status={status} items={items} />
          ) : (
            <span>
              {t(
                `第 ${current + 1} 步，共 ${steps.length} 步：${steps[current]?.title ?? ''}`,
                `Step ${current + 1} of ${steps.length}: ${steps[current]?.title ?? ''}`,
              )}{' '}
              {application.grantId !== null && (
                <Link to={`/grants/${application.grantId}`} data-test="case-grant">
                  {t('看授权', 'See the grant')}
                </Link>
              )}
            </span>
          )}
        </div>
        <Clocks application={application} />
      </div>
    </Card>
  );
}

function Clocks({ application }: { application: Application }) {
  const { t } = useText();
  const { token } = theme.useToken();
  const { clock, materialClock, reviewClock, extension } = application;
  const named = [
    { name: t('答复', 'Answer'), of: clock },
    { name: t('补齐材料，逾期自动终止', 'Supply of material; lapses after it'), of: materialClock },
    { name: t('事后审核', 'Review of the use'), of: reviewClock },
  ].filter(one => one.of !== null);
  if (named.length === 0 && extension === null) return null;
  return (
    <div style={{ flex: '0 1 340px', minWidth: 260, display: 'grid', gap: 12 }}>
      {named.map(({ name, of }) => (
        <div key={name}>
          {named.length > 1 && <div style={{ fontSize: 12, color: token.colorTextSecondary }}>{name}</div>}
          <DeadlineBar clock={of} />
        </div>
      ))}
      {extension !== null && (
        <div data-test="case-extension">
          <Tag
            color={
              extension.answered === null
                ? 'processing'
                : extension.answered === 'granted'
                  ? 'success'
                  : 'error'
            }
            variant="filled"
          >
            {extension.answered === null
              ? t(
                  `提请延长 ${extension.days} 个工作日，待主管部门答复`,
                  `${extension.days} more working days asked for`,
                )
              : extension.answered === 'granted'
                ? t(`已延期 ${extension.days} 个工作日`, `Extended by ${extension.days} working days`)
                : t(`延长 ${extension.days} 个工作日未获同意`, `${extension.days} more working days denied`)}
          </Tag>
          <div style={{ fontSize: 13, color: token.colorTextSecondary, marginTop: 4 }}>
            {extension.reason}
            {extension.note !== '' && t(`（主管部门：${extension.note}）`, ` (authority: ${extension.note})`)}
          </div>
        </div>
      )}
    </div>
  );
}
