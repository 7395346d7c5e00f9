import { Card, Table } from 'antd';
import { Link } from 'react-router';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { formatTime } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import type { Mandate } from './types.ts';

type Case = Mandate['cases'][number];

/** The applications that it answered, as far as the reader may see them. */
export function UsesCard({ mandate }: { mandate: Mandate }) {
  const { t, language } = useText();
  if (mandate.givenAt === null) return null;
  const hidden = mandate.uses - mandate.cases.length;
  return (
    <Card title={t(`已适用 ${mandate.uses} 次`, `Used ${mandate.uses} times`)} data-test="mandate-uses">
      {mandate.cases.length === 0 ? (
        <EmptyState
          title={
            mandate.uses === 0
              ? t('还没有申请依此办理。', 'No application has been answered by it yet.')
              : t('依此办理的是其他部门的申请。', 'The applications are those of other departments.')
          }
        />
      ) : (
        <>
          <Table<Case>
            size="small"
            rowKey="id"
            pagination={false}
            dataSource={mandate.cases}
            scroll={{ x: 'max-content' }}
            columns={[
              {
                key: 'no',
                title: t('申请编号', 'Application'),
                render: (_, row) => <Link to={`/cases/${row.id}`}>{row.no}</Link>,
              },
              { key: 'title', title: t('目录', 'Entry'), dataIndex: 'title' },
              { key: 'consumer', title: t('使用部门', 'Consumer'), dataIndex: 'consumer' },
              {
                key: 'at',
                title: t('适用时间', 'Used at'),
                render: (_, row) => formatTime(row.at, language),
              },
            ]}
          />
          {hidden > 0 && (
            <p style={{ marginBottom: 0 }}>
              {t(
                `另有 ${hidden} 次较早，或是其他部门的申请。`,
                `${hidden} more are older, or applications of other departments.`,
              )}
            </p>
          )}
        </>
      )}
    </Card>
  );
}
