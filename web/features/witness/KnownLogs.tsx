import { PlusOutlined } from '@ant-design/icons';
import { Button, Card, Space } from 'antd';
import { useState } from 'react';
import { api } from '../../api.ts';
import { useSession } from '../../app/session.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { formatCount, formatTime } from '../../ui/format.ts';
import { KeyLine } from '../../ui/KeyLine.tsx';
import { useText } from '../../ui/language.tsx';
import { formatAgo } from '../../ui/measures.ts';
import { readKeyWords } from '../../ui/verifierKey.ts';
import { AddLog } from './AddLog.tsx';
import { RetireDialog } from './RetireDialog.tsx';
import type { KnownLog } from './types.ts';

/** 受本平台见证的存证: other platforms' logs, and how far we have cosigned them. */
export function KnownLogs({ logs, reload }: { logs: KnownLog[] | undefined; reload: () => void }) {
  const { t, language } = useText();
  const { can } = useSession();
  const [editing, setEditing] = useState<KnownLog | 'new' | null>(null);
  const [retiring, setRetiring] = useState<KnownLog | null>(null);
  const manages = can('witness.manage');
  const title = t('受本平台见证的存证', 'Logs that we witness');
  const done = () => {
    setEditing(null);
    setRetiring(null);
    reload();
  };
  return (
    <Card
      title={title}
      data-test="known-logs"
      extra={
        manages && (
          <Button icon={<PlusOutlined />} onClick={() => setEditing('new')} data-test="log-add">
            {t('登记存证', 'Enter a log')}
          </Button>
        )
      }
    >
      <DataTable<KnownLog>
        caption={title}
        rows={logs ?? []}
        rowKey="id"
        total={logs?.length ?? 0}
        page={1}
        size={1000}
        onPage={reload}
        loading={!logs}
        empty={
          <EmptyState title={t('还没有为别的平台作见证。', 'We witness no other platform’s log yet.')} />
        }
        columns={[
          {
            key: 'origin',
            title: t('存证', 'Log'),
            render: (_, row) => (
              <>
                <div>{row.name}</div>
                <code style={{ fontSize: 12, overflowWrap: 'anywhere' }}>{row.origin}</code>
              </>
            ),
          },
          {
            key: 'size',
            title: t('已见证', 'Cosigned'),
            render: (_, row) =>
              row.cosignedAt === null ? (
                t('还没收到过存证点', 'no seal point came in yet')
              ) : (
                <span style={{ fontVariantNumeric: 'tabular-nums' }}>
                  {t(`${formatCount(row.size, language)} 条`, `${formatCount(row.size, language)} entries`)}
                  {' · '}
                  <time dateTime={row.cosignedAt}>{formatAgo(row.cosignedAt, Date.now(), language)}</time>
                </span>
              ),
          },
          {
            key: 'root',
            title: t('树根', 'Root'),
            render: (_, row) =>
              row.cosignedAt === null ? (
                '—'
              ) : (
                <div style={{ maxWidth: 180 }}>
                  <KeyLine text={row.root} />
                </div>
              ),
          },
          {
            key: 'keys',
            title: t('登记的公钥', 'Keys entered'),
            render: (_, row) => (
              <div style={{ display: 'grid', gap: 4, maxWidth: 240 }}>
                {row.keys.map(key => (
                  <KeyLine
                    key={key}
                    text={key}
                    tag={readKeyWords(key)?.algorithm ?? '—'}
                    shown={readKeyWords(key)?.id ?? key}
                  />
                ))}
              </div>
            ),
          },
          {
            key: 'state',
            title: t('状态', 'State'),
            render: (_, row) =>
              row.retiredAt === null
                ? t('见证中', 'witnessed')
                : t(
                    `${formatTime(row.retiredAt, language)} 停止`,
                    `ended ${formatTime(row.retiredAt, language)}`,
                  ),
          },
          ...(manages
            ? [
                {
                  key: 'act',
                  title: '',
                  render: (_: unknown, row: KnownLog) => (
                    <Space wrap>
                      <Button size="small" onClick={() => setEditing(row)} data-test="log-keys-change">
                        {row.retiredAt === null ? t('更新公钥', 'New keys') : t('重新见证', 'Witness again')}
                      </Button>
                      {row.retiredAt === null && (
                        <Button size="small" onClick={() => setRetiring(row)} data-test="log-retire">
                          {t('不再见证', 'End')}
                        </Button>
                      )}
                    </Space>
                  ),
                },
              ]
            : []),
        ]}
      />
      {editing && (
        <AddLog known={editing === 'new' ? null : editing} onClose={() => setEditing(null)} onDone={done} />
      )}
      {retiring && (
        <RetireDialog
          title={t(`不再见证 ${retiring.origin}`, `Witness ${retiring.origin} no longer`)}
          means={t(
            '它再提交存证点时会被拒绝。已经见证到哪里会留着，重新登记后接着见证。',
            'Its submissions will be refused. How far it was cosigned is kept, and goes on when it is entered again.',
          )}
          work={() => api.post(`/api/witness/logs/${retiring.id}/retire`)}
          onClose={() => setRetiring(null)}
          onDone={done}
        />
      )}
    </Card>
  );
}
