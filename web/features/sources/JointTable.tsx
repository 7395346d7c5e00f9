import { Button, Popconfirm, Space, Tag, theme } from 'antd';
import { useState } from 'react';
import { api, Problem, useLoad } from '../../api.ts';
import { postName } from '../../app/roles.ts';
import { useSession } from '../../app/session.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { formatDate } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { JointDialog } from './JointDialog.tsx';
import type { Joint, JointList } from './types.ts';

/** 联合采集: several departments collect once, each with its part. */
export function JointTable() {
  const { t, language } = useText();
  const { token } = theme.useToken();
  const { can } = useSession();
  const { data, problem, loading, reload } = useLoad<JointList>('/api/sources/joint');
  const [adding, setAdding] = useState(false);
  const [refused, setRefused] = useState<Problem | null>(null);
  const small = { fontSize: 12, color: token.colorTextTertiary };
  const add = can('catalog.review') ? (
    <Button data-test="joint-new" onClick={() => setAdding(true)}>
      {t('登记联合采集', 'Register a joint collection')}
    </Button>
  ) : undefined;
  async function end(id: number) {
    setRefused(null);
    try {
      await api.post(`/api/sources/joint/${id}/end`);
      reload();
    } catch (fault) {
      if (!(fault instanceof Problem)) throw fault;
      setRefused(fault);
    }
  }
  const rows = data?.items ?? [];
  const shownProblem = refused ?? problem;
  return (
    <>
      {shownProblem && <RefusalNotice problem={shownProblem} />}
      {add && rows.length > 0 && <div style={{ marginBottom: 12 }}>{add}</div>}
      <DataTable<Joint>
        caption={t('联合采集', 'Joint collections')}
        rows={rows}
        rowKey="id"
        loading={loading}
        empty={
          <EmptyState
            title={t(
              '还没有联合采集。几个部门要向同一对象采集时，一次采集、分工使用。',
              'No joint collection yet. Where several departments ask the same people, they ask once.',
            )}
            action={add}
          />
        }
        columns={[
          {
            key: 'title',
            title: t('事项', 'What is collected'),
            render: (_, row) => (
              <>
                {row.title} {row.endedAt !== null && <Tag>{t('已结束', 'Ended')}</Tag>}
                {row.method !== '' && <div style={small}>{row.method}</div>}
              </>
            ),
          },
          { key: 'lead', title: t('牵头部门', 'Lead'), render: (_, row) => row.leadDepartmentName },
          {
            key: 'parts',
            title: t('分工', 'Who does what'),
            render: (_, row) =>
              row.parts.map(part => (
                <div key={part.departmentId}>
                  {t(`${part.departmentName}：${part.work}`, `${part.departmentName}: ${part.work}`)}
                </div>
              )),
          },
          {
            key: 'at',
            title: t('登记', 'Registered'),
            render: (_, row) => (
              <>
                {formatDate(row.at, language)}
                <div style={small}>{postName(row.post, language)}</div>
              </>
            ),
          },
          {
            key: 'act',
            pinned: true,
            title: t('办理', 'Act'),
            render: (_, row) =>
              can('catalog.review') && row.endedAt === null ? (
                <Space>
                  <Popconfirm
                    title={t('结束这项联合采集？', 'End this joint collection?')}
                    okText={t('结束', 'End')}
                    cancelText={t('取消', 'Cancel')}
                    onConfirm={() => void end(row.id)}
                  >
                    <Button size="small">{t('结束', 'End')}</Button>
                  </Popconfirm>
                </Space>
              ) : (
                '—'
              ),
          },
        ]}
      />
      {adding && <JointDialog onClose={() => setAdding(false)} onDone={reload} />}
    </>
  );
}
