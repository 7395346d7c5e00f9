import { Button, Card, Skeleton, Table } from 'antd';
import type { Static } from 'typebox';
import { Link } from 'react-router';
import type { OverviewView } from '#modules/evaluation/contract.ts';
import { useLoad } from '../../api.ts';
import { formatCount, formatPercent } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { NumberLink } from '../../ui/NumberLink.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { CallsByDay, DepartmentBars, ShareTypes } from './Charts.tsx';
import { Flows } from './Flows.tsx';

export type Overview = Static<typeof OverviewView>;

/** 总览: what runs, what is late, who lags; every number opens (ui.md 3.23). */
export function OverviewPage() {
  const { t, language } = useText();
  const { data, problem } = useLoad<Overview>('/api/overview', undefined, [], { every: 30_000 });
  if (problem && !data) return <RefusalNotice problem={problem} />;
  if (!data) return <Skeleton active paragraph={{ rows: 14 }} />;
  const { figures } = data;
  const share = (part: number, whole: number) => (whole === 0 ? '—' : formatPercent(part / whole, language));
  return (
    <>
      <PageTitle
        title={t('全市总览', 'City overview')}
        actions={
          <Link to="/calls">
            <Button data-test="to-calls">{t('调用监测', 'Calls')}</Button>
          </Link>
        }
      />
      <div style={{ display: 'flex', flexDirection: 'column', gap: 16 }}>
        <Card data-test="overview-figures">
          <div className="number-row">
            <NumberLink
              to="/catalog"
              value={figures.published}
              label={t('已发布目录', 'Entries published')}
            />
            <NumberLink
              to="/catalog?mounted=yes"
              value={share(figures.mounted, figures.published)}
              label={t('挂载率', 'Mounted')}
              sub={t(
                `${formatCount(figures.mounted, language)} 条已挂载`,
                `${formatCount(figures.mounted, language)} mounted`,
              )}
            />
            <NumberLink
              to="/grants?side=all&state=active"
              value={figures.grants}
              label={t('生效授权', 'Grants in force')}
            />
            <NumberLink
              to="/ledger/records?result=served"
              value={figures.callsTotal}
              label={t('调用', 'Calls')}
              sub={t(
                `今天 ${formatCount(figures.callsToday, language)} 次`,
                `${formatCount(figures.callsToday, language)} today`,
              )}
            />
            <NumberLink
              to="/exchange?tab=runs&state=delivered"
              value={figures.rowsMoved === 0 ? null : figures.rowsMoved}
              label={t('交换记录', 'Rows exchanged')}
              sub={figures.rowsMoved === 0 ? t('还没有交换', 'no exchange yet') : ''}
            />
            <NumberLink
              to="/requests?box=all"
              value={share(figures.answeredInTime, figures.answered)}
              label={t('按时答复率', 'Answered in time')}
              sub={
                figures.answered === 0
                  ? t('还没有答复', 'no answers yet')
                  : t(
                      `${figures.answeredInTime} / ${figures.answered} 件`,
                      `${figures.answeredInTime} of ${figures.answered}`,
                    )
              }
            />
          </div>
        </Card>
        <Card title={t('要处理的事', 'To attend to')}>
          <div className="number-row">
            <NumberLink to="/overdue" value={figures.late} label={t('超期办件', 'Late cases')} />
            <NumberLink
              to="/catalog?mounted=no"
              value={figures.published - figures.mounted}
              label={t('未挂载目录', 'Entries not mounted')}
            />
            <NumberLink to="/ledger" value={figures.records} label={t('存证记录', 'Records in the ledger')} />
          </div>
        </Card>
        <div
          style={{
            display: 'grid',
            gridTemplateColumns: 'repeat(auto-fit, minmax(min(460px, 100%), 1fr))',
            gap: 16,
          }}
        >
          <CallsByDay overview={data} />
          <Flows overview={data} />
          <DepartmentBars overview={data} />
          <ShareTypes overview={data} />
        </div>
        <Card title={t('部门对照', 'By department')}>
          <Table
            size="small"
            rowKey="id"
            dataSource={data.departments}
            scroll={{ x: 'max-content' }}
            pagination={{
              pageSize: 20,
              hideOnSinglePage: true,
              showTotal: total => t(`共 ${total} 个部门`, `${total} departments`),
            }}
            data-test="overview-departments"
            columns={[
              {
                key: 'name',
                title: t('部门', 'Department'),
                render: (_, row) => <Link to={`/catalog?departmentId=${row.id}`}>{row.name}</Link>,
              },
              {
                key: 'entries',
                title: t('已编', 'Compiled'),
                align: 'right',
                sorter: (a, b) => a.entries - b.entries,
                render: (_, row) => row.entries,
              },
              {
                key: 'published',
                title: t('已发布', 'Published'),
                align: 'right',
                sorter: (a, b) => a.published - b.published,
                render: (_, row) => row.published,
              },
              {
                key: 'mounted',
                title: t('挂载率', 'Mounted'),
                align: 'right',
                sorter: (a, b) => a.mounted / Math.max(1, a.published) - b.mounted / Math.max(1, b.published),
                render: (_, row) => share(row.mounted, row.published),
              },
              {
                key: 'inUse',
                title: t('有人用', 'In use'),
                align: 'right',
                sorter: (a, b) => a.inUse - b.inUse,
                render: (_, row) => row.inUse,
              },
              {
                key: 'answered',
                title: t('答复', 'Answered'),
                align: 'right',
                sorter: (a, b) => a.answered - b.answered,
                render: (_, row) => row.answered,
              },
              {
                key: 'late',
                title: t('超期', 'Late'),
                align: 'right',
                sorter: (a, b) => a.late - b.late,
                render: (_, row) => row.late,
              },
            ]}
          />
        </Card>
      </div>
    </>
  );
}
