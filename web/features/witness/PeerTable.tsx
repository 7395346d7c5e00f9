import { PlusOutlined } from '@ant-design/icons';
import { Button, Card, Tag, theme } from 'antd';
import { useState } from 'react';
import { api } from '../../api.ts';
import { useSession } from '../../app/session.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { formatCount, formatTime } from '../../ui/format.ts';
import { KeyLine } from '../../ui/KeyLine.tsx';
import { useText } from '../../ui/language.tsx';
import { formatAgo } from '../../ui/measures.ts';
import { logWord } from '../../ui/recordName.ts';
import { readKeyWords } from '../../ui/verifierKey.ts';
import { AddPeer } from './AddPeer.tsx';
import { RetireDialog } from './RetireDialog.tsx';
import type { Peer, PeerProgress, Peers } from './types.ts';
import { ANSWERS } from './words.ts';

/** 见证方: who cosigns our seal points, how far each has come, and how long ago. */
export function PeerTable({ peers, reload }: { peers: Peers | undefined; reload: () => void }) {
  const { t, language } = useText();
  const { can } = useSession();
  const [adding, setAdding] = useState(false);
  const [retiring, setRetiring] = useState<Peer | null>(null);
  const manages = can('witness.manage');
  const title = t('为本平台作见证的各方', 'Witnesses of our logs');
  const add = (
    <Button icon={<PlusOutlined />} onClick={() => setAdding(true)} data-test="peer-add">
      {t('登记见证方', 'Enter a witness')}
    </Button>
  );
  const done = () => {
    setAdding(false);
    setRetiring(null);
    reload();
  };
  return (
    <Card title={title} extra={manages && add} data-test="peers">
      <DataTable<Peer>
        caption={title}
        rows={peers ?? []}
        rowKey="id"
        total={peers?.length ?? 0}
        page={1}
        size={1000}
        onPage={reload}
        loading={!peers}
        empty={
          <EmptyState
            title={
              manages
                ? t(
                    '还没有见证方。没有见证方时，整库退回旧备份只能靠库外的存证点文件发现。',
                    'No witness yet. Without one, a database put back as a whole is noticed only by the file of seal points.',
                  )
                : t('还没有见证方，由平台运维员登记。', 'No witness yet; the operator enters them.')
            }
          />
        }
        columns={[
          {
            key: 'name',
            title: t('见证方', 'Witness'),
            render: (_, row) => (
              <>
                <div>{row.name}</div>
                <div style={{ fontSize: 12, opacity: 0.75, overflowWrap: 'anywhere' }}>{row.url}</div>
              </>
            ),
          },
          {
            key: 'progress',
            title: t('最近见证', 'Last cosigned'),
            render: (_, row) =>
              row.retiredAt !== null ? (
                '—'
              ) : row.logs.length === 0 ? (
                t('还没有提交过', 'nothing submitted yet')
              ) : (
                <div style={{ display: 'grid', gap: 6 }}>
                  {row.logs.map(log => (
                    <Progress key={log.log} log={log} />
                  ))}
                </div>
              ),
          },
          {
            key: 'key',
            title: t('见证公钥', 'Verifier key'),
            render: (_, row) => (
              <div style={{ maxWidth: 220 }}>
                <KeyLine text={row.key} shown={readKeyWords(row.key)?.id ?? row.key} />
              </div>
            ),
          },
          {
            key: 'since',
            title: t('登记', 'Entered'),
            render: (_, row) =>
              row.retiredAt === null
                ? formatTime(row.addedAt, language)
                : t(
                    `${formatTime(row.retiredAt, language)} 停用`,
                    `retired ${formatTime(row.retiredAt, language)}`,
                  ),
          },
          ...(manages
            ? [
                {
                  key: 'act',
                  title: '',
                  render: (_: unknown, row: Peer) =>
                    row.retiredAt === null && (
                      <Button size="small" onClick={() => setRetiring(row)} data-test="peer-retire">
                        {t('停用', 'Retire')}
                      </Button>
                    ),
                },
              ]
            : []),
        ]}
      />
      {adding && <AddPeer onClose={() => setAdding(false)} onDone={done} />}
      {retiring && (
        <RetireDialog
          title={t(`停用见证方 ${retiring.name}`, `Retire the witness ${retiring.name}`)}
          means={t(
            '不再向它提交存证点。它以前的见证签名都保留，照旧可以核对。',
            'Seal points are no longer submitted to it. Its earlier cosignatures stay and verify as before.',
          )}
          work={() => api.post(`/api/witness/peers/${retiring.id}/retire`)}
          onClose={() => setRetiring(null)}
          onDone={done}
        />
      )}
    </Card>
  );
}

/** Of our logs the first holds acts, the second use. */
function Progress({ log }: { log: PeerProgress }) {
  const { t, language } = useText();
  const { token } = theme.useToken();
  const agrees = log.answer === 'cosigned';
  const words = ANSWERS[log.answer];
  return (
    <div data-test="peer-progress" data-answer={log.answer}>
      <span style={{ display: 'inline-flex', flexWrap: 'wrap', gap: 6, alignItems: 'center' }}>
        <span>{logWord(log.log === 1 ? 'control' : 'usage/1', language)}</span>
        <Tag
          variant="filled"
          color={agrees ? 'success' : log.answer === 'contradiction' ? 'error' : 'warning'}
          style={{ marginInlineEnd: 0, whiteSpace: 'normal' }}
        >
          {words === undefined ? log.answer : t(words[0], words[1])}
        </Tag>
        <span style={{ fontVariantNumeric: 'tabular-nums' }}>
          {t(`${formatCount(log.size, language)} 条`, `${formatCount(log.size, language)} entries`)}
          {' · '}
          <time dateTime={log.cosignedAt ?? log.triedAt}>
            {log.cosignedAt === null
              ? t('从未见证', 'never cosigned')
              : formatAgo(log.cosignedAt, Date.now(), language)}
          </time>
        </span>
      </span>
      {!agrees && (
        <div style={{ fontSize: 12, color: token.colorTextSecondary, overflowWrap: 'anywhere' }}>
          {t(
            `${formatAgo(log.triedAt, Date.now(), language)}提交`,
            `submitted ${formatAgo(log.triedAt, Date.now(), language)}`,
          )}
          {log.problem !== '' && (
            <>
              {' · '}
              <code lang="en">{log.problem}</code>
            </>
          )}
        </div>
      )}
    </div>
  );
}
