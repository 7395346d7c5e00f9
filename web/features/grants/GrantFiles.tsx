import { DownloadOutlined } from '@ant-design/icons';
import { Button, Input, Table, Tag, theme } from 'antd';
import { useState } from 'react';
import { Problem, api, useLoad } from '../../api.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { formatTime } from '../../ui/format.ts';
import { KeyLine } from '../../ui/KeyLine.tsx';
import { useText } from '../../ui/language.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { fileSize } from '../papers/fileSize.ts';
import type { FileLink, GivenFile, GivenFiles, Grant } from './types.ts';

const EVERY = 10_000;

/** 文件: what the provider gives out now, each a click away for whoever may take it. */
export function GrantFiles({ grant }: { grant: Grant }) {
  const { t, language } = useText();
  const { token } = theme.useToken();
  const { data, problem: notLoaded } = useLoad<GivenFiles>(
    `/api/grants/${grant.id}/files`,
    undefined,
    [grant.state],
    { every: EVERY },
  );
  const [caseNo, setCaseNo] = useState('');
  const [busy, setBusy] = useState<number | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);

  /** The browser takes it from the gateway, by a link that is good for this one download. */
  async function take(file: GivenFile) {
    setBusy(file.id);
    setProblem(null);
    try {
      const { url } = await api.post<FileLink>(`/api/grants/${grant.id}/files/${file.id}/link`, {
        caseNo: caseNo.trim(),
      });
      const link = document.createElement('a');
      link.href = url;
      link.download = file.name;
      link.click();
    } catch (fault) {
      if (!(fault instanceof Problem)) throw fault;
      setProblem(fault);
    } finally {
      setBusy(null);
    }
  }

  if (notLoaded && !data) return <RefusalNotice problem={notLoaded} />;
  if (!data) return <Loading rows={4} />;
  if (data.items.length === 0)
    return (
      <EmptyState
        title={t(
          '提供部门还没有放文件，放上后会发消息给您。',
          'The provider has put no file here yet; you are told when there is one.',
        )}
      />
    );
  return (
    <div style={{ display: 'grid', gap: 12, gridTemplateColumns: 'minmax(0, 1fr)' }}>
      {problem && <RefusalNotice problem={problem} />}
      {data.mayTake && (
        <div style={{ display: 'flex', flexWrap: 'wrap', gap: '4px 12px', alignItems: 'center' }}>
          <Input
            value={caseNo}
            maxLength={100}
            onChange={event => setCaseNo(event.target.value)}
            placeholder={t('办件编号（选填）', 'Number of the case (optional)')}
            aria-label={t('办件编号', 'Number of the case')}
            data-test="file-case"
            style={{ width: 220 }}
          />
          <span style={{ color: token.colorTextSecondary, fontSize: 12 }}>
            {t(
              '每次下载以您的岗位记入使用记录，双方可查',
              'Each download is recorded under your post, for both sides to see',
            )}
          </span>
        </div>
      )}
      <Table<GivenFile>
        size="small"
        rowKey="id"
        dataSource={data.items}
        scroll={{ x: 'max-content' }}
        pagination={{ pageSize: 20, hideOnSinglePage: true, showSizeChanger: false }}
        data-test="grant-files"
        columns={[
          {
            key: 'name',
            title: t('文件', 'File'),
            render: (_, file) => (
              <div style={{ maxWidth: 300, whiteSpace: 'normal', overflowWrap: 'anywhere' }}>
                {file.name}{' '}
                {file.version > 1 && (
                  <Tag variant="filled">{t(`第 ${file.version} 版`, `version ${file.version}`)}</Tag>
                )}
                {file.note !== '' && (
                  <div style={{ fontSize: 12, color: token.colorTextSecondary }}>{file.note}</div>
                )}
                <div style={{ maxWidth: 220 }}>
                  <KeyLine tag="SHA-256" text={file.sha256} />
                </div>
              </div>
            ),
          },
          { key: 'period', title: t('数据时间', 'Data of'), dataIndex: 'period' },
          {
            key: 'size',
            title: t('大小', 'Size'),
            align: 'right',
            render: (_, file) => <span style={{ whiteSpace: 'nowrap' }}>{fileSize(file.size)}</span>,
          },
          {
            key: 'at',
            title: t('提供时间', 'Given'),
            render: (_, file) => (
              <span style={{ whiteSpace: 'nowrap' }}>{formatTime(file.addedAt, language)}</span>
            ),
          },
          ...(data.mayTake
            ? [
                {
                  key: 'take',
                  title: t('操作', 'Action'),
                  fixed: 'right' as const,
                  render: (_: unknown, file: GivenFile) => (
                    <Button
                      type="link"
                      icon={<DownloadOutlined />}
                      loading={busy === file.id}
                      onClick={() => void take(file)}
                      style={{ padding: 0 }}
                      data-test="file-take"
                    >
                      {t('下载', 'Download')}
                    </Button>
                  ),
                },
              ]
            : []),
        ]}
      />
      {data.mayTake && grant.sid !== null && (
        <p style={{ margin: 0, fontSize: 12, color: token.colorTextSecondary }}>
          {t('应用系统取文件：', 'For your system: ')}
          <code style={{ overflowWrap: 'anywhere' }}>GET /gateway/{grant.sid}/files</code>
          {t('，可续传，见接入说明', ', in ranges; see the integrator’s guide')}
        </p>
      )}
    </div>
  );
}
