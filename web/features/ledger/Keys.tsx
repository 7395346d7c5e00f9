import { KeyOutlined } from '@ant-design/icons';
import { Button, Card, Tag, theme } from 'antd';
import { useState } from 'react';
import { api, useLoad } from '../../api.ts';
import { useSession } from '../../app/session.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { formatTime } from '../../ui/format.ts';
import { KeyLine } from '../../ui/KeyLine.tsx';
import { useText } from '../../ui/language.tsx';
import { ProofLink } from '../../ui/ProofLink.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { Dialog } from '../administration/Dialog.tsx';
import type { Recorded, SigningKey, SigningKeys } from './types.ts';
import { useChange } from './useChange.ts';

/** Which keys sign, which did, and the change of keys. */
export function Keys() {
  const { t, language } = useText();
  const { token } = theme.useToken();
  const { can } = useSession();
  const { data, problem, reload } = useLoad<SigningKeys>('/api/ledger/keys', undefined, [], { every: 5000 });
  const [changing, setChanging] = useState(false);
  if (problem && !data) return <RefusalNotice problem={problem} />;
  const time = (at: string | null) => (at === null ? '—' : formatTime(at, language, true));
  const title = t('签名密钥', 'Signing keys');
  return (
    <Card
      title={title}
      extra={
        can('ledger.keys') && (
          <Button icon={<KeyOutlined />} onClick={() => setChanging(true)} data-test="keys-change">
            {t('更换密钥', 'Change the keys')}
          </Button>
        )
      }
    >
      <p style={{ maxWidth: '60em', marginBottom: 12, color: token.colorTextSecondary }}>
        {t(
          '每个存证点签两次名：Ed25519 供国际通用的工具核对，SM2 供国密工具核对。两个日志用同一对密钥，公钥里带着各自的日志名。指纹可在电话里核对。',
          'Each seal point is signed twice: with Ed25519 for tools used everywhere, with SM2 for those of the national standards. Both logs sign with the same pair; the published keys carry the name of each log. A fingerprint is short enough to compare on the telephone.',
        )}
      </p>
      <DataTable<SigningKey>
        caption={title}
        rows={newestFirst(data?.items ?? [])}
        rowKey="id"
        total={data?.items.length ?? 0}
        page={1}
        size={100}
        onPage={reload}
        loading={!data}
        empty={
          <EmptyState
            title={t(
              '还没有密钥；第一个存证点产生时生成。',
              'No keys yet; they are made with the first seal point.',
            )}
          />
        }
        columns={[
          {
            key: 'algorithm',
            title: t('算法', 'Algorithm'),
            render: (_, row) => (row.algorithm === 'sm2' ? 'SM2' : 'Ed25519'),
          },
          {
            key: 'fingerprint',
            title: t('指纹', 'Fingerprint'),
            render: (_, row) => (
              <KeyLine whole text={row.fingerprint} shown={row.fingerprint.replace(/(.{4})(?=.)/gu, '$1 ')} />
            ),
          },
          { key: 'state', title: t('状态', 'State'), render: (_, row) => <KeyState row={row} /> },
          { key: 'active', title: t('启用', 'In use since'), render: (_, row) => time(row.activeAt) },
          { key: 'retired', title: t('停用', 'Until'), render: (_, row) => time(row.retiredAt) },
          {
            key: 'announced',
            title: t('公告', 'Announced in'),
            render: (_, row) =>
              row.announced === null ? t('首对密钥', 'the first pair') : <ProofLink record={row.announced} />,
          },
        ]}
      />
      {changing && (
        <ChangeKeys
          onClose={() => setChanging(false)}
          onDone={() => {
            setChanging(false);
            reload();
          }}
        />
      )}
    </Card>
  );
}

/** Pairs as they were announced, the newest first; the first pair was announced by nothing. */
const newestFirst = (keys: readonly SigningKey[]): SigningKey[] =>
  keys.toSorted((a, b) => (b.announced ?? -1) - (a.announced ?? -1) || a.id - b.id);

function KeyState({ row }: { row: SigningKey }) {
  const { t } = useText();
  const [color, words] =
    row.retiredAt !== null
      ? (['default', t('已停用，仍可核对', 'Retired, still verifies')] as const)
      : row.activeAt !== null
        ? (['success', t('正在签名', 'Signs now')] as const)
        : ([
            'processing',
            t('已公告，等旧密钥封存后启用', 'Announced; signs once the old keys have sealed it'),
          ] as const);
  return (
    <Tag variant="filled" color={color} style={{ marginInlineEnd: 0, whiteSpace: 'normal' }}>
      {words}
    </Tag>
  );
}

function ChangeKeys({ onClose, onDone }: { onClose: () => void; onDone: () => void }) {
  const { t } = useText();
  const { change, problem, busy } = useChange();
  return (
    <Dialog
      title={t('更换签名密钥', 'Change the signing keys')}
      confirm={t('更换密钥', 'Change the keys')}
      busy={busy}
      problem={problem}
      onClose={onClose}
      onConfirm={() =>
        void change(
          () => api.post<Recorded>('/api/ledger/keys'),
          t('已公告新密钥', 'The new keys are announced'),
          onDone,
        )
      }
    >
      <ul style={{ margin: 0, paddingInlineStart: 20, display: 'grid', gap: 8 }}>
        <li>
          {t(
            '平台立即生成一对新密钥（Ed25519 和 SM2），并把公钥公告在办理记录里；公告由旧密钥签名，核验者据此信任新密钥。',
            'The platform makes a new pair (Ed25519 and SM2) at once and announces the public keys in the log of acts, in a note that the old keys sign: by that signature verifiers come to trust the new ones.',
          )}
        </li>
        <li>
          {t(
            '这条公告由旧密钥签的存证点封存之后，改由新密钥签名，通常在几秒之内。',
            'Once that announcement is under a seal point signed by the old keys, the new ones sign, usually within seconds.',
          )}
        </li>
        <li>
          {t(
            '旧密钥不再签名，但以前的存证点和证据包照旧可以核对。',
            'The old keys sign no more; earlier seal points and evidence packs verify as before.',
          )}
        </li>
        <li>
          {t(
            '为本平台作见证的各方要登记新公钥，在此之前它们会停止见证。请平台运维员通知对方。',
            'Witnesses of this platform must enter the new public keys and will not cosign until then. Ask the operator to tell them.',
          )}
        </li>
      </ul>
    </Dialog>
  );
}
