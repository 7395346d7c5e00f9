import { Timeline } from 'antd';
import { formatTime } from '../../../ui/format.ts';
import { useText } from '../../../ui/language.tsx';
import { useRunWord } from '../RunMark.tsx';
import type { RunDetail } from '../types.ts';
import { isLive, TRIGGERS, verdictOf } from '../words.ts';

/** 经过: what the run met, in plain lines and in their order. */
export function RunLog({ run }: { run: RunDetail }) {
  const { t, language } = useText();
  const word = useRunWord();
  const at = (instant: string) => formatTime(instant, language, true);
  return (
    <Timeline
      style={{ paddingTop: 8 }}
      data-test="run-log"
      items={[
        {
          key: 'ordered',
          content: t(
            `${at(run.createdAt)} 提交（${TRIGGERS[run.trigger][0]}）`,
            `${at(run.createdAt)} submitted (${TRIGGERS[run.trigger][1]})`,
          ),
        },
        ...(run.startedAt === null
          ? []
          : [
              {
                key: 'started',
                content:
                  run.attempts > 1
                    ? t(
                        `${at(run.startedAt)} 开始；到现在是第 ${run.attempts} 次接着做`,
                        `${at(run.startedAt)} started; now on attempt ${run.attempts}`,
                      )
                    : t(`${at(run.startedAt)} 开始`, `${at(run.startedAt)} started`),
              },
            ]),
        ...run.notices.map(({ zh, en }, index) => ({
          key: `notice ${index}`,
          color: 'orange',
          content: t(zh, en),
        })),
        ...(run.finishedAt === null || isLive(run)
          ? []
          : [
              {
                key: 'ended',
                color: run.state === 'delivered' ? 'green' : 'red',
                content: `${at(run.finishedAt)} ${word({ state: run.state, grade: run.grade })}${run.problem === '' || run.state === 'delivered' ? '' : t(`：${run.problem}`, `: ${run.problemEn}`)}`,
              },
            ]),
        ...(run.problem === '' || run.state !== 'delivered'
          ? []
          : [
              {
                key: 'uncompared',
                color: 'red',
                content: t(`再次对账没有做成：${run.problem}`, `Reconciliation failed: ${run.problemEn}`),
              },
            ]),
        ...(run.comparison === null
          ? []
          : [
              {
                key: 'compared',
                color: run.comparison.equal ? 'green' : verdictOf(run)?.tone === 'warning' ? 'orange' : 'red',
                content: run.comparison.equal
                  ? t(
                      `${at(run.comparison.at)} 再次对账，仍一致`,
                      `${at(run.comparison.at)} reconciled again, still equal`,
                    )
                  : t(
                      `${at(run.comparison.at)} 再次对账：${word(run)}`,
                      `${at(run.comparison.at)} reconciled again: ${word(run)}`,
                    ),
              },
            ]),
      ]}
    />
  );
}
