import { Button, Tabs, Tag, Typography, theme } from 'antd';
import { Link, useSearchParams } from 'react-router';
import { useLoad } from '../../api.ts';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { useFilters } from '../../ui/FilterBar.tsx';
import { formatCount, formatDate, formatTime } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { StatusTag, statusWord } from '../../ui/StatusTag.tsx';
import { STANDING } from '../grants/GrantFilters.tsx';
import { endsSoon, shownState } from '../grants/shown.ts';
import type { Grant, GrantRow, GrantRows } from '../grants/types.ts';
import { civilDate, modeWord } from '../sharing/words.ts';
import { ProvidedServices } from './ProvidedServices.tsx';
import type { Held as HeldService, ServiceList } from './types.ts';

/** 服务: what our systems may call, and what we serve to others. */
export function Services() {
  const { t } = useText();
  const filters = useFilters();
  const provided = filters.one('tab') === 'provided';
  return (
    <>
      <PageTitle
        title={t('接口服务', 'Services')}
        actions={
          <Link to="/console">
            <Button type="primary">{t('接口调试', 'Console')}</Button>
          </Link>
        }
      />
      <Tabs
        activeKey={provided ? 'provided' : 'held'}
        onChange={key => filters.put('tab', key === 'held' ? '' : key)}
        items={[
          { key: 'held', label: t('我们调用的', 'That we call') },
          { key: 'provided', label: t('我们提供的', 'That we provide') },
        ]}
      />
      {provided ? <ProvidedServices /> : <Held />}
    </>
  );
}

/** What our systems may call, with the codes an integrator needs. */
function Held() {
  const { t, language } = useText();
  const { token } = theme.useToken();
  const [search, setSearch] = useSearchParams();
  const page = Number(search.get('page') ?? 1);
  const { data, problem, loading } = useLoad<GrantRows>(
    '/api/grants',
    { side: 'holding', state: STANDING, mode: ['query', 'verify'], page, size: 30 },
    [page],
  );
  const services = useLoad<ServiceList>('/api/services');
  const serviceOf = (row: GrantRow) => services.data?.held.find(one => one.grantId === row.id);
  const today = civilDate();
  return (
    <>
      {problem && <RefusalNotice problem={problem} />}
      <DataTable<GrantRow>
        caption={t('我的接口', 'My interfaces')}
        exportName={t('我的接口', 'My interfaces')}
        rows={data?.items ?? []}
        rowKey="id"
        total={data?.total ?? 0}
        page={page}
        size={30}
        onPage={next => setSearch({ page: String(next) })}
        loading={loading}
        empty={
          <EmptyState
            title={t(
              '还没有可调用的接口。申请同意后立即会出现。',
              'No interface to call yet. It appears as soon as a request is agreed.',
            )}
            action={
              <Link to="/catalog">
                <Button>{t('找数据', 'Find data')}</Button>
              </Link>
            }
          />
        }
        columns={[
          {
            key: 'entry',
            title: t('接口', 'Interface'),
            render: (_: unknown, row: GrantRow) => (
              <>
                <Link to={`/grants/${row.id}`}>{row.entryTitle}</Link>
                <Stopped row={row} />
                <Codes id={row.id} />
              </>
            ),
            text: (row: GrantRow) => row.entryTitle,
          },
          {
            key: 'provider',
            title: t('提供部门', 'Provider'),
            render: (_: unknown, row: GrantRow) => <div className="narrow-cell">{row.provider.name}</div>,
            text: (row: GrantRow) => row.provider.name,
          },
          {
            key: 'mode',
            title: t('方式', 'Mode'),
            render: (_: unknown, row: GrantRow) => modeWord(row.mode, t),
            text: (row: GrantRow) => modeWord(row.mode, t),
          },
          {
            key: 'version',
            title: t('版本与环境', 'Version'),
            render: (_: unknown, row: GrantRow) => <Standing service={serviceOf(row)} />,
            text: (row: GrantRow) => String(serviceOf(row)?.version ?? ''),
          },
          {
            key: 'system',
            title: t('系统', 'System'),
            render: (_: unknown, row: GrantRow) => <div className="narrow-cell">{row.system.name}</div>,
            text: (row: GrantRow) => row.system.name,
          },
          {
            key: 'until',
            title: t('授权至', 'Until'),
            render: (_: unknown, row: GrantRow) => (
              <span style={endsSoon(row, today) ? { color: token.colorWarning } : {}}>
                {formatDate(row.until, language)}
              </span>
            ),
            text: (row: GrantRow) => row.until,
          },
          {
            key: 'calls',
            title: t('近 30 天调用', 'Calls in 30 days'),
            align: 'right' as const,
            render: (_: unknown, row: GrantRow) => formatCount(row.calls30, language),
            text: (row: GrantRow) => String(row.calls30),
          },
          {
            key: 'last',
            title: t('最后一次', 'Last call'),
            render: (_: unknown, row: GrantRow) =>
              row.lastUsedAt === null ? '—' : formatTime(row.lastUsedAt, language),
            text: (row: GrantRow) => row.lastUsedAt ?? '',
          },
          {
            key: 'state',
            title: t('状态', 'State'),
            render: (_: unknown, row: GrantRow) => <StatusTag kind="grant" state={shownState(row, today)} />,
            text: (row: GrantRow) => statusWord('grant', shownState(row, today), t),
          },
          {
            key: 'act',
            title: '',
            pinned: true,
            render: (_: unknown, row: GrantRow) =>
              row.state === 'active' ? (
                <Link to={`/console?grant=${row.id}`} data-test="service-console">
                  <Button size="small">{t('调试', 'Try it')}</Button>
                </Link>
              ) : null,
            text: () => '',
          },
        ]}
      />
    </>
  );
}

