import { Alert, Button, Descriptions, Popconfirm, Space, Table, Tag, Typography, theme } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { api, useLoad } from '../../api.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { formatDate, formatTime } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { useSend } from '../../ui/useSend.ts';
import type { Grant } from '../grants/types.ts';
import { ContractDialog } from './ContractDialog.tsx';
import { SampleTable } from './SampleTable.tsx';
import type { GrantService, GrantServiceRecorded, Moved, Run } from './types.ts';
import { CHECK_WORDS, GROUND_WORDS, checkWords } from './words.ts';

/** 接口服务: which version a grant's calls reach, whether they get real data, and what its client relies on. */
export function GrantServicePanel({ grant }: { grant: Grant }) {
  const { t } = useText();
  const { data, problem, reload } = useLoad<GrantService>(`/api/grant-services/${grant.id}`);
  if (problem && !data) return <RefusalNotice problem={problem} />;
  if (!data) return <Loading rows={8} />;
  return (
    <div className="cards">
      <Version grant={grant} service={data} onDone={reload} />
      <Contract grant={grant} service={data} onDone={reload} />
      {data.environment.sandbox && data.samples.rows.length > 0 && (
        <section>
          <Heading
            title={t('沙箱样例', 'Samples of the sandbox')}
            note={t(
              '沙箱只按目录的类型、长度、代码表和校验位编造数据，不取自真实数据。沙箱密钥的调用认得下面这些人。',
              'Rows of the sandbox are made from the catalog alone and never from real ones. These are known to it.',
            )}
          />
          <SampleTable samples={data.samples} />
        </section>
      )}
    </div>
  );
}

function Heading({ title, note }: { title: string; note?: string }) {
  const { token } = theme.useToken();
  return (
    <div style={{ marginBottom: 8 }}>
      <strong style={{ fontWeight: 500 }}>{title}</strong>
      {note !== undefined && <div style={{ fontSize: 12, color: token.colorTextSecondary }}>{note}</div>}
    </div>
  );
}

interface PartProps {
  grant: Grant;
  service: GrantService;
  onDone: () => void;
}

function Version({ grant, service, onDone }: PartProps) {
  const { t, language } = useText();
  const { busy, problem, send } = useSend();
  const [lost, setLost] = useState<string[]>([]);
  const { deprecated, environment } = service;
  const move = () =>
    void send(async () => {
      const done = await api.post<Moved>(`/api/grant-services/${grant.id}/version`, {});
      setLost(done.lost);
      onDone();
    });
  return (
    <section>
      {deprecated !== null && (
        <Alert
          type="warning"
          showIcon
          style={{ marginBottom: 12 }}
          data-test="service-deprecated"
          title={t(
            `第 ${service.version} 版用到 ${formatDate(deprecated.sunset, language)}，以后的调用会被拒绝`,
            `Version ${service.version} answers until ${formatDate(deprecated.sunset, language)}; calls after it are refused`,
          )}
          description={t(
            `请核对程序后改用第 ${deprecated.successor} 版，服务编码不变。`,
            `Check your client, then move to version ${deprecated.successor}; the code stays.`,
          )}
        />
      )}
      {lost.length > 0 && (
        <Alert
          type="info"
          showIcon
          style={{ marginBottom: 12 }}
          title={t(`新版不再提供 ${lost.join('、')}`, `The new version no longer gives ${lost.join(', ')}`)}
        />
      )}
      {problem && <RefusalNotice problem={problem} />}
      <Descriptions
        size="small"
        bordered
        column={1}
        styles={{ label: { width: 110 } }}
        items={[
          {
            key: 'sid',
            label: t('服务编码', 'Service code'),
            children: (
              <Typography.Text code copyable>
                {service.sid}
              </Typography.Text>
            ),
          },
          {
            key: 'environment',
            label: t('环境', 'Environment'),
            children: (
              <Space size={8} wrap>
                <Tag
                  color={environment.now === 'live' ? 'success' : 'warning'}
                  data-test="service-environment"
                >
                  {environment.now === 'live' ? t('正式', 'Live') : t('沙箱', 'Sandbox')}
                </Tag>
                {environment.turnedAt !== null && (
                  <span style={{ fontSize: 12 }}>
                    {formatTime(environment.turnedAt, language)} {environment.turnedBy}
                  </span>
                )}
              </Space>
            ),
          },
          {
            key: 'version',
            label: t('版本', 'Version'),
            children: (
              <Space size={8} wrap>
                <span data-test="service-version">
                  {t(`第 ${service.version} 版`, `Version ${service.version}`)}
                </span>
                {service.may.move && (
                  <Popconfirm
                    title={t(`改用第 ${service.newest} 版？`, `Move to version ${service.newest}?`)}
                    description={t(
                      '以后的调用返回新版的数据，不能退回。',
                      'Calls then reach the new one; there is no way back.',
                    )}
                    okText={t('改用', 'Move')}
                    cancelText={t('取消', 'Cancel')}
                    onConfirm={move}
                  >
                    <Button size="small" loading={busy} data-test="service-move">
                      {t(`改用第 ${service.newest} 版`, `Move to version ${service.newest}`)}
                    </Button>
                  </Popconfirm>
                )}
              </Space>
            ),
          },
          {
            key: 'documents',
            label: t('开发资料', 'For developers'),
            children: (
              <Space size={12} wrap>
                <a
                  href={`/api/services/${encodeURIComponent(service.sid)}/openapi.json`}
                  download="openapi.json"
                >
                  OpenAPI
                </a>
                <a
                  href={`/api/services/${encodeURIComponent(service.sid)}/postman.json`}
                  download="postman.json"
                >
                  {t('Postman 集合', 'Postman collection')}
                </a>
                {grant.state === 'active' && (
                  <Link to={`/console?grant=${grant.id}`}>{t('接口调试', 'Console')}</Link>
                )}
              </Space>
            ),
          },
        ]}
      />
    </section>
  );
}

