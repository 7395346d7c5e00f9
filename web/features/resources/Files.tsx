import { Breadcrumb, Button, Card, Input, Modal, Space, Table, Tag, theme } from 'antd';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { api, useLoad } from '../../api.ts';
import { useSession } from '../../app/session.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { formatTime } from '../../ui/format.ts';
import { KeyLine } from '../../ui/KeyLine.tsx';
import { useText } from '../../ui/language.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { useSend } from '../../ui/useSend.ts';
import { fileSize } from '../papers/fileSize.ts';
import { GiveFile } from './GiveFile.tsx';
import type { OwnFile, OwnFiles } from './types.ts';

const STATES = {
  present: { zh: '提供中', en: 'given out', color: 'success' },
  replaced: { zh: '已替换', en: 'replaced', color: 'default' },
  withdrawn: { zh: '已撤回', en: 'withdrawn', color: 'error' },
} as const;

/** The files that one entry of ours gives out, with all their versions. */
export function FilesPage() {
  const { t } = useText();
  const { id } = useParams();
  const { can } = useSession();
  const { data, problem, reload } = useLoad<OwnFiles>('/api/files', { entryId: Number(id) }, [id]);
  const [giving, setGiving] = useState<{ before: OwnFile | null } | null>(null);
  const [withdrawing, setWithdrawing] = useState<OwnFile | null>(null);
  if (problem && !data) return <RefusalNotice problem={problem} />;
  if (!data) return <Loading rows={8} />;
  const mayGive = can('resources.mount');
  const give = mayGive ? (
    <Button type="primary" onClick={() => setGiving({ before: null })} data-test="file-give">
      {t('提供文件', 'Provide a file')}
    </Button>
  ) : undefined;
  return (
    <>
      <Breadcrumb
        style={{ marginBottom: 4 }}
        items={[
          { title: <Link to="/resources">{t('资源', 'Resources')}</Link> },
          { title: <Link to={`/our-catalog/${data.entryId}`}>{data.entryTitle}</Link> },
          { title: t('文件', 'Files') },
        ]}
      />
      <PageTitle title={t('提供的文件', 'Files given out')} sub={data.entryTitle} actions={give} />
      <Card>
        {data.items.length === 0 ? (
          <EmptyState
            title={t(
              '还没有文件。提供后，获得授权的部门可在授权页面下载，系统可经网关取用。',
              'No file yet. Departments with a grant download it from its page; their systems take it through the gateway.',
            )}
            action={give}
          />
        ) : (
          <FileTable
            items={data.items}
            mayGive={mayGive}
            onReplace={before => setGiving({ before })}
            onWithdraw={setWithdrawing}
          />
        )}
      </Card>
      {giving && (
        <GiveFile list={data} before={giving.before} onClose={() => setGiving(null)} onDone={reload} />
      )}
      {withdrawing && <Withdraw file={withdrawing} onClose={() => setWithdrawing(null)} onDone={reload} />}
    </>
  );
}

function FileTable({
  items,
  mayGive,
  onReplace,
  onWithdraw,
}: {
  items: OwnFile[];
  mayGive: boolean;
  onReplace: (file: OwnFile) => void;
  onWithdraw: (file: OwnFile) => void;
}) {
  const { t, language } = useText();
  const { token } = theme.useToken();
  return (
    <Table<OwnFile>
      rowKey="id"
      dataSource={items}
      scroll={{ x: 'max-content' }}
      pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
      data-test="own-files"
      columns={[
        {
          key: 'name',
          title: t('文件', 'File'),
          render: (_, file) => (
            <div style={{ maxWidth: 320, whiteSpace: 'normal', overflowWrap: 'anywhere' }}>
              {file.name}{' '}
              {file.version > 1 && (
                <Tag variant="filled">{t(`第 ${file.version} 版`, `version ${file.version}`)}</Tag>
              )}
              {file.note !== '' && (
                <div style={{ fontSize: 12, color: token.colorTextSecondary }}>{file.note}</div>
              )}
            </div>
          ),
        },
        { key: 'period', title: t('数据时间', 'Data of'), dataIndex: 'period' },
        {
          key: 'state',
          title: t('状态', 'State'),
          render: (_, file) => (
            <>
              <Tag variant="filled" color={STATES[file.state].color}>
                {t(STATES[file.state].zh, STATES[file.state].en)}
              </Tag>
              {file.reason !== '' && (
                <div
                  style={{
                    maxWidth: 200,
                    whiteSpace: 'normal',
                    fontSize: 12,
                    color: token.colorTextSecondary,
                  }}
                >
                  {file.reason}
                </div>
              )}
            </>
          ),
        },
        {
          key: 'size',
          title: t('大小', 'Size'),
          align: 'right',
          render: (_, file) => fileSize(file.size),
        },
        {
          key: 'by',
          title: t('提供', 'Given'),
          render: (_, file) => (
            <>
              {formatTime(file.addedAt, language)}
              <div style={{ fontSize: 12, color: token.colorTextSecondary }}>{file.post}</div>
            </>
          ),
        },
        {
          key: 'digest',
          title: t('摘要', 'Digests'),
          render: (_, file) => (
            <div style={{ width: 210, display: 'grid', gap: 2 }}>
              <KeyLine tag="SHA-256" text={file.sha256} />
              <KeyLine tag="SM3" text={file.sm3} />
            </div>
          ),
        },
        ...(mayGive
          ? [
              {
                key: 'do',
                title: t('操作', 'Action'),
                render: (_: unknown, file: OwnFile) =>
                  file.state === 'present' && (
                    <Space size={12}>
                      <Button type="link" style={{ padding: 0 }} onClick={() => onReplace(file)}>
                        {t('提供新版本', 'New version')}
                      </Button>
                      <Button
                        type="link"
                        danger
                        style={{ padding: 0 }}
                        onClick={() => onWithdraw(file)}
                        data-test="file-withdraw"
                      >
                        {t('撤回', 'Withdraw')}
                      </Button>
                    </Space>
                  ),
              },
            ]
          : []),
      ]}
    />
  );
}

function Withdraw({ file, onClose, onDone }: { file: OwnFile; onClose: () => void; onDone: () => void }) {
  const { t } = useText();
  const [reason, setReason] = useState('');
  const { busy, problem, send } = useSend();
  const withdraw = () =>
    send(async () => {
      await api.post(`/api/files/${file.id}/withdraw`, { reason: reason.trim() });
      onDone();
      onClose();
    });
  return (
    <Modal
      open
      title={t(`撤回“${file.name}”`, `Withdraw “${file.name}”`)}
      okText={t('撤回', 'Withdraw')}
      cancelText={t('取消', 'Cancel')}
      okButtonProps={{ danger: true, disabled: reason.trim().length < 4, loading: busy }}
      onOk={() => void withdraw()}
      onCancel={onClose}
    >
      <p style={{ marginTop: 0 }}>
        {t(
          '撤回后不再给出，使用部门会收到消息；已下载的不会收回。',
          'It is given out no more, and consumers are told; what was downloaded stays with them.',
        )}
      </p>
      <Input.TextArea
        value={reason}
        maxLength={200}
        rows={3}
        onChange={event => setReason(event.target.value)}
        placeholder={t('撤回原因（至少 4 个字）', 'Why (at least 4 characters)')}
        aria-label={t('撤回原因', 'Why')}
        data-test="file-reason"
      />
      {problem && <RefusalNotice problem={problem} />}
    </Modal>
  );
}
