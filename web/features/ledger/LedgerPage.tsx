import { SafetyCertificateOutlined } from '@ant-design/icons';
import { Alert, Button, Card, Skeleton, Space, Tabs } from 'antd';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { useLoad } from '../../api.ts';
import { useSession } from '../../app/session.tsx';
import { formatCount, formatTime } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { NumberLink } from '../../ui/NumberLink.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import type { Alarm, Peer, Peers } from '../witness/types.ts';
import { agreeing } from '../witness/words.ts';
import { WitnessPanel } from '../witness/WitnessPanel.tsx';
import { Keys } from './Keys.tsx';
import { Logs } from './Logs.tsx';
import { Retention } from './Retention.tsx';
import { Unclosed } from './Unclosed.tsx';
import { StateBand } from './StateBand.tsx';
import type { Ledger } from './types.ts';
import { VerifyDialog } from './VerifyDialog.tsx';

/** 存证总览: anyone can see that the record is whole, and prove it (ui.md 3.22). */
export function LedgerPage() {
  const { t } = useText();
  const { can } = useSession();
  const { data, problem, reload } = useLoad<Ledger>('/api/ledger', undefined, [], { every: 5000 });
  const peers = useLoad<Peers>(can('witness.read') ? '/api/witness/peers' : null, undefined, [], {
    every: 10_000,
  });
  const alarms = useLoad<Alarm[]>(can('witness.read') ? '/api/witness/alarms' : null, undefined, [], {
    every: 10_000,
  });
  const waiting = (alarms.data ?? []).filter(alarm => alarm.settledAt === null).length;
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
            {can('ledger.subject') && (
              <Link to="/ledger/subjects" data-test="ledger-subjects">
                <Button>{t('查询谁使用过', 'Who used it')}</Button>
              </Link>
            )}
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
      {data ? (
        <div className="cards">
          <StateBand ledger={data} reload={reload} />
          {waiting > 0 && (
            <Alert
              type="error"
              showIcon
              data-test="ledger-alarms"
              title={t(`${waiting} 件见证告警待查`, `${waiting} alarms of witnesses wait to be looked into`)}
              action={
                <Link to="/ledger?tab=witness">
                  <Button size="small">{t('查看', 'See them')}</Button>
                </Link>
              }
            />
          )}
          <Unclosed unclosed={data.unclosed} />
          <Figures ledger={data} peers={peers.data} />
          <Parts ledger={data} />
        </div>
      ) : (
        <Skeleton active paragraph={{ rows: 10 }} />
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

function Figures({ ledger, peers }: { ledger: Ledger; peers: Peers | undefined }) {
  const { t, language } = useText();
  const active = (peers ?? []).filter((peer: Peer) => peer.retiredAt === null);
  const agree = active.filter(agreeing).length;
  return (
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
        {peers !== undefined && (
          <NumberLink
            to="/ledger?tab=witness"
            value={
              active.length === 0 ? '0' : t(`${agree} / ${active.length} 家`, `${agree} of ${active.length}`)
            }
            label={t('外部见证', 'Outside witnesses')}
            sub={
              active.length === 0
                ? t('还没有登记见证方', 'no witness entered yet')
                : agree === active.length
                  ? t('都与本平台一致', 'all agree with this platform')
                  : t('有见证方未跟上，请查看', 'some have not followed; see there')
            }
          />
        )}
        <NumberLink
          to="/ledger?tab=months"
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
  );
}

const TABS = ['logs', 'witness', 'months', 'keys'] as const;

/** The second level; which part is open stands in the address. */
function Parts({ ledger }: { ledger: Ledger }) {
  const { t } = useText();
  const { can } = useSession();
  const [search, setSearch] = useSearchParams();
  const current = TABS.find(tab => tab === search.get('tab')) ?? 'logs';
  return (
    <Tabs
      activeKey={current}
      destroyOnHidden
      onChange={key => setSearch(key === 'logs' ? {} : { tab: key }, { replace: true })}
      items={[
        { key: 'logs', label: t('存证日志', 'Logs'), children: <Logs logs={ledger.logs} /> },
        ...(can('witness.read')
          ? [{ key: 'witness', label: t('见证', 'Witnesses'), children: <WitnessPanel /> }]
          : []),
        { key: 'months', label: t('保存与归档', 'Retention'), children: <Retention ledger={ledger} /> },
        { key: 'keys', label: t('签名密钥', 'Signing keys'), children: <Keys /> },
      ]}
    />
  );
}
