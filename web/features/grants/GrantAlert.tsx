import { Alert } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { postName } from '../../app/roles.ts';
import { ClauseList } from '../../ui/ClauseNote.tsx';
import { formatDate, formatTime } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import type { Grant } from './types.ts';
import { CAUSE_WORDS } from './words.ts';

/** The post of what no person did. */
const BY_RULE = '平台';
/** The step of its history that brought a grant to where it stands. */
const STOPPED: Record<Grant['state'], RegExp | null> = {
  awaiting_supply: null,
  active: null,
  suspended: /^suspend$/u,
  repairing: /^order_repair$/u,
  repair_submitted: /^submit_repair$/u,
  repair_failed: /^reject_repair$/u,
  expired: /^expire$/u,
  revoked: /^(?:terminate|revoke|close|end_service)$/u,
  given_up: /^give_up$/u,
};

/** Why nothing is served now: what happened, who did it and when, why, until when, and by which clause. */
export function GrantAlert({ grant, children }: { grant: Grant; children?: ReactNode }) {
  const { t, language } = useText();
  const { state, repair } = grant;
  if (state === 'active') return null;
  const pattern = STOPPED[state];
  const step = pattern === null ? undefined : grant.history.findLast(({ action }) => pattern.test(action));
  // A rule suspends for what looks like misuse; that it was is for a person to say.
  const byRule = state === 'suspended' && grant.cause === 'misuse' && step?.post === BY_RULE;
  const by =
    step === undefined
      ? ''
      : t(
          `（${formatTime(step.at, language)}，${step.post}）`,
          ` (${formatTime(step.at, language)}, ${postName(step.post, language)})`,
        );
  const date = repair === null ? '' : formatDate(repair.until, language, true);
  const heading: Record<Exclude<Grant['state'], 'active'>, string> = {
    awaiting_supply: t('已同意，等待提供部门挂载资源', 'Consented to; the resource is still to be mounted'),
    suspended: t('已暂停使用', 'Suspended'),
    repairing:
      repair?.overdue === true
        ? t(`整改期限已过（${date}），仍未提交整改`, `The repair was due on ${date} and is not reported`)
        : t(`已暂停使用，请于 ${date}前完成整改`, `Suspended; to be mended by ${date}`),
    repair_submitted: t('已暂停使用，整改待核对', 'Suspended; the repair is to be looked at'),
    repair_failed: t('已暂停使用，整改不到位', 'Suspended; the repair is not accepted'),
    expired: t('已到期', 'Expired'),
    revoked: t('已终止使用', 'Ended'),
    given_up: t('使用部门已放弃', 'Given up by the consumer'),
  };
  const lines: string[] = [];
  if (state === 'awaiting_supply')
    lines.push(
      t(
        '挂载后即可使用，供数期限照常计算。',
        'It can be used as soon as that is done; the clock of the supply runs.',
      ),
    );
  else if (grant.reason !== '') {
    const [zh, en] = byRule
      ? (['疑似违规使用', 'What looks like misuse'] as const)
      : grant.cause === null || grant.cause === 'other'
        ? (['', ''] as const)
        : CAUSE_WORDS[grant.cause];
    const cause = zh === '' ? '' : t(`${zh}，`, `${en}: `);
    lines.push(t(`原因：${cause}${grant.reason}`, `Reason: ${cause}${grant.reason}`));
  }
  if (repair !== null && repair.order !== '')
    lines.push(t(`整改要求：${repair.order}`, `To be mended: ${repair.order}`));
  if (repair !== null && repair.report !== '')
    lines.push(t(`整改情况：${repair.report}`, `What was mended: ${repair.report}`));
  if (state === 'repair_failed' && step !== undefined && step.note !== '')
    lines.push(t(`不到位之处：${step.note}`, `Not mended: ${step.note}`));
  if (state !== 'awaiting_supply')
    lines.push(
      t(
        '从那一刻起，不再提供任何数据；正在运行的交换已停止，未送达的已清除。',
        'From that moment nothing is served; running exchanges stopped and what they had staged is dropped.',
      ),
    );
  const tone =
    state === 'awaiting_supply' ? 'info' : state === 'expired' || state === 'given_up' ? 'warning' : 'error';
  return (
    <Alert
      type={tone}
      showIcon
      data-test={state === 'awaiting_supply' ? 'grant-waits' : 'grant-stopped'}
      style={{ marginBottom: 16 }}
      title={`${heading[state]}${by}`}
      description={
        <div className="cards" style={{ gap: 8 }}>
          {lines.map(line => (
            <span key={line} style={{ maxWidth: '60em', whiteSpace: 'pre-wrap' }}>
              {line}
            </span>
          ))}
          {byRule && (
            <span>
              {t(
                '按规则自动暂停，尚未认定违规；查明为误报的，',
                'Suspended by rule, no finding of misuse yet; a false alarm is lifted ',
              )}
              <Link to={`/calls/alerts?grantId=${grant.id}`} data-test="grant-alerts">
                {t('在“使用异常”中恢复', 'under “Unusual use”')}
              </Link>
            </span>
          )}
          {step?.citation !== undefined && <ClauseList citations={[step.citation]} />}
          {children}
        </div>
      }
    />
  );
}
