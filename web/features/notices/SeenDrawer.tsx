import { Drawer, Table } from 'antd';
import { useLoad } from '../../api.ts';
import { formatTime } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import type { Notice, SeenBy } from './types.ts';

type Seer = SeenBy['items'][number];

/** Which departments have seen a notice, and which have not: those first. */
export function SeenDrawer({ notice, onClose }: { notice: Notice; onClose: () => void }) {
  const { t, language } = useText();
  const { data, problem, loading } = useLoad<SeenBy>(`/api/notices/${notice.id}/seen`);
  const rows = (data?.items ?? []).toSorted((a, b) => Number(a.at !== null) - Number(b.at !== null));
  const waiting = rows.filter(one => one.at === null).length;
  return (
    <Drawer
      open
      size={420}
      title={t(`阅知情况：${notice.title}`, `Who has seen it: ${notice.title}`)}
      onClose={onClose}
    >
      {problem && <RefusalNotice problem={problem} />}
      {data && (
        <p style={{ marginBottom: 12 }}>
          {t(
            `${rows.length - waiting} 个部门已阅，${waiting} 个部门未阅`,
            `${rows.length - waiting} departments have seen it, ${waiting} have not`,
          )}
        </p>
      )}
      <Table<Seer>
        size="small"
        rowKey="departmentId"
        loading={loading}
        dataSource={rows}
        pagination={{ pageSize: 50, showSizeChanger: false, hideOnSinglePage: true }}
        aria-label={t('阅知情况', 'Who has seen it')}
        columns={[
          { key: 'department', title: t('部门', 'Department'), dataIndex: 'departmentName' },
          {
            key: 'at',
            title: t('阅知时间', 'Seen'),
            render: (_, one) => (one.at === null ? t('未阅', 'Not yet') : formatTime(one.at, language)),
          },
        ]}
      />
    </Drawer>
  );
}
