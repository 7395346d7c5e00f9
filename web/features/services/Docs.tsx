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

const TAGS: Record<string, string> = {
  登录: 'Sign-in',
  组织: 'Organisations',
  目录: 'Catalog',
  资源: 'Resources',
  共享: 'Sharing',
  申请: 'Requests',
  授权: 'Grants',
  交换: 'Exchange',
  存证: 'Ledger',
  规则: 'Rules',
  评估: 'Evaluation',
  总览: 'Overview',
  工作台: 'Home',
  接口: 'Interfaces',
  演示: 'Demonstration',
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
  return [...groups];
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

function Signing() {
  const { t } = useText();
  return (
    <Card title={t('签名规则（国家平台兼容）', 'Signing (national convention)')}>
      <ul style={{ margin: 0, paddingInlineStart: 20, maxWidth: '60em' }}>
        <li>
          {t('每次调用带四个请求头：', 'Each call carries four headers: ')}
          <code>gjgxjhpt_rid</code>, <code>gjgxjhpt_sid</code>, <code>gjgxjhpt_rtime</code>,{' '}
          <code>gjgxjhpt_sign</code>
        </li>
        <li>
          {t(
            '签名 = Base64(HMAC-SHA256(appSecret, sid + rid + rtime))，中间没有分隔符；rtime 为毫秒。',
            'sign = Base64(HMAC-SHA256(appSecret, sid + rid + rtime)), nothing in between; rtime in milliseconds.',
          )}
        </li>
        <li>
          {t(
            '时间与平台相差不得超过 300 秒；同一请求不能重放；只接受登记过的地址。',
            'Your clock may differ by at most 300 seconds; a call cannot be replayed; only registered addresses may call.',
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
