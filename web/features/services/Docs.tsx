import { Card, Collapse, Input, Skeleton, Tag, Typography, theme } from 'antd';
import { useMemo, useState } from 'react';
import { useLoad } from '../../api.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { useText } from '../../ui/language.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { type Schema, SchemaTable } from './SchemaTable.tsx';

interface Operation {
  summary?: string;
  description?: string;
  tags?: string[];
  operationId?: string;
  parameters?: { name: string; in: string; required?: boolean; schema?: Schema; description?: string }[];
  requestBody?: { content?: Record<string, { schema?: Schema }> };
  responses?: Record<string, { description?: string; content?: Record<string, { schema?: Schema }> }>;
}

interface Document {
  info?: { title?: string; version?: string; description?: string };
  paths?: Record<string, Record<string, Operation>>;
  components?: { schemas?: Record<string, Schema> };
}

interface Line {
  method: string;
  path: string;
  operation: Operation;
}

const METHODS = new Set(['get', 'post', 'put', 'delete', 'patch']);

/** 开发文档: every operation of the interface description, by tag, with its fields. */
export function Docs() {
  const { t } = useText();
  const { token } = theme.useToken();
  const { data, problem } = useLoad<Document>('/openapi.json');
  const [words, setWords] = useState('');
  const groups = useMemo(() => groupsOf(data, words.trim().toLowerCase()), [data, words]);
  if (problem && !data) return <RefusalNotice problem={problem} />;
  if (!data) return <Skeleton active paragraph={{ rows: 12 }} />;
  const schemas = data.components?.schemas ?? {};
  return (
    <>
      <PageTitle
        title={t('开发文档', 'Documentation')}
        sub={
          <span>
            {data.info?.title} {data.info?.version} ·{' '}
            <a href="/openapi.json">{t('下载 OpenAPI 描述', 'Download the OpenAPI description')}</a>
          </span>
        }
      />
      <Signing />
      <Input
        allowClear
        value={words}
        onChange={event => setWords(event.target.value)}
        placeholder={t('按地址或说明筛选，如 /api/grants', 'Filter by path or words, e.g. /api/grants')}
        aria-label={t('筛选', 'Filter')}
        style={{ maxWidth: 420, margin: '16px 0' }}
        data-test="docs-filter"
      />
      {groups.length === 0 && (
        <EmptyState title={t('没有符合的接口，换个词试试。', 'No operation matches; try another word.')} />
      )}
      {groups.map(([tag, lines]) => (
        <Card key={tag} title={t(tag, TAGS[tag] ?? tag)} style={{ marginBottom: 16 }} data-test="docs-tag">
          <Collapse
            ghost
            items={lines.map(line => ({
              key: `${line.method} ${line.path}`,
              label: (
                <span style={{ display: 'flex', flexWrap: 'wrap', gap: 8, alignItems: 'baseline' }}>
                  <Tag variant="outlined" style={{ minWidth: 60, textAlign: 'center', marginInlineEnd: 0 }}>
                    {line.method.toUpperCase()}
                  </Tag>
                  <Typography.Text code style={{ overflowWrap: 'anywhere' }}>
                    {line.path}
                  </Typography.Text>
                  <span style={{ color: token.colorTextSecondary }}>{wordsOf(line.operation, t)}</span>
                </span>
              ),
              children: <OperationView operation={line.operation} schemas={schemas} />,
            }))}
          />
        </Card>
      ))}
    </>
  );
}

/** The description carries the Chinese sentence as summary and the English one as description. */
function wordsOf(operation: Operation, t: (zh: string, en: string) => string): string {
  const summary = operation.summary ?? '';
  return t(summary, operation.description ?? summary);
}

/** What the tags of the description are called in English; what a system calls stands first. */
const CALLED_BY_SYSTEMS = '接口调用';
const TAGS: Record<string, string> = {
  [CALLED_BY_SYSTEMS]: 'Called by systems',
  开放接口: 'Open to all',
  登录: 'Sign-in',
  组织: 'Organisations',
  组织管理: 'Accounts and regions',
  目录: 'Catalog',
  目录职责: 'Duties of the catalog',
  表格: 'Imports',
  清单: 'Lists',
  数据资产: 'Inventory',
  一数一源: 'One source',
  标准: 'Standards',
  资源: 'Resources',
  服务: 'Services',
  文件: 'Files',
  申请: 'Requests',
  委托与整体授权: 'Mandates',
  授权: 'Grants',
  争议协调: 'Disputes',
  供需对接: 'Demands',
  直连登记: 'Direct links',
  成效与案例: 'Results and examples',
  文书: 'Papers',
  附件: 'Attachments',
  消息: 'Messages',
  期限提醒: 'Deadlines',
  工作日历: 'Calendar',
  数据交换: 'Exchange',
  调用监测: 'Calls',
  存证: 'Ledger',
  见证: 'Witnesses',
  举证: 'Evidence',
  规则: 'Rules',
  总览: 'Overview',
  工作台: 'Home',
};

