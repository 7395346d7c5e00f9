import { Alert, Button, Modal, Progress, Space } from 'antd';
import { useState } from 'react';
import { api, Problem } from '../../api.ts';
import { formatCount, formatDuration } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import type { Verification } from './types.ts';

/** 立即校验: every record from the first, and what a mismatch means. */
export function VerifyDialog({ onClose }: { onClose: () => void }) {
  const { t, language } = useText();
  const [result, setResult] = useState<Verification | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  async function verify() {
    setBusy(true);
    setProblem(null);
    setResult(null);
    try {
      setResult(await api.post<Verification>('/api/ledger/verify', {}));
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure;
      setProblem(failure);
    } finally {
      setBusy(false);
    }
  }
  return (
    <Modal
      open
      width={560}
      title={t('校验存证', 'Verify the record')}
      onCancel={onClose}
      footer={
        <Space>
          <Button onClick={onClose}>{t('关闭', 'Close')}</Button>
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
              '从第一条起逐条核对，再与数据库之外的存证点比较。改过、删过、调过顺序、截去结尾，都会指出是第几条。',
              'Every record is checked from the first, then against the seal points outside the database. Anything changed, deleted, reordered or cut off is named by its number.',
            )}
          </p>
        )}
        {busy && (
          <Progress percent={100} showInfo={false} status="active" aria-label={t('正在校验', 'Verifying')} />
        )}
        {problem !== null && <RefusalNotice problem={problem} />}
        {result !== null && (
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
                : result.firstBad === null
                  ? t('校验不符', 'Does not verify')
                  : t(
                      `第 ${formatCount(result.firstBad, language)} 条校验不符`,
                      `Record ${formatCount(result.firstBad, language)} does not verify`,
                    )
            }
            description={
              <>
                {!result.ok && <div>{t(result.problem, result.problemEn)}</div>}
                {!result.ok && (
                  <div>
                    {t(
                      '这意味着：有人绕过平台改动了记录，或数据库被退回到更早的状态。请保全现场，并对照库外的存证点文件。',
                      'This means that someone changed the record behind the platform, or put the database back to an earlier state. Preserve it as it is and compare with the file of seal points.',
                    )}
                  </div>
                )}
                {result.against !== '' && (
                  <div style={{ overflowWrap: 'anywhere' }}>
                    {t(`对照：${result.against}`, `Against: ${result.against}`)}
                  </div>
                )}
              </>
            }
          />
        )}
      </div>
    </Modal>
  );
}
