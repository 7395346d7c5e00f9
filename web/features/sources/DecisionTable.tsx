import { Button, Space, Tag, theme } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { api } from '../../api.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { formatDate } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { useList } from '../../ui/useList.ts';
import { ReasonDialog } from '../administration/ReasonDialog.tsx';
import type { Decision, DecisionList } from './types.ts';

/** Who is the source of what, who points there, and who still owes help. */
export function DecisionTable() {
  const { t, language } = useText();
  const { token } = theme.useToken();
  const { problem, reload, table } = useList<DecisionList>('/api/sources/decisions');
  const [acting, setActing] = useState<{ decision: Decision; way: 'end' | 'help' } | null>(null);
  const small = { fontSize: 12, color: token.colorTextTertiary };
  return (
    <>
      {problem && <RefusalNotice problem={problem} />}
      <DataTable<Decision>
        caption={t('数源决定', 'Decisions on sources')}
        exportName={t('数源决定', 'Decisions on sources')}
        {...table}
        rowKey="id"
        empty={<EmptyState title={t('还没有确定过数源部门。', 'No source was named yet.')} />}
        columns={[
          {
            key: 'name',
            title: t('数据项', 'Item'),
            render: (_, row) => (
              <>
                {row.name} {row.endedAt !== null && <Tag>{t('已结束', 'Ended')}</Tag>}
                {row.note !== '' && <div style={small}>{row.note}</div>}
                {row.endedNote !== '' && <div style={small}>{row.endedNote}</div>}
              </>
            ),
            text: row => row.name,
          },
          {
            key: 'source',
            title: t('数源部门', 'Source'),
            render: (_, row) => (
              <>
                {row.sourceDepartmentName}
                <div style={small}>
                  <Link to={`/catalog/${row.sourceEntryId}`}>{row.sourceTitle}</Link> · {row.sourceItem}
                </div>
              </>
            ),
            text: row => row.sourceDepartmentName,
          },
          {
            key: 'members',
            title: t('指向数源的目录', 'Entries that point there'),
            render: (_, row) =>
              row.members
                .filter(one => one.departmentId !== row.sourceDepartmentId)
                .map(one => (
                  <div key={`${one.entryId} ${one.item}`}>
                    {one.departmentName} · <Link to={`/catalog/${one.entryId}`}>{one.title}</Link> ·{' '}
                    {one.item}{' '}
                    {one.helpedAt === null ? (
                      row.endedAt === null && <Tag color="warning">{t('待配合', 'Help owed')}</Tag>
                    ) : (
                      <Tag color="success">
                        {t(
                          `${formatDate(one.helpedAt, language)} 已配合`,
                          `Helped on ${formatDate(one.helpedAt, language)}`,
                        )}
                      </Tag>
                    )}
                    {one.helpedNote !== '' && <div style={small}>{one.helpedNote}</div>}
                  </div>
                )),
            text: row => row.members.map(one => `${one.departmentName} ${one.title}`).join('；'),
          },
          {
            key: 'until',
            title: t('配合期限', 'Help by'),
            render: (_, row) => formatDate(row.helpUntil, language),
            text: row => row.helpUntil,
          },
          {
            key: 'act',
            pinned: true,
            title: t('办理', 'Act'),
            render: (_, row) => (
              <Space wrap size={[8, 4]}>
                {row.actions.includes('help') && (
                  <Button
                    size="small"
                    type="primary"
                    data-test="decision-help"
                    onClick={() => setActing({ decision: row, way: 'help' })}
                  >
                    {t('登记已配合', 'Help was given')}
                  </Button>
                )}
                {row.actions.includes('end') && (
                  <Button
                    size="small"
                    data-test="decision-end"
                    onClick={() => setActing({ decision: row, way: 'end' })}
                  >
                    {t('结束', 'End')}
                  </Button>
                )}
                {row.actions.length === 0 && '—'}
              </Space>
            ),
          },
        ]}
      />
      {acting && (
        <ReasonDialog
          title={
            acting.way === 'help'
              ? t(`登记已配合：${acting.decision.name}`, `Help was given: ${acting.decision.name}`)
              : t(`结束数源决定：${acting.decision.name}`, `End the decision: ${acting.decision.name}`)
          }
          label={acting.way === 'help' ? t('登记', 'Keep') : t('结束', 'End')}
          means={
            acting.way === 'help'
              ? t(
                  '写明怎样配合：停止采集、移交历史数据、提供比对结果等。',
                  'Say how: collecting stopped, past data handed over, results compared.',
                )
              : t(
                  '结束后各目录不再指向数源部门，各自答复申请。',
                  'Entries point there no more, and each answers applications itself.',
                )
          }
          done={acting.way === 'help' ? t('已登记', 'Kept') : t('已结束', 'Ended')}
          danger={acting.way === 'end'}
          work={note => api.post(`/api/sources/decisions/${acting.decision.id}/${acting.way}`, { note })}
          onClose={() => setActing(null)}
          onDone={() => {
            setActing(null);
            reload();
          }}
        />
      )}
    </>
  );
}
