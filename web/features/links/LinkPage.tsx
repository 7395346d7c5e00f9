import { Alert, Button, Card, Descriptions, Space, Tag } from 'antd';
import { useState } from 'react';
import { Link as RouterLink, useParams } from 'react-router';
import { useLoad } from '../../api.ts';
import { CaseTimeline } from '../../ui/CaseTimeline.tsx';
import { ClauseNote } from '../../ui/ClauseNote.tsx';
import { formatDate, formatTime } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { StatusTag } from '../../ui/StatusTag.tsx';
import { LinkDialog } from './LinkDialog.tsx';
import type { Link, LinkAction } from './types.ts';
import { ACTS, FREQUENCIES, WAYS, endsOf, offWord } from './words.ts';

/** One direct link: what it carries, how far it is moved over, and what each side has said. */
export function LinkPage() {
  const { id } = useParams();
  const { t, language } = useText();
  const { data, problem, reload } = useLoad<Link>(`/api/links/${id}`);
  const [acting, setActing] = useState<Exclude<LinkAction, 'edit'>>();
  if (problem) return <RefusalNotice problem={problem} />;
  if (!data) return <Loading rows={10} />;
  // Without a grant between the two, applying comes before moving over.
  const applyFirst = data.applyFor !== null && data.grants.length === 0;
  const leads = (action: LinkAction): boolean =>
    action !== 'edit' && ACTS[action].onward === true && (action !== 'move' || data.grants.length > 0);
  const onward = applyFirst ? undefined : data.actions.find(leads);
  const { from, to } = endsOf(data);
  const date = (value: string | null): string => (value === null ? '—' : formatDate(value, language));
  return (
    <>
      <PageTitle
        title={data.data}
        tags={
          <Space size={4} wrap>
            <StatusTag kind="link" state={data.state} />
            {data.late && <Tag color="error">{t('已超期', 'Late')}</Tag>}
          </Space>
        }
        sub={t(
          `${data.departmentName} 登记于 ${formatTime(data.createdAt, language)}`,
          `Registered by ${data.departmentName}, ${formatTime(data.createdAt, language)}`,
        )}
        actions={
          <Space wrap>
            {data.actions.map(action =>
              action === 'edit' ? (
                <RouterLink key={action} to={`/links/${data.id}/edit`}>
                  <Button>{t('修改', 'Change')}</Button>
                </RouterLink>
              ) : (
                <Button
                  key={action}
                  type={action === onward ? 'primary' : 'default'}
                  danger={ACTS[action].danger === true}
                  data-test={`link-${action}`}
                  onClick={() => setActing(action)}
                >
                  {t(...ACTS[action].label)}
                </Button>
              ),
            )}
            {data.applyFor !== null && (
              <RouterLink to={`/requests/new?entry=${data.applyFor}&link=${data.id}`}>
                <Button type={applyFirst ? 'primary' : 'default'} data-test="link-apply">
                  {t('申请共享', 'Apply for the data')}
                </Button>
              </RouterLink>
            )}
          </Space>
        }
      />
      <div className="cards">
        {data.offBy !== null && data.state !== 'closed' && (
          <Alert type="info" showIcon title={offWord(data, t)} />
        )}
        <Card>
          <Descriptions
            column={{ xs: 1, md: 2 }}
            items={[
              { key: 'from', label: t('提供方', 'Gives'), children: <End {...from} /> },
              { key: 'to', label: t('使用方', 'Takes'), children: <End {...to} /> },
              {
                key: 'entry',
                label: t('对应目录', 'Entry'),
                children:
                  data.entryId === null ? (
                    '—'
                  ) : (
                    <RouterLink to={`/catalog/${data.entryId}`}>{data.entryTitle}</RouterLink>
                  ),
              },
              {
                key: 'way',
                label: t('方式', 'Way'),
                children: `${t(...WAYS[data.way])} · ${t(...FREQUENCIES[data.frequency])}`,
              },
              { key: 'volume', label: t('数据量', 'Volume'), children: data.volume || '—' },
              { key: 'since', label: t('启用日期', 'Since'), children: date(data.since) },
              { key: 'ground', label: t('当初的依据', 'Ground'), children: data.ground || '—' },
              {
                key: 'until',
                label: t('迁移期限', 'To be moved by'),
                children:
                  data.until === null && data.wantedUntil !== null
                    ? t(`部门提出 ${date(data.wantedUntil)}`, `proposed: ${date(data.wantedUntil)}`)
                    : date(data.until),
              },
              {
                key: 'grant',
                label: t('替代的授权', 'Replaced by'),
                children:
                  data.grantId === null ? (
                    '—'
                  ) : (
                    <RouterLink to={`/grants/${data.grantId}`}>{data.grantNo}</RouterLink>
                  ),
              },
              ...(data.exemptReason === ''
                ? []
                : [
                    {
                      key: 'exempt',
                      label: t('不能迁移的理由', 'Why it must stay apart'),
                      children: data.exemptReason,
                    },
                  ]),
            ]}
          />
        </Card>
        {data.citation && <ClauseNote citation={data.citation} />}
        <Card title={t('经过', 'History')}>
          <CaseTimeline history={data.history.map(step => ({ ...step, action: `links.${step.action}` }))} />
        </Card>
      </div>
      {acting && (
        <LinkDialog link={data} action={acting} onClose={() => setActing(undefined)} onDone={reload} />
      )}
    </>
  );
}

function End({ department, system }: { department: string; system: string }) {
  return (
    <span>
      {department}
      {system !== '' && ` · ${system}`}
    </span>
  );
}
