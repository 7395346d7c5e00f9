import { Alert, Button } from 'antd';
import { useState } from 'react';
import { useSession } from '../../app/session.tsx';
import { formatTime } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { recordName } from '../../ui/recordName.ts';
import { AcceptOutside } from './AcceptOutside.tsx';
import type { Ledger, Log } from './types.ts';

/** Is the record whole? In words first; it cannot be closed. */
export function StateBand({ ledger, reload }: { ledger: Ledger; reload: () => void }) {
  const { t, language } = useText();
  const { can } = useSession();
  const [accepting, setAccepting] = useState<Log | null>(null);
  const stuck = ledger.logs.filter(log => log.problem !== '');
  const stuckNames = stuck.map(log => log.log).join(', ');
  const last =
    ledger.verifiedAt === null
      ? null
      : t(
          `上次校验 ${formatTime(ledger.verifiedAt, language, true)}`,
          `Last verified ${formatTime(ledger.verifiedAt, language, true)}`,
        );
  const band = {
    whole: {
      type: 'success' as const,
      title: t('存证完整', 'The record is whole'),
      description: last,
    },
    unverified: {
      type: 'info' as const,
      title: t('尚未校验过', 'Not verified yet'),
      description: t(
        '存证点正常产生，但还没有人从头核对过。点“立即校验”，从第一条起逐条核对。',
        'Seal points are made as they should be, but nobody has checked the whole yet. “Verify now” checks every record from the first.',
      ),
    },
    broken: {
      type: 'error' as const,
      title:
        ledger.firstBad !== null
          ? t(
              `${recordName(ledger.firstBadLog ?? 'control', ledger.firstBad, 'zh')} 校验不符`,
              `${recordName(ledger.firstBadLog ?? 'control', ledger.firstBad, 'en')} does not verify`,
            )
          : stuck.length > 0
            ? stuck.length === ledger.logs.length
              ? t('存证已停止封存', 'Nothing is sealed any more')
              : t(`日志 ${stuckNames} 已停止封存`, `Log ${stuckNames} is not sealed any more`)
            : t('存证校验不符', 'The record does not verify'),
      description: (
        <>
          {stuck.map(log => (
            <div key={log.log}>
              <code>{log.log}</code> {t(log.problem, log.problemEn)}
              {log.outsideLost && can('ledger.accept') && (
                <Button
                  size="small"
                  style={{ marginInlineStart: 8 }}
                  onClick={() => setAccepting(log)}
                  data-test="accept-outside"
                >
                  {t('查明后恢复封存', 'Go on without it')}
                </Button>
              )}
            </div>
          ))}
          <div>
            {t(
              '请保全现场，不要重启或恢复数据库；点“立即校验”看是哪一个日志、哪一条，并对照库外的存证点文件和见证方。',
              'Preserve everything as it is; do not restart or restore the database. “Verify now” names the log and the record. Compare with the file of seal points and with the witnesses.',
            )}
          </div>
          {last !== null && <div>{last}</div>}
        </>
      ),
    },
    empty: {
      type: 'info' as const,
      title: t('还没有记录', 'No records yet'),
      description: t(
        '第一次办理或调用之后，这里就有记录。',
        'Records appear here with the first act or call.',
      ),
    },
  }[ledger.state];
  return (
    <>
      <Alert
        type={band.type}
        showIcon
        data-test="ledger-state"
        data-state={ledger.state}
        title={band.title}
        description={band.description}
      />
      {accepting && (
        <AcceptOutside
          log={accepting}
          onClose={() => setAccepting(null)}
          onDone={() => {
            setAccepting(null);
            reload();
          }}
        />
      )}
    </>
  );
}
