import { CheckCircleOutlined, CloseCircleOutlined, DownloadOutlined } from '@ant-design/icons';
import { Button, Card, Collapse, Descriptions, theme } from 'antd';
import { formatCount, formatTime } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { ProofLink } from '../../ui/ProofLink.tsx';
import type { Receipt, Run } from './types.ts';

/** 对账单: the equation, and whether what lies there is what was read. */
export function ReceiptCard({ run, receipt }: { run: Run; receipt: Receipt }) {
  const { t, language } = useText();
  const { token } = theme.useToken();
  const adds = receipt.rowsRead === receipt.rowsWritten;
  const good = adds && receipt.equal;
  const number = (value: number) => formatCount(value, language);
  const again = run.comparison;
  function download() {
    const place = URL.createObjectURL(
      new Blob([JSON.stringify({ run: run.no, grant: run.grantNo, ...receipt }, null, 2)], {
        type: 'application/json',
      }),
    );
    const link = document.createElement('a');
    link.href = place;
    link.download = `${run.no}.json`;
    link.click();
    URL.revokeObjectURL(place);
  }
  return (
    <Card
      title={t('对账单', 'Reconciliation')}
      data-test="receipt"
      data-equal={good}
      extra={
        <Button size="small" icon={<DownloadOutlined />} onClick={download}>
          {t('下载对账单', 'Download')}
        </Button>
      }
    >
      <div
        style={{
          fontSize: 20,
          lineHeight: '32px',
          fontVariantNumeric: 'tabular-nums',
          color: good ? token.colorSuccess : token.colorError,
        }}
      >
        {good ? <CheckCircleOutlined aria-hidden /> : <CloseCircleOutlined aria-hidden />}{' '}
        {t(
          `读出 ${number(receipt.rowsRead)} ${adds ? '=' : '≠'} 写入 ${number(receipt.rowsWritten)}`,
          `read ${number(receipt.rowsRead)} ${adds ? '=' : '≠'} written ${number(receipt.rowsWritten)}`,
        )}
      </div>
      <p style={{ margin: '4px 0 16px' }}>
        {receipt.equal
          ? t(
              '来源与去向内容一致（写完后从目标库读回再比）。',
              'What lies there is what was read (read back from the target and compared).',
            )
          : t(
              `来源与去向内容不一致，${receipt.buckets.length} 段有差异，已停止入库。`,
              `Source and target differ in ${receipt.buckets.length} sections; nothing was put in place.`,
            )}
      </p>
      <Descriptions
        size="small"
        column={{ xs: 1, sm: 1, md: 2 }}
        items={[
          {
            key: 'items',
            label: t('数据项', 'Items'),
            children: receipt.items.join(t('、', ', ')),
            span: 'filled',
          },
          {
            key: 'version',
            label: t('按授权第几版', 'Version of the grant'),
            children: String(receipt.planVersion),
          },
          {
            key: 'record',
            label: t('存证号', 'Record'),
            children: receipt.record === null ? '—' : <ProofLink record={receipt.record} log="usage/1" />,
          },
          ...(receipt.equal
            ? []
            : [
                {
                  key: 'buckets',
                  label: t('有差异的段', 'Sections that differ'),
                  children: receipt.buckets.join(t('、', ', ')),
                },
              ]),
        ]}
      />
      {again !== null && (
        <p
          style={{ margin: '12px 0 0', color: again.equal ? token.colorSuccess : token.colorError }}
          data-test="run-comparison"
          data-equal={again.equal}
        >
          {again.equal
            ? t(
                `${formatTime(again.at, language)} 又对了一次：${number(again.rows)} 条，仍一致。`,
                `Compared again at ${formatTime(again.at, language)}: ${number(again.rows)} rows, still equal.`,
              )
            : t(
                `${formatTime(again.at, language)} 又对了一次：去向里现有 ${number(again.rows)} 条，有 ${again.buckets.length} 段与当时不同。`,
                `Compared again at ${formatTime(again.at, language)}: ${number(again.rows)} rows now, ${again.buckets.length} sections differ from then.`,
              )}
        </p>
      )}
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
                <dt>{t('目标表的列', 'Columns of the target')}</dt>
                <dd style={{ margin: 0 }}>
                  {receipt.columns
                    .map((column, i) => `${receipt.items[i] ?? ''} → ${column}`)
                    .join(t('；', '; '))}
                </dd>
                <dt>{t('内容指纹', 'Fingerprint')}</dt>
                <dd style={{ margin: 0 }}>
                  <code>{receipt.sha256}</code>
                </dd>
                <dt>{t('读取时点', 'Point of reading')}</dt>
                <dd style={{ margin: 0 }}>
                  <code>{receipt.snapshot}</code>
                </dd>
              </dl>
            ),
          },
        ]}
      />
    </Card>
  );
}