function Contract({ grant, service, onDone }: PartProps) {
  const { t, language } = useText();
  const { busy, problem, send } = useSend();
  const [open, setOpen] = useState(false);
  const { contract, runs, may } = service;
  const [newest] = runs;
  const run = () =>
    void send(async () => {
      await api.post<GrantServiceRecorded>(`/api/grant-services/${grant.id}/contract/runs`, {});
      onDone();
    });
  const edit = may.contract ? (
    <Button size="small" onClick={() => setOpen(true)} data-test="contract-edit">
      {contract === null ? t('设定检查', 'Declare checks') : t('修改检查', 'Change checks')}
    </Button>
  ) : null;
  return (
    <section data-test="contract">
      <div style={{ display: 'flex', flexWrap: 'wrap', gap: 8, justifyContent: 'space-between' }}>
        <Heading
          title={t('契约测试', 'Contract tests')}
          note={t(
            '程序依赖什么就声明什么。提供部门变更前、每天和手动都会运行；不显示任何值。',
            'Declare what your client relies on. Run before the provider changes anything, daily and on demand; no value is shown.',
          )}
        />
        <Space>
          {edit}
          {contract !== null && contract.checks.length > 0 && (
            <Button size="small" onClick={run} loading={busy} data-test="contract-run">
              {t('现在运行', 'Run now')}
            </Button>
          )}
        </Space>
      </div>
      {problem && <RefusalNotice problem={problem} />}
      {contract === null || contract.checks.length === 0 ? (
        <EmptyState
          title={t(
            '还没有检查。设定以后，提供部门的变更若会破坏本系统，平台会先拦下并通知。',
            'No checks yet. With them, a change that would break your client is held up first.',
          )}
        />
      ) : (
        <>
          <div style={{ display: 'flex', flexWrap: 'wrap', gap: 4, margin: '4px 0 12px' }}>
            {contract.checks.map(check => (
              <Tag key={JSON.stringify(check)} style={{ whiteSpace: 'normal' }}>
                {t(...checkWords(check))}
              </Tag>
            ))}
          </div>
          <Table<Run>
            size="small"
            rowKey="id"
            dataSource={runs}
            pagination={false}
            scroll={{ x: 'max-content' }}
            aria-label={t('运行结果', 'Results')}
            locale={{ emptyText: t('还没有运行过', 'Not run yet') }}
            expandable={{
              rowExpandable: one => !one.passed,
              ...(newest && !newest.passed ? { defaultExpandedRowKeys: [newest.id] } : {}),
              expandedRowRender: one => <Failures run={one} />,
            }}
            columns={[
              { key: 'at', title: t('时间', 'Time'), render: (_, one) => formatTime(one.at, language) },
              { key: 'ground', title: t('原因', 'Why'), render: (_, one) => t(...GROUND_WORDS[one.ground]) },
              {
                key: 'version',
                title: t('版本', 'Version'),
                render: (_, one) => t(`第 ${one.version} 版`, String(one.version)),
              },
              {
                key: 'passed',
                title: t('结果', 'Result'),
                render: (_, one) => (
                  <Tag color={one.passed ? 'success' : 'error'} data-test="run-result">
                    {one.passed
                      ? t('通过', 'Passed')
                      : t(
                          `${one.results.filter(result => !result.passed).length} 项没有通过`,
                          `${one.results.filter(result => !result.passed).length} failed`,
                        )}
                  </Tag>
                ),
              },
            ]}
          />
        </>
      )}
      {open && (
        <ContractDialog
          grant={grant}
          service={service}
          onClose={() => setOpen(false)}
          onDone={() => {
            setOpen(false);
            onDone();
          }}
        />
      )}
    </section>
  );
}

/** What of a run failed, and why its provider went on all the same. */
function Failures({ run }: { run: Run }) {
  const { t } = useText();
  return (
    <div>
      {run.results
        .filter(result => !result.passed)
        .map(result => (
          <div key={`${result.kind} ${result.item}`}>
            {t(...CHECK_WORDS[result.kind as keyof typeof CHECK_WORDS])}
            {result.item !== '' && ` ${result.item}`}：{t(result.zh, result.en)}
          </div>
        ))}
      {run.override !== '' && (
        <div>
          {t('提供部门的理由：', 'The provider says: ')}
          {run.override}
        </div>
      )}
    </div>
  );
}
