import {
  CheckCircleOutlined,
  CloseCircleOutlined,
  DownloadOutlined,
  InfoCircleOutlined,
} from '@ant-design/icons';
import { Button, Card, Collapse, theme } from 'antd';
import { formatCount } from '../../../ui/format.ts';
import { useText } from '../../../ui/language.tsx';
import { ProofLink } from '../../../ui/ProofLink.tsx';
import { RefusalNotice } from '../../../ui/RefusalNotice.tsx';
import { saveFile } from '../../../ui/saveFile.ts';
import { useSend } from '../../../ui/useSend.ts';
import { Facts } from '../Facts.tsx';
import type { Receipt, RunDetail } from '../types.ts';
import { GRADES, rowsEn, verdictOf } from '../words.ts';
import { Compared } from './Compared.tsx';
import { Signatures } from './Signatures.tsx';

/** 对账单: the equation, whether what lies there is what was read, and who says so. */
export function ReceiptCard({ run, receipt }: { run: RunDetail; receipt: Receipt }) {
  const { t, language } = useText();
  const { token } = theme.useToken();
  const { send, problem, busy } = useSend();
  const adds = receipt.rowsRead === receipt.rowsWritten + receipt.setAside;
  const good = adds && receipt.equal;
  // Without a look at what the rows hold the numbers agree, and nothing is proven.
  const counted = receipt.grade === 'none';
  // Only what both sides signed can be taken away.
  const signed = run.state === 'delivered' && receipt.halves.length > 0 && receipt.record !== null;
  const found = verdictOf(run)?.tone;
  const since = { error: token.colorError, warning: token.colorWarning, default: token.colorTextSecondary };
  const proven = counted ? token.colorTextSecondary : token.colorSuccess;
  const tone = !good ? token.colorError : found === undefined ? proven : since[found];
  const number = (value: number) => formatCount(value, language);
  return (
    <Card
      title={t('对账单', 'Receipt')}
      data-test="receipt"
      data-equal={good}
      style={{ borderTop: `3px solid ${tone}` }}
      extra={
        signed && (
          <Button
            size="small"
            icon={<DownloadOutlined />}
            loading={busy}
            onClick={() => void send(() => saveFile(`/api/exchange/runs/${run.id}/receipt`))}
            data-test="receipt-download"
          >
            {t('下载对账单', 'Download receipt')}
          </Button>
        )
      }
    >
      {problem !== null && <RefusalNotice problem={problem} />}
      <div
        style={{
          fontSize: 20,
          lineHeight: '32px',
          fontVariantNumeric: 'tabular-nums',
          color: good ? proven : token.colorError,
          overflowWrap: 'anywhere',
        }}
      >
        {good ? (
          counted ? (
            <InfoCircleOutlined aria-hidden />
          ) : (
            <CheckCircleOutlined aria-hidden />
          )
        ) : (
          <CloseCircleOutlined aria-hidden />
        )}{' '}
        {t(
          `读出 ${number(receipt.rowsRead)} ${adds ? '=' : '≠'} 写入 ${number(receipt.rowsWritten)} + 搁置 ${number(receipt.setAside)}`,
          `Read ${number(receipt.rowsRead)} ${adds ? '=' : '≠'} written ${number(receipt.rowsWritten)} + set aside ${number(receipt.setAside)}`,
        )}
      </div>
      <p style={{ margin: '4px 0 16px' }} data-test="receipt-words">
        {!receipt.equal
          ? t(
              `来源与去向内容不一致，${receipt.buckets.length} 段有差异，没有换上。`,
              `Source and target contents differ in ${receipt.buckets.length} sections; nothing was replaced.`,
            )
          : counted
            ? ''
            : found === 'error'
              ? t(
                  '送达时，来源与去向内容一致（写完后从目标库读回再比）。',
                  'At delivery, source and target had the same contents (read back from the target after writing and compared).',
                )
              : t(
                  '来源与去向内容一致（写完后从目标库读回再比）。',
                  'Source and target have the same contents (read back from the target after writing and compared).',
                )}{' '}
        {t(...GRADES[receipt.grade].what)}
        {found === 'error' && (
          <strong
            style={{ display: 'block', color: token.colorError, fontWeight: 500 }}
            data-test="receipt-since"
          >
            {run.comparison?.result === 'target_changed'
              ? t(
                  '送达之后，目标表的内容被改动过，现在不再一致。',
                  'The target table was changed after delivery and no longer matches.',
                )
              : t(
                  '送达之后再比，目标表与来源现在的数据不同。',
                  'Compared after delivery, the target table differs from the source’s current data.',
                )}
          </strong>
        )}
      </p>
      <Facts
        facts={[
          [
            t('按授权范围不送的', 'Outside the grant’s scope'),
            receipt.excluded === null
              ? t('没有范围条件，或来源数不出', 'No scope condition, or the source cannot count them')
              : t(`${number(receipt.excluded)} 行`, rowsEn(receipt.excluded)),
          ],
          [t('对账等级', 'Reconciliation grade'), t(...GRADES[receipt.grade].name)],
          [
            run.kind === 'collection'
              ? t('按目录第几版', 'Entry version')
              : t('按授权第几版', 'Grant version'),
            String(receipt.planVersion),
          ],
          [
            t('存证号', 'Record'),
            receipt.record === null ? '—' : <ProofLink key="record" record={receipt.record} log="usage/1" />,
          ],
          [t('数据项', 'Items'), receipt.items.join(t('、', ', '))],
        ]}
      />
      <Signatures receipt={receipt} />
      <Compared run={run} />
      <Collapse
        ghost
        size="small"
        style={{ marginTop: 8 }}
        items={[
          {
            key: 'technical',
            label: t('给技术支持看的信息', 'For technical support'),
            children: (
              <dl style={{ margin: 0, overflowWrap: 'anywhere', fontSize: 12 }}>
                <dt>{t('内容指纹', 'Fingerprint')}</dt>
                <dd style={{ margin: 0 }}>
                  <code>{receipt.sha256}</code>
                </dd>
                <dt>{t('读取时点', 'Read at')}</dt>
                <dd style={{ margin: 0 }}>
                  <code>{receipt.snapshot}</code>
                </dd>
                {receipt.buckets.length > 0 && (
                  <>
                    <dt>{t('有差异的段', 'Sections that differ')}</dt>
                    <dd style={{ margin: 0 }}>{receipt.buckets.join(t('、', ', '))}</dd>
                  </>
                )}
              </dl>
            ),
          },
        ]}
      />
    </Card>
  );
}
