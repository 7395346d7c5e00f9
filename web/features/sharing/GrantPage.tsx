import { Alert, Breadcrumb, Button, Card, Descriptions, Skeleton, Space, Table, theme } from 'antd';
import { Link, useParams } from 'react-router';
import { useLoad } from '../../api.ts';
import { postName } from '../../app/roles.ts';
import { useSession } from '../../app/session.tsx';
import { ClauseList } from '../../ui/ClauseNote.tsx';
import { DeadlineBar } from '../../ui/DeadlineBar.tsx';
import { formatCount, formatDate, formatTime } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { MaskSample } from '../../ui/MaskSample.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { StatusTag } from '../../ui/StatusTag.tsx';
import { EvidencePack } from '../ledger/EvidencePack.tsx';
import { GrantActions } from './GrantActions.tsx';
import { ItemName, useItemColumns } from './ItemName.tsx';
import { GrantTabs } from './GrantTabs.tsx';
import type { Grant } from './types.ts';
import { levelWord, modeWord, rowSentence } from './words.ts';

/** 授权: what may be used, is it used, is anything wrong. Polled, so that an ending shows on both sides at once. */
export function GrantPage() {
  const { id } = useParams();
  const { data, problem, reload } = useLoad<Grant>(`/api/grants/${id}`, undefined, [id], { every: 1000 });
  if (problem && !data) return <RefusalNotice problem={problem} />;
  if (!data) return <Skeleton active paragraph={{ rows: 12 }} />;
  return <GrantView grant={data} reload={reload} />;
}

