import { Alert, Button, Modal, Progress, Space } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { api, useLoad } from '../../api.ts';
import { formatCount, formatDuration } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { recordName } from '../../ui/recordName.ts';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { useSend } from '../../ui/useSend.ts';
import type { Verification, VerifyProgress } from './types.ts';

/** 立即校验: every record from the first, how far it has come, and what a mismatch means. */
export function VerifyDialog({ onClose }: { onClose: () => void }) {
  const { t } = useText();
  const [result, setResult] = useState<Verification | null>(null);
  const { busy, problem, send } = useSend();
  const progress = useLoad<VerifyProgress>('/api/ledger/verify', undefined, [busy], {
    every: busy ? 300 : 3000,
  });
  const elsewhere = !busy && progress.data?.running === true;
  const verify = () =>
    send(async () => {
      setResult(null);
      setResult(await api.post<Verification>('/api/ledger/verify', {}));
    });
  return (
    <Modal
      open
      width={560}
      title={t('校验存证', 'Verify the record')}
      onCancel={onClose}
      footer={
        <Space>
          <Button onClick={onClose}>
            {busy ? t('在后台继续', 'Go on in the background') : t('关闭', 'Close')}
          </Button>
          <Button type="primary" loading={busy} onClick={() => void verify()} data-test="verify-start">
            {result === null ? t('从第一条起校验', 'Verify from the first') : t('再校验一次', 'Verify again')}
          </Button>
        </Space>
      }
    >
      <div aria-live="polite" style={{ display: 'flex', flexDirection: 'column', gap: 12 }}>
        {result === null && problem === null && !busy && (
          <p style={{ margin: 0 }}>
            {t(
              '从第一条起逐条核对两个日志，再与数据库之外的存证点比较。改过、删过、调过顺序、截去结尾，都会指出是哪个日志的第几条。随后核对检索和汇总：记录里有而检索不显示的，也会指出。',
              'Both logs are checked from their first record, then against the seal points outside the database. Anything changed, deleted, reordered or cut off is named by its log and number. Then the search and the summaries are compared with the record: what it holds and they do not show is named as well.',
            )}
          </p>
        )}
        {elsewhere && result === null && (
          <Alert
            type="info"
            showIcon
            title={t(
              '有人正在校验；您点校验会等同一次的结果。',
              'Somebody is verifying now; yours will wait for the same reading.',
            )}
          />
        )}
        {busy && <Running progress={progress.data} />}
        {problem !== null && <RefusalNotice problem={problem} />}
        {result !== null && <Result result={result} />}
      </div>
    </Modal>
  );
}

function Running({ progress }: { progress: VerifyProgress | undefined }) {
  const { t, language } = useText();
  const began = useRef(performance.now());
  const [now, setNow] = useState(began.current);
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), 500);
    return () => clearInterval(timer);
  }, []);
  const { phase, checked, total } =
    progress?.running === true ? progress : ({ phase: 'leaves', checked: 0, total: 0 } as const);
  useEffect(() => {
    began.current = performance.now(); // the second reading has a speed of its own
  }, [phase]);
  const took = now - began.current;
  const speed = checked > 0 && took > 1000 ? (checked / took) * 1000 : null;
  return (
    <div data-test="verify-progress">
      <Progress
        percent={total === 0 ? 0 : Math.floor((Math.min(checked, total) / total) * 100)}
        status="active"
        aria-label={t('正在校验', 'Verifying')}
      />
      <div style={{ fontVariantNumeric: 'tabular-nums', display: 'flex', flexWrap: 'wrap', gap: '0 16px' }}>
        <span>
          {total === 0
            ? t('正在开始', 'Beginning')
            : phase === 'leaves'
              ? t(
                  `第一步，核对记录：${formatCount(checked, language)} / ${formatCount(total, language)} 条`,
                  `1 of 2, the record: ${formatCount(checked, language)} of ${formatCount(total, language)}`,
                )
              : t(
                  `第二步，核对检索：${formatCount(checked, language)} / ${formatCount(total, language)} 条`,
                  `2 of 2, the search: ${formatCount(checked, language)} of ${formatCount(total, language)}`,
                )}
        </span>
        {speed !== null && (
          <span>
            {t(`每秒 ${formatCount(speed, language)} 条`, `${formatCount(speed, language)} a second`)}
          </span>
        )}
        {speed !== null && total > checked && (
          <span>
            {t(
              `约剩 ${formatDuration(((total - checked) / speed) * 1000, language)}`,
              `about ${formatDuration(((total - checked) / speed) * 1000, language)} left`,
            )}
          </span>
        )}
      </div>
    </div>
  );
}

function Result({ result }: { result: Verification }) {
  const { t, language } = useText();
  const where =
    result.log === null || result.firstBad === null ? '' : recordName(result.log, result.firstBad, language);
  return (
    <Alert
      showIcon
      data-test="verify-result"
      data-ok={result.ok}
      type={result.ok ? 'success' : 'error'}
      title={
        result.ok
          ? t(
              `已校验 ${formatCount(result.checked, language)} 条，全部一致，用时 ${formatDuration(result.milliseconds, language)}`,
              `${formatCount(result.checked, language)} records verified, all fit, in ${formatDuration(result.milliseconds, language)}`,
            )
          : where === ''
            ? t('校验不符', 'Does not verify')
            : t(`${where} 校验不符`, `${where} does not verify`)
      }
      description={
        <>
          {!result.ok && (
            <>
              <div>{t(result.problem, result.problemEn)}</div>
              <div>
                {t(
                  '这意味着：有人绕过平台改动了记录，或数据库被退回到更早的状态。请保全现场，并对照库外的存证点文件和见证方。',
                  'This means that someone changed the record behind the platform, or put the database back to an earlier state. Preserve it as it is and compare with the file of seal points and the witnesses.',
                )}
              </div>
            </>
          )}
          {result.seals.map(({ log, seals, size }) => (
            <div key={log}>
              {t(
                `${log === 'control' ? '办理记录' : '使用记录'}：与库外 ${formatCount(seals, language)} 个存证点比较，覆盖到第 ${formatCount(size, language)} 条`,
                `${log === 'control' ? 'Acts' : 'Uses'}: compared with ${formatCount(seals, language)} seal points outside the database, up to ${formatCount(size, language)} records`,
              )}
            </div>
          ))}
        </>
      }
    />
  );
}
