import { Button, Card, Descriptions, Space, Tag } from 'antd';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { useLoad } from '../../api.ts';
import { CaseTimeline } from '../../ui/CaseTimeline.tsx';
import { formatDate, formatTime } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { StatusTag } from '../../ui/StatusTag.tsx';
import { DemandDialog } from './DemandDialog.tsx';
import { SimilarNeeds } from './SimilarNeeds.tsx';
import type { Demand, DemandAction } from './types.ts';
import { ACTS } from './words.ts';

/** States in which something that is alike may still settle the need. */
const OPEN: ReadonlySet<string> = new Set(['registered', 'assigned', 'accepted']);

/** One need: what is wanted, who wants it, who is to supply it, and what has happened. */
export function DemandPage() {
  const { id } = useParams();
  const { t, language } = useText();
  const { data, problem, reload } = useLoad<Demand>(`/api/demands/${id}`);
  const [acting, setActing] = useState<Exclude<DemandAction, 'edit'>>();
  if (problem) return <RefusalNotice problem={problem} />;
  if (!data) return <Loading rows={10} />;
  const onward = data.actions.find(action => action !== 'edit' && ACTS[action].onward);
  const actions = (
    <Space wrap>
      {data.mayApply && (
        <Link to={`/requests/new?entry=${data.entryId}&demand=${data.id}`} data-test="demand-apply">
          <Button type="primary">{t('申请使用', 'Apply for it')}</Button>
        </Link>
      )}
      {data.actions.map(action =>
        action === 'edit' ? (
          <Link key={action} to={`/demands/${data.id}/edit`}>
            <Button>{t('修改', 'Change')}</Button>
          </Link>
        ) : (
          <Button
            key={action}
            type={action === onward ? 'primary' : 'default'}
            danger={ACTS[action].danger === true}
            data-test={`demand-${action}`}
            onClick={() => setActing(action)}
          >
            {t(...ACTS[action].label)}
          </Button>
        ),
      )}
    </Space>
  );
  return (
    <>
      <PageTitle
        title={data.title}
        tags={
          <Space size={4} wrap>
            <StatusTag kind="demand" state={data.state} />
            {data.listedAt !== null && <Tag color="blue">{t('已纳入清单', 'On the list')}</Tag>}
            {data.late && <Tag color="error">{t('已超期', 'Late')}</Tag>}
          </Space>
        }
        sub={t(
          `${data.departmentName} 于 ${formatTime(data.createdAt, language)} 登记`,
          `Registered by ${data.departmentName}, ${formatTime(data.createdAt, language)}`,
        )}
        actions={actions}
      />
      <div className="cards">
        {OPEN.has(data.state) && <SimilarNeeds title={data.title} not={data.id} />}
        <Card>
          <Descriptions
            column={{ xs: 1, md: 2 }}
            items={[
              { key: 'matter', label: t('用于事项', 'For'), children: data.matter || '—' },
              {
                key: 'wanted',
                label: t('需要时间', 'Wanted by'),
                children: data.wantedBy === null ? '—' : formatDate(data.wantedBy, language),
              },
              {
                key: 'suggested',
                label: t('建议提供部门', 'Suggested provider'),
                children: data.suggestedName ?? '—',
              },
              {
                key: 'provider',
                label: t('提供部门', 'Provider'),
                children:
                  data.providerName === null
                    ? t('还没有指派', 'Not assigned yet')
                    : `${data.providerName}${data.until === null ? '' : t(`，${formatDate(data.until, language)} 前`, `, by ${formatDate(data.until, language)}`)}`,
              },
              {
                key: 'entry',
                label: t('匹配目录', 'Entry'),
                children:
                  data.entryId === null ? (
                    '—'
                  ) : (
                    <Link to={`/catalog/${data.entryId}`}>{data.entryTitle}</Link>
                  ),
              },
              ...(data.mergedInto === null
                ? []
                : [
                    {
                      key: 'merged',
                      label: t('已并入', 'Merged into'),
                      children: (
                        <Link to={`/demands/${data.mergedInto}`}>
                          {t(`需求 ${data.mergedInto}`, `need ${data.mergedInto}`)}
                        </Link>
                      ),
                    },
                  ]),
              {
                key: 'description',
                label: t('说明', 'Description'),
                span: 'filled' as const,
                children: data.description || '—',
              },
            ]}
          />
        </Card>
        {(data.state === 'matched' || data.applications.length > 0) && (
          <Card title={t('由此提出的申请', 'Applications that came of it')}>
            {data.applications.length === 0
              ? t('还没有部门据此申请。', 'No department has applied yet.')
              : data.applications.map(one => (
                  <p key={one.applicationId} style={{ marginBlock: 4 }}>
                    <Link to={`/cases/${one.applicationId}`}>{one.no}</Link> {formatTime(one.at, language)}
                  </p>
                ))}
          </Card>
        )}
        <Card title={t(`附议部门（${data.seconds}）`, `Seconded by (${data.seconds})`)}>
          {data.secondedBy.length === 0
            ? t('还没有部门附议。', 'No other department has seconded it.')
            : data.secondedBy.map(one => (
                <p key={one.departmentName} style={{ marginBlock: 4 }}>
                  {one.departmentName} {formatTime(one.at, language)} {one.note}
                </p>
              ))}
        </Card>
        <Card title={t('经过', 'History')}>
          <CaseTimeline history={data.history.map(step => ({ ...step, action: `demands.${step.action}` }))} />
        </Card>
      </div>
      {acting && (
        <DemandDialog demand={data} action={acting} onClose={() => setActing(undefined)} onDone={reload} />
      )}
    </>
  );
}