function GrantView({ grant, reload }: { grant: Grant; reload: () => void }) {
  const { t, language } = useText();
  const { token } = theme.useToken();
  const { session, can } = useSession();
  const columns = useItemColumns();
  const consumes = session.post?.departmentId === grant.consumer.id;
  const use = grant.mode === 'batch' ? `/exchange/new?grant=${grant.id}` : `/console?grant=${grant.id}`;
  const mayUse = consumes && grant.state === 'active' && (grant.mode !== 'batch' || can('exchange.run'));
  const stopped = grant.history.findLast(step => /suspend|revoke|expire/u.test(step.action));
  return (
    <>
      <Breadcrumb
        items={[
          {
            title: (
              <Link to={consumes ? '/grants' : '/grants?side=given'}>
                {consumes ? t('我的授权', 'Our grants') : t('对外授权', 'Grants given')}
              </Link>
            ),
          },
          { title: grant.no },
        ]}
      />
      {grant.state !== 'active' && (
        <Alert
          type={grant.state === 'expired' ? 'warning' : 'error'}
          showIcon
          data-test="grant-stopped"
          style={{ margin: '8px 0 16px' }}
          title={
            {
              suspended: t('已暂停使用', 'Suspended'),
              revoked: t('已终止使用', 'Ended'),
              expired: t('已到期', 'Expired'),
            }[grant.state] +
            (stopped === undefined
              ? ''
              : t(
                  `（${formatTime(stopped.at, language)}，${stopped.post}）`,
                  ` (${formatTime(stopped.at, language)}, ${postName(stopped.post, language)})`,
                ))
          }
          description={
            <div style={{ display: 'flex', flexDirection: 'column', gap: 8 }}>
              {grant.reason !== '' && <span>{t(`原因：${grant.reason}`, `Reason: ${grant.reason}`)}</span>}
              <span>
                {t(
                  '从那一刻起，不再提供任何数据；正在运行的交换已停止，未送达的已清除。',
                  'From that moment nothing is served; running exchanges stopped and what they had staged is dropped.',
                )}
              </span>
              {stopped?.citation !== undefined && <ClauseList citations={[stopped.citation]} />}
            </div>
          }
        />
      )}
      <PageTitle
        title={`${grant.provider.name} → ${grant.system.name}`}
        tags={<StatusTag kind="grant" state={grant.state} />}
        sub={
          <Space size={12} wrap>
            <span>{grant.no}</span>
            <Link to={`/catalog/${grant.entryId}`}>{grant.entryTitle}</Link>
            <span>{grant.consumer.name}</span>
          </Space>
        }
        actions={
          <>
            <EvidencePack about={`grants/${grant.id}`} />
            <GrantActions grant={grant} onDone={reload} />
            {mayUse && (
              <Link to={use} data-test="grant-use">
                <Button type="primary">
                  {grant.mode === 'batch' ? t('新建交换任务', 'New exchange task') : t('去使用', 'Use it')}
                </Button>
              </Link>
            )}
          </>
        }
      />
      <div style={{ display: 'flex', flexWrap: 'wrap', gap: 16, alignItems: 'flex-start' }}>
        <div style={{ flex: '999 1 520px', minWidth: 0, display: 'flex', flexDirection: 'column', gap: 16 }}>
          <Card
            title={t('批准了什么', 'What is granted')}
            extra={<Link to={`/cases/${grant.applicationId}`}>{grant.applicationNo}</Link>}
          >
            <Descriptions
              bordered
              size="small"
              styles={{ label: { whiteSpace: 'nowrap' } }}
              column={{ xs: 1, sm: 1, md: 2 }}
              items={[
                { key: 'mode', label: t('共享方式', 'Mode'), children: modeWord(grant.mode, t) },
                { key: 'scenario', label: t('应用场景', 'Scenario'), children: grant.scenario },
                { key: 'matter', label: t('办理事项', 'Matter'), children: grant.matter },
                { key: 'ground', label: t('使用依据', 'Ground'), children: grant.ground },
                {
                  key: 'term',
                  label: t('使用期限', 'Term'),
                  children: t(
                    `${formatDate(grant.from, language)} ~ ${formatDate(grant.until, language)}`,
                    `${formatDate(grant.from, language)} – ${formatDate(grant.until, language)}`,
                  ),
                },
                {
                  key: 'rows',
                  label: t('数据范围', 'Range of data'),
                  children:
                    grant.rows.length === 0
                      ? t('全部记录', 'All records')
                      : grant.rows.map(row => <div key={rowSentence(row, t)}>{rowSentence(row, t)}</div>),
                },
                {
                  key: 'system',
                  label: t('系统与地址', 'System and addresses'),
                  children: (
                    <>
                      {grant.system.name}
                      {grant.addresses.length > 0 && (
                        <div style={{ fontSize: 12, color: token.colorTextTertiary }}>
                          {grant.addresses.join(t('、', ', '))}
                        </div>
                      )}
                    </>
                  ),
                },
                {
                  key: 'version',
                  label: t('版本', 'Version'),
                  children: t(`第 ${grant.version} 版`, `No. ${grant.version}`),
                },
              ]}
            />
            <Table
              style={{ marginTop: 16 }}
              size="small"
              rowKey="name"
              pagination={grant.items.length > 20 ? { pageSize: 20 } : false}
              scroll={{ x: 'max-content' }}
              dataSource={grant.items}
              data-test="grant-items"
              columns={[
                {
                  key: 'name',
                  title: t('数据项', 'Item'),
                  render: (_, item) => <ItemName item={item} />,
                },
                ...(columns
                  ? [
                      {
                        key: 'level',
                        title: t('敏感级别', 'Sensitivity'),
                        render: (_: unknown, item: Grant['items'][number]) => levelWord(item.sensitivity, t),
                      },
                      {
                        key: 'sample',
                        title: t('给出的样子', 'Shown as'),
                        render: (_: unknown, item: Grant['items'][number]) =>
                          item.sample === '' ? (
                            <MaskSample mask={item.mask} item={item.name} type={item.type} />
                          ) : (
                            <MaskSample mask={item.mask} sample={item.sample} />
                          ),
                      },
                    ]
                  : []),
              ]}
            />
            <p style={{ margin: '12px 0 0', color: token.colorTextTertiary, fontSize: 13 }}>
              {t('2 秒内生效的控制：暂停、终止。', 'Controls that act within 2 seconds: suspend, end.')}
            </p>
          </Card>
          <GrantTabs grant={grant} />
        </div>
        <div style={{ flex: '1 1 320px', minWidth: 0, display: 'flex', flexDirection: 'column', gap: 16 }}>
          <Card title={t('使用情况', 'Use')}>
            <Figures grant={grant} />
          </Card>
          {grant.supplyClock !== null && (
            <Card title={t('供数期限', 'Supply by')}>
              <DeadlineBar clock={grant.supplyClock} />
            </Card>
          )}
          {grant.citations.length > 0 && (
            <Card title={t('依据', 'Rules')}>
              <ClauseList citations={grant.citations} />
            </Card>
          )}
        </div>
      </div>
    </>
  );
}

function Figures({ grant }: { grant: Grant }) {
  const { t, language } = useText();
  const { token } = theme.useToken();
  const figures: [string, string][] = [
    [t('近 30 天调用', 'Calls in 30 days'), formatCount(grant.calls30, language)],
    [t('失败', 'Failed'), formatCount(grant.failures30, language)],
    [t('提供的记录', 'Records given'), formatCount(grant.rows30, language)],
    [t('最后一次', 'Last used'), grant.lastUsedAt === null ? '—' : formatTime(grant.lastUsedAt, language)],
  ];
  return (
    <dl
      style={{
        margin: 0,
        display: 'grid',
        gridTemplateColumns: 'repeat(auto-fit, minmax(120px, 1fr))',
        gap: 12,
      }}
      aria-live="off"
    >
      {figures.map(([label, value]) => (
        <div key={label}>
          <dt style={{ color: token.colorTextTertiary, fontSize: 12 }}>{label}</dt>
          <dd style={{ margin: 0, fontSize: 20, lineHeight: '28px', fontVariantNumeric: 'tabular-nums' }}>
            {value}
          </dd>
        </div>
      ))}
    </dl>
  );
}
