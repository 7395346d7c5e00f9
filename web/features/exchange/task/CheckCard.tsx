import { CheckCircleOutlined, WarningOutlined } from '@ant-design/icons';
import { Card, Skeleton, Table, theme } from 'antd';
import { Fragment } from 'react';
import type { Problem } from '../../../api.ts';
import { formatTime } from '../../../ui/format.ts';
import { useText } from '../../../ui/language.tsx';
import { RefusalNotice } from '../../../ui/RefusalNotice.tsx';
import type { Check } from '../types.ts';

const APPLIES: Record<Check['apply'], readonly [zh: string, en: string]> = {
  replace: [
    '整体换上：读回核对一致后，一次换成新的一份',
    'Replaced as a whole once what was read back matches',
  ],
  merge: [
    '按标识项更新：有的改，没有的加，不删',
    'Updated by the identifier: rows are changed or added, none deleted',
  ],
  append: ['追加：只加，不改不删', 'Rows are only added, never changed or deleted'],
  history: [
    '留下历史：改过和删掉的行，原来的样子和起止时间都留着',
    'History is kept: earlier versions of changed and deleted rows, each with its period',
  ],
};

/** What would happen, before it is saved: what the target can do, what it would lose, and when the task would run. */
export function CheckCard({
  check,
  problem,
  busy,
}: {
  check?: Check;
  problem: Problem | null;
  busy: boolean;
}) {
  const { t, language } = useText();
  const { token } = theme.useToken();
  return (
    <Card title={t('保存前的核对', 'Check before saving')} data-test="task-check" aria-busy={busy}>
      {problem ? (
        <RefusalNotice problem={problem} />
      ) : !check ? (
        busy ? (
          <Skeleton active title={false} paragraph={{ rows: 4 }} />
        ) : (
          <p style={{ color: token.colorTextSecondary }}>
            {t(
              '选好目标库和表名后，在这里先核对一遍。',
              'Choose the target database and table; the result of the check appears here.',
            )}
          </p>
        )
      ) : (
        <div style={{ display: 'grid', gap: 12, opacity: busy ? 0.6 : 1 }}>
          <Losses check={check} />
          <Point good words={t(...APPLIES[check.apply])} />
          <Point
            good={check.keepsRuns}
            words={
              check.keepsRuns
                ? t(
                    '中断后从断处继续，不丢不重',
                    'Resumes after an interruption without losing or duplicating rows',
                  )
                : t(
                    '目标库不让建登记表：中断后只能整次重来，每次仍然是全有或全无',
                    'The target does not allow our bookkeeping table: an interrupted run starts over; each run is still all or nothing',
                  )
            }
          />
          {check.warnings.map(({ zh, en }) => (
            <Point key={en} good={false} words={t(zh, en)} />
          ))}
          <div>
            <div style={{ color: token.colorTextSecondary, fontSize: 13 }}>
              {t('接下来的运行（北京时间）', 'The next runs (Beijing time)')}
            </div>
            {check.next.length === 0
              ? t('不定时', 'No schedule')
              : check.next.map((at, index) => (
                  <Fragment key={at}>
                    <span style={{ whiteSpace: 'nowrap' }}>
                      {formatTime(at, language)}
                      {index < check.next.length - 1 && t('、', ',')}
                    </span>{' '}
                  </Fragment>
                ))}
          </div>
        </div>
      )}
    </Card>
  );
}

function Point({ good, words }: { good: boolean; words: string }) {
  const { t } = useText();
  const { token } = theme.useToken();
  return (
    <div style={{ display: 'flex', gap: 8 }}>
      <span style={{ color: good ? token.colorSuccess : token.colorWarning }}>
        {good ? (
          <CheckCircleOutlined aria-label={t('可以', 'OK')} />
        ) : (
          <WarningOutlined aria-label={t('注意', 'Note')} />
        )}
      </span>
      <span>{words}</span>
    </div>
  );
}

function Losses({ check }: { check: Check }) {
  const { t } = useText();
  if (check.losses.length === 0)
    return <Point good words={t('每个数据项都能原样放下', 'Every item fits the target unchanged')} />;
  return (
    <div>
      <Point
        good={false}
        words={t(
          `${check.losses.length} 个数据项在目标库里放不下原样：`,
          `${check.losses.length} of the items do not fit the target unchanged:`,
        )}
      />
      <Table
        size="small"
        rowKey={loss => `${loss.column} ${loss.what}`}
        dataSource={check.losses}
        pagination={false}
        scroll={{ x: 'max-content' }}
        style={{ marginTop: 8 }}
        data-test="task-losses"
        columns={[
          { key: 'item', title: t('数据项', 'Item'), render: (_, loss) => loss.item || loss.column },
          {
            key: 'what',
            title: t('会怎样', 'What happens'),
            render: (_, loss) => <div style={{ minWidth: 160 }}>{t(loss.zh, loss.en)}</div>,
          },
        ]}
      />
    </div>
  );
}
