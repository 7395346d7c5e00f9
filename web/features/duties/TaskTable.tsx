import { Button, Space, Switch, theme } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { DataTable } from '../../ui/DataTable.tsx';
import { DeadlineBar } from '../../ui/DeadlineBar.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { FilterBar, useFilters } from '../../ui/FilterBar.tsx';
import { formatDate } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { useList } from '../../ui/useList.ts';
import { ActDialog } from './ActDialog.tsx';
import { StateMark } from './StateMark.tsx';
import type { Task, TaskAction, TaskList } from './types.ts';
import { TASK_ACTS, TASK_STATES } from './words.ts';

/** Entries that a changed law or duty touches, each with its clock. */
export function TaskTable({ changeId, ofAll }: { changeId?: number; ofAll: boolean }) {
  const { t, language } = useText();
  const { token } = theme.useToken();
  const filters = useFilters();
  const all = filters.one('closed') === '1';
  const { problem, reload, table } = useList<TaskList>('/api/duties/tasks', { open: !all, changeId });
  const [acting, setActing] = useState<{ task: Task; action: TaskAction } | null>(null);
  const small = { fontSize: 12, color: token.colorTextTertiary };
  return (
    <>
      {problem && <RefusalNotice problem={problem} />}
      <FilterBar>
        <label>
          <Switch size="small" checked={all} onChange={on => filters.put('closed', on ? '1' : '')} />{' '}
          {t('包括已办结的', 'With those that are done')}
        </label>
      </FilterBar>
      <DataTable<Task>
        caption={t('要更新的目录', 'Entries to update')}
        exportName={t('要更新的目录', 'Entries to update')}
        {...table}
        rowKey="id"
        empty={
          <EmptyState
            title={t(
              '没有因法规或职责变化要更新的目录。',
              'No entry has to be updated because of a change of law or duty.',
            )}
          />
        }
        columns={[
          {
            key: 'entry',
            title: t('目录', 'Entry'),
            render: (_, row) => (
              <>
                <Link to={`${ofAll ? '/catalog' : '/our-catalog'}/${row.entryId}`}>{row.entryTitle}</Link>
                {ofAll && <div style={small}>{row.departmentName}</div>}
              </>
            ),
            text: row => row.entryTitle,
          },
          {
            key: 'change',
            title: t('变化', 'Change'),
            render: (_, row) => (
              <>
                {row.changeTitle} {row.changeArticle}
                <div style={small}>
                  {formatDate(row.occurredOn, language)} · {row.what}
                </div>
              </>
            ),
            text: row => `${row.changeTitle} ${row.changeArticle}`,
          },
          {
            key: 'state',
            title: t('状态', 'State'),
            render: (_, row) => (
              <>
                <StateMark mark={TASK_STATES[row.state]} />
                {row.state === 'extension_asked' && (
                  <div style={small}>
                    {t(
                      `申请延长 ${row.askedDays} 个工作日：${row.askedWhy}`,
                      `${row.askedDays} more working days: ${row.askedWhy}`,
                    )}
                  </div>
                )}
              </>
            ),
            text: row => t(...TASK_STATES[row.state].words),
          },
          {
            key: 'clock',
            title: t('期限', 'Time limit'),
            width: 220,
            render: (_, row) => <DeadlineBar clock={row.clock} compact />,
            text: row => row.clock?.due ?? '',
          },
          {
            key: 'act',
            pinned: true,
            title: t('办理', 'Act'),
            render: (_, row) => (
              <Space wrap size={[8, 4]}>
                {!ofAll && (row.state === 'open' || row.state === 'extension_asked') && (
                  <Link to={`/our-catalog/${row.entryId}/edit`}>
                    <Button size="small" type="primary">
                      {t('去更新', 'Update it')}
                    </Button>
                  </Link>
                )}
                {row.actions.map(action => (
                  <Button
                    key={action}
                    size="small"
                    data-test={`task-${action}`}
                    onClick={() => setActing({ task: row, action })}
                  >
                    {t(...TASK_ACTS[action].label)}
                  </Button>
                ))}
              </Space>
            ),
          },
        ]}
      />
      {acting && (
        <ActDialog
          act={TASK_ACTS[acting.action]}
          action={acting.action}
          title={acting.task.entryTitle}
          path={`/api/duties/tasks/${acting.task.id}/actions`}
          onClose={() => setActing(null)}
          onDone={reload}
        />
      )}
    </>
  );
}