function groupsOf(document: Document | undefined, words: string): [string, Line[]][] {
  const groups = new Map<string, Line[]>();
  for (const [path, methods] of Object.entries(document?.paths ?? {})) {
    for (const [method, operation] of Object.entries(methods)) {
      if (!METHODS.has(method)) continue;
      const text =
        `${method} ${path} ${operation.summary ?? ''} ${operation.description ?? ''}`.toLowerCase();
      if (words !== '' && !text.includes(words)) continue;
      const tag = operation.tags?.[0] ?? '—';
      groups.set(tag, [...(groups.get(tag) ?? []), { method, path, operation }]);
    }
  }
  const first = ([tag]: [string, Line[]]): number => (tag === CALLED_BY_SYSTEMS ? 0 : 1);
  return [...groups].sort((a, b) => first(a) - first(b));
}

function OperationView({ operation, schemas }: { operation: Operation; schemas: Record<string, Schema> }) {
  const { t } = useText();
  const body = operation.requestBody?.content?.['application/json']?.schema;
  const answers = Object.entries(operation.responses ?? {});
  return (
    <div style={{ display: 'flex', flexDirection: 'column', gap: 16 }}>
      {(operation.parameters?.length ?? 0) > 0 && (
        <section>
          <strong style={{ fontWeight: 500 }}>{t('参数', 'Parameters')}</strong>
          <SchemaTable
            schemas={schemas}
            schema={{
              type: 'object',
              required: (operation.parameters ?? []).filter(one => one.required).map(one => one.name),
              properties: Object.fromEntries(
                (operation.parameters ?? []).map(one => [
                  one.name,
                  { ...one.schema, description: [one.in, one.description].filter(Boolean).join('；') },
                ]),
              ),
            }}
          />
        </section>
      )}
      {body !== undefined && (
        <section>
          <strong style={{ fontWeight: 500 }}>{t('请求内容', 'Body')}</strong>
          <SchemaTable schema={body} schemas={schemas} />
        </section>
      )}
      {answers.map(([status, answer]) => {
        const schema = Object.values(answer.content ?? {})[0]?.schema;
        return (
          <section key={status}>
            <strong style={{ fontWeight: 500 }}>{t(`应答 ${status}`, `Answer ${status}`)}</strong>{' '}
            {answer.description}
            {schema !== undefined && <SchemaTable schema={schema} schemas={schemas} />}
          </section>
        );
      })}
    </div>
  );
}

/** The conventions by which a system proves who it is, and what each signs. */
const SIGNED: readonly { headers: string; sign: string; zh: string; en: string }[] = [
  {
    headers: 'x-sq-rid, x-sq-time, x-sq-nonce, x-sq-digest, x-sq-sign',
    sign: 'Base64(HMAC-SM3(appSecret, METHOD⏎path?query⏎rid⏎time⏎nonce⏎digest))',
    zh: '国密（推荐）：方法、地址、时间、随机数和请求体都签',
    en: 'SM3 (recommended): method, address, time, nonce and body are signed',
  },
  {
    headers: 'gjgxjhpt_rid, gjgxjhpt_sid, gjgxjhpt_rtime, gjgxjhpt_sign',
    sign: 'Base64(HMAC-SHA256(appSecret, sid + rid + rtime))',
    zh: '国家平台：前缀 gjzwfwpt_ 同样可用；密钥可经 /sysapi/auth/refreshappsecret 获取',
    en: 'National platforms, also with gjzwfwpt_; the secret may be fetched at /sysapi/auth/refreshappsecret',
  },
  {
    headers: 'Authorization: Bearer',
    sign: 'POST /oauth/token grant_type=client_credentials',
    zh: 'OAuth 2 令牌：供不会签名的客户端（如 PostgREST 客户端）',
    en: 'OAuth 2 token, for clients that cannot sign, such as PostgREST’s',
  },
  {
    headers: 'X-BG-HMAC-ACCESS-KEY, -ALGORITHM, -SIGNATURE, X-BG-DATE-TIME',
    sign: 'Base64(HMAC-SHA256(appSecret, METHOD⏎path⏎query⏎rid⏎date⏎))',
    zh: 'IRS 网关的写法',
    en: 'As with IRS gateways',
  },
  {
    headers: 'x-tif-paasid, x-tif-timestamp, x-tif-nonce, x-tif-signature',
    sign: 'hex(SHA-256(timestamp + appSecret + nonce + timestamp))',
    zh: 'TIF 网关的写法',
    en: 'As with TIF gateways',
  },
];

function Signing() {
  const { t } = useText();
  const { token } = theme.useToken();
  return (
    <Card title={t('调用约定与签名', 'Conventions and signatures')}>
      <ul style={{ margin: 0, paddingInlineStart: 20, maxWidth: '60em' }}>
        {SIGNED.map(({ headers, sign, zh, en }) => (
          <li key={headers} style={{ marginBottom: 8, overflowWrap: 'anywhere' }}>
            {t(zh, en)}
            <div style={{ fontSize: 12, color: token.colorTextSecondary }}>
              <code>{headers}</code>
              <br />
              <code>{sign}</code>
            </div>
          </li>
        ))}
        <li>
          {t(
            '时间与平台相差不得超过 300 秒（IRS 为 90 秒）；同一请求不能重放；只接受登记过的地址和约定。',
            'Your clock may differ by at most 300 seconds (IRS: 90); a call cannot be replayed; only registered addresses and conventions are accepted.',
          )}
        </li>
        <li>
          {t('每个应答都带存证号和存证凭据：', 'Each answer carries the record’s number and commitment: ')}
          <code>shuqiao-record</code>, <code>shuqiao-commitment</code>
        </li>
      </ul>
    </Card>
  );
}
