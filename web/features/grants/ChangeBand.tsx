import { Card, Descriptions, Grid, Steps, Tag } from 'antd';
import { formatDate, formatTime } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { civilDate } from '../sharing/words.ts';
import { CHANGE_STEPS } from './acts.ts';
import { filingWaits } from './offered.ts';
import { hasEnded } from './shown.ts';
import { StepButtons } from './StepButtons.tsx';
import type { Change, Grant } from './types.ts';
import { boundWords } from './limits.ts';
import { CHANGE_STATES, windowWord } from './words.ts';

const AT: Record<Change['state'], number> = {
  proposed: 1,
  agreed: 2,
  objected: 2,
  filed: 3,
  done: 4,
  withdrawn: 1,
};

/** The end or change of the service that its provider proposes: how far it is, and whose turn (N809 27). */
export function ChangeBand({ grant, onDone }: { grant: Grant; onDone: () => void }) {
  const { t, language } = useText();
  const wide = Grid.useBreakpoint().md ?? true;
  const { change } = grant;
  if (change === null || change.state === 'done' || change.state === 'withdrawn' || hasEnded(grant.state))
    return null;
  const waits = filingWaits(grant, civilDate());
  const answered = change.state === 'agreed' ? 'agree_change' : 'object_change';
  const answer = grant.history.findLast(step => step.action === answered);
  const steps = [
    {
      title: t('提出', 'Proposed'),
      content: formatTime(grant.history.findLast(step => step.action === 'propose')?.at ?? null, language),
    },
    {
      title: t('使用部门答复', 'Answer of the consumer'),
      content:
        change.state === 'proposed'
          ? t(
              `${formatDate(change.consultUntil, language)} 前`,
              `by ${formatDate(change.consultUntil, language)}`,
            )
          : answer === undefined
            ? t('期满未答复', 'None in time')
            : `${formatTime(answer.at, language)} ${t(...CHANGE_STATES[answered === 'agree_change' ? 'agreed' : 'objected'])}`,
    },
    {
      title: t('报主管部门备案', 'Filed with the authority'),
      content:
        change.filedAt === null
          ? ''
          : `${formatTime(change.filedAt, language)}${
              change.notedAt === null ? '' : t('，已确认收到', ', acknowledged')
            }`,
    },
    { title: t('生效', 'In effect'), content: formatDate(change.on, language) },
  ];
  const at = AT[change.state];
  const title =
    change.kind === 'end'
      ? t(
          `提供部门拟于 ${formatDate(change.on, language, true)}终止服务`,
          `The provider is to end the service on ${formatDate(change.on, language, true)}`,
        )
      : t(
          `提供部门拟于 ${formatDate(change.on, language, true)}变更服务`,
          `The provider is to change the service on ${formatDate(change.on, language, true)}`,
        );
  return (
    <Card
      title={
        <span style={{ whiteSpace: 'normal' }}>
          {title}{' '}
          <Tag variant="filled" color={change.state === 'objected' ? 'warning' : 'processing'}>
            {t(...CHANGE_STATES[change.state])}
          </Tag>
        </span>
      }
      styles={{ header: { paddingBlock: 8 } }}
      data-test="change-band"
    >
      <div className="cards">
        {wide ? (
          <Steps size="small" titlePlacement="vertical" current={at} items={steps} />
        ) : (
          <span>
            {t(
              `第 ${Math.min(at, 3) + 1} 步，共 4 步：${steps[Math.min(at, 3)]?.title ?? ''} ${steps[Math.min(at, 3)]?.content ?? ''}`,
              `Step ${Math.min(at, 3) + 1} of 4: ${steps[Math.min(at, 3)]?.title ?? ''} ${steps[Math.min(at, 3)]?.content ?? ''}`,
            )}
          </span>
        )}
        <Descriptions
          size="small"
          column={1}
          items={[
            { key: 'reason', label: t('理由', 'Reason'), children: change.reason },
            ...differences(grant, change, t, language).map(([label, words]) => ({
              key: label,
              label,
              children: words,
            })),
            ...(change.answer === ''
              ? []
              : [{ key: 'answer', label: t('使用部门意见', 'The consumer says'), children: change.answer }]),
          ]}
        />
        <StepButtons
          grant={grant}
          steps={CHANGE_STEPS.toReversed()}
          onDone={onDone}
          {...(waits === undefined
            ? {}
            : {
                waits: {
                  file_change: t(
                    `协商期限到 ${formatDate(waits, language, true)}，对方答复后或期满才能备案。`,
                    `The consultation runs until ${formatDate(waits, language, true)}; it can be filed once answered, or after that.`,
                  ),
                },
              })}
        />
      </div>
    </Card>
  );
}

/** What the grant loses by a change, line by line. */
function differences(
  grant: Grant,
  { terms }: Change,
  t: (zh: string, en: string) => string,
  language: 'zh' | 'en',
): [string, string][] {
  const kept = terms.items;
  const lost =
    kept === null ? [] : grant.items.filter(item => !kept.includes(item.name)).map(item => item.name);
  return [
    ...(lost.length > 0
      ? [
          [
            t('不再提供', 'No longer provided'),
            t(
              `${lost.join('、')}（保留 ${kept?.length ?? 0} 项）`,
              `${lost.join(', ')} (${kept?.length ?? 0} items stay)`,
            ),
          ] as [string, string],
        ]
      : []),
    ...(terms.until === null
      ? []
      : [
          [
            t('使用期限', 'Term'),
            t(
              `${formatDate(grant.until, language)} 改为 ${formatDate(terms.until, language)}`,
              `${formatDate(terms.until, language)} instead of ${formatDate(grant.until, language)}`,
            ),
          ] as [string, string],
        ]),
    ...(terms.window === null
      ? []
      : [[t('可用时段', 'Hours'), windowWord(terms.window, t)] as [string, string]]),
    ...(terms.limits === null
      ? []
      : [[t('限额', 'Limits'), boundWords(terms.limits, t).join(t('，', ', '))] as [string, string]]),
  ];
}