/** Which version it is, until when, whether its data are real, and whether the contract tests hold. */
function Standing({ service }: { service: HeldService | undefined }) {
  const { t, language } = useText();
  const { token } = theme.useToken();
  if (!service) return null;
  return (
    <div style={{ display: 'flex', flexDirection: 'column', gap: 2, alignItems: 'flex-start' }}>
      <span>{t(`第 ${service.version} 版`, `Version ${service.version}`)}</span>
      {service.environment === 'sandbox' && (
        <Tag color="warning" data-test="service-sandbox">
          {t('沙箱', 'Sandbox')}
        </Tag>
      )}
      {service.sunset !== null && (
        <span style={{ fontSize: 12, color: token.colorWarning }} data-test="service-sunset">
          {t(`用到 ${formatDate(service.sunset, language)}`, `until ${formatDate(service.sunset, language)}`)}
        </span>
      )}
      {service.contract !== null && !service.contract.passed && (
        <Tag color="error">{t('契约测试没有通过', 'Contract tests fail')}</Tag>
      )}
    </div>
  );
}

/** Why an interface cannot be called now. */
function Stopped({ row }: { row: GrantRow }) {
  const { t } = useText();
  const { token } = theme.useToken();
  if (row.state === 'active') return null;
  return (
    <div style={{ fontSize: 12, color: token.colorWarning }} data-test="service-stopped">
      {row.state === 'awaiting_supply'
        ? t('等待提供部门挂载资源', 'Waiting for the provider to mount its resource')
        : t('已停止提供，原因和整改要求见授权', 'Stopped; the grant says why and what is to be mended')}
    </div>
  );
}

/** The codes stand only on the grant itself; a page of a few interfaces reads each. */
function Codes({ id }: { id: number }) {
  const { t } = useText();
  const { token } = theme.useToken();
  const { data } = useLoad<Grant>(`/api/grants/${id}`);
  if (!data?.sid) return null;
  return (
    <div
      style={{
        fontSize: 12,
        color: token.colorTextTertiary,
        display: 'flex',
        flexDirection: 'column',
        gap: 2,
      }}
    >
      <span>
        {t('服务编码 ', 'Service code ')}
        <Typography.Text code copyable style={{ fontSize: 12 }}>
          {data.sid}
        </Typography.Text>
      </span>
      {data.rid !== null && (
        <span>
          {t('请求者标识 ', 'Caller code ')}
          <Typography.Text code copyable style={{ fontSize: 12 }}>
            {data.rid}
          </Typography.Text>
        </span>
      )}
      {data.addresses.length > 0 && (
        <span>
          {t(`可调用的地址 ${data.addresses.join('、')}`, `May call from ${data.addresses.join(', ')}`)}
        </span>
      )}
    </div>
  );
}
