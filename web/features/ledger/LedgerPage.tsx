import { SafetyCertificateOutlined } from '@ant-design/icons';
import { Alert, Button, Card, Skeleton, Space, Typography, theme } from 'antd';
import { useMemo, useState } from 'react';
import { Link } from 'react-router';
import { useLoad } from '../../api.ts';
import { useSession } from '../../app/session.tsx';
import { ChartCard, Figures, useChartLook } from '../../ui/ChartCard.tsx';
import { formatCount, formatTime } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { NumberLink } from '../../ui/NumberLink.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import type { Ledger } from './types.ts';
import { VerifyDialog } from './VerifyDialog.tsx';

/** 存证总览: anyone can see that the record is whole, and prove it (ui.md 3.22). */
export function LedgerPage() {
  const { t } = useText();
  const { can } = useSession();
  const { data, problem, reload } = useLoad<Ledger>('/api/ledger', undefined, [], { every: 5000 });
  const [open, setOpen] = useState(false);
  if (problem && !data) return <RefusalNotice problem={problem} />;
  return (
    <>
      <PageTitle
        title={t('存证总览', 'Ledger')}
        actions={
          <Space wrap>
            <Link to="/ledger/records">
              <Button>{t('记录检索', 'Search records')}</Button>
            </Link>
            {can('ledger.verify') && (
              <Button
                type="primary"
                icon={<SafetyCertificateOutlined />}
                onClick={() => setOpen(true)}
                data-test="ledger-verify"
              >
                {t('立即校验', 'Verify now')}
              </Button>
            )}
          </Space>
        }
      />
      {data === undefined || data === null ? (
        <Skeleton active paragraph={{ rows: 10 }} />
      ) : (
        <State ledger={data} />
      )}
      {open && (
        <VerifyDialog
          onClose={() => {
            setOpen(false);
            reload();
          }}
        />
      )}
    </>
  );
}

function State({ ledger }: { ledger: Ledger }) {
  const { t, language } = useText();
  const { token } = theme.useToken();
  const band = {
    whole: { type: 'success' as const, title: t('存证完整', 'The record is whole') },
    broken: {
      type: 'error' as const,
      title:
        ledger.firstBad === null
          ? t('存证校验不符', 'The record does not verify')
          : t(
              `第 ${formatCount(ledger.firstBad, language)} 条校验不符`,
              `Record ${formatCount(ledger.firstBad, language)} does not verify`,
            ),
    },
    empty: { type: 'info' as const, title: t('还没有记录', 'No records yet') },
  }[ledger.state];
  return (
    <div style={{ display: 'flex', flexDirection: 'column', gap: 16 }}>
      <Alert
        type={band.type}
        showIcon
        data-test="ledger-state"
        data-state={ledger.state}
        title={band.title}
        description={
          ledger.verifiedAt === null
            ? t(
                '还没有人工校验过。点“立即校验”，从第一条起逐条核对。',
                'Not verified by hand yet. “Verify now” checks every record from the first.',
              )
            : t(
                `上次校验 ${formatTime(ledger.verifiedAt, language)}`,
                `Last verified ${formatTime(ledger.verifiedAt, language)}`,
              )
        }
      />
      <Card>
        <div className="number-row">
          <NumberLink
            to="/ledger/records"
            value={formatCount(ledger.size, language)}
            label={t('记录总数', 'Records')}
          />
          <NumberLink
            to="/ledger/records"
            value={formatCount(ledger.sealed, language)}
            label={t('已进存证点', 'Under a seal point')}
            sub={
              ledger.sealedAt === null
                ? t('还没有存证点', 'none yet')
                : t(
                    `最近存证点 ${formatTime(ledger.sealedAt, language)}`,
                    `last seal point ${formatTime(ledger.sealedAt, language)}`,
                  )
            }
          />
          <NumberLink
            to="/rules"
            value={t(`${ledger.retentionMonths} 个月`, `${ledger.retentionMonths} months`)}
            label={t('保存期限', 'Kept for')}
            sub={
              ledger.oldestAt === null
                ? ''
                : t(
                    `最早 ${formatTime(ledger.oldestAt, language)}`,
                    `oldest ${formatTime(ledger.oldestAt, language)}`,
                  )
            }
          />
        </div>
      </Card>
      <Months ledger={ledger} />
      <Card title={t('带走核对', 'Check it yourself')}>
        <p style={{ marginBottom: 12, maxWidth: '42em' }}>
          {t(
            '存证点同时写在数据库之外的文件里。拿着下面的公钥和存证点文件，可以离线再验。',
            'Every seal point is also written to a file outside the database. With this public key and that file anyone can verify offline.',
          )}
        </p>
        <dl style={{ margin: 0, overflowWrap: 'anywhere' }}>
          <dt style={{ color: token.colorTextTertiary, fontSize: 12 }}>
            {t('当前存证点', 'Present seal point')}
          </dt>
          <dd style={{ margin: '0 0 8px' }}>
            {ledger.root === '' ? (
              '—'
            ) : (
              <Typography.Text code copyable>
                {ledger.root}
              </Typography.Text>
            )}
          </dd>
          <dt style={{ color: token.colorTextTertiary, fontSize: 12 }}>{t('公钥', 'Public key')}</dt>
          <dd style={{ margin: 0 }}>
            <Typography.Text code copyable>
              {ledger.publicKey}
            </Typography.Text>
          </dd>
        </dl>
      </Card>
    </div>
  );
}

function Months({ ledger }: { ledger: Ledger }) {
  const { t } = useText();
  const look = useChartLook();
  const title = t('每月记录', 'Records per month');
  const table = useMemo(
    () => ({
      columns: [t('月份', 'Month'), t('办理记录', 'Decisions'), t('使用记录', 'Uses')],
      rows: ledger.months.map(month => [month.month, month.commands, month.usage]),
    }),
    [ledger.months, t],
  );
  const option = useMemo(
    () => ({
      grid: {
        left: 8,
        right: 8,
        top: 36,
        bottom: 8,
        outerBoundsMode: 'same',
        outerBoundsContain: 'axisLabel',
      },
      legend: { top: 0, left: 0, textStyle: { color: look.text } },
      tooltip: { trigger: 'axis' },
      xAxis: {
        type: 'category',
        data: ledger.months.map(month => month.month),
        axisLabel: { color: look.text },
      },
      yAxis: {
        type: 'value',
        minInterval: 1,
        axisLabel: { color: look.text },
        splitLine: { lineStyle: { color: look.line } },
      },
      series: [
        {
          name: t('办理记录', 'Decisions'),
          type: 'bar',
          stack: 'all',
          barMaxWidth: 40,
          data: ledger.months.map(month => month.commands),
        },
        {
          name: t('使用记录', 'Uses'),
          type: 'bar',
          stack: 'all',
          barMaxWidth: 40,
          data: ledger.months.map(month => month.usage),
        },
      ],
    }),
    [ledger.months, look.text, look.line, t],
  );
  if (ledger.months.length < 3) {
    return (
      <Card title={title}>
        <Figures title={title} table={table} />
      </Card>
    );
  }
  return <ChartCard title={title} unit={t('条', 'records')} option={option} table={table} />;
}
