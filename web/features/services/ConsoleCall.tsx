import { Alert, Button, Card, Input, Segmented, Tag, Typography, theme } from 'antd';
import { useState } from 'react';
import { useLoad } from '../../api.ts';
import { useText } from '../../ui/language.tsx';
import type { Grant } from '../grants/types.ts';
import { type Outcome, type Way, ask } from './asking.ts';
import { ConsoleResult } from './ConsoleResult.tsx';
import { SampleCode } from './SampleCode.tsx';
import { SampleTable } from './SampleTable.tsx';
import type { CallBody } from './sign.ts';
import type { GrantService } from './types.ts';

const filled = (values: Record<string, string>) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''));

/** Lines of a spreadsheet: a heading with the names of items, then one person a line. */
export function rowsOf(
  text: string,
  identifiers: readonly string[],
): { params: Record<string, string>; claims: Record<string, string> }[] {
  const [head = '', ...lines] = text.split(/\r?\n/).filter(line => line.trim() !== '');
  const names = head.split(/[\t,，]/).map(name => name.trim());
  return lines.map(line => {
    const cells = line.split(/[\t,，]/).map(cell => cell.trim());
    const row: { params: Record<string, string>; claims: Record<string, string> } = {
      params: {},
      claims: {},
    };
    names.forEach((name, at) => {
      const value = cells[at] ?? '';
      if (value !== '') row[identifiers.includes(name) ? 'params' : 'claims'][name] = value;
    });
    return row;
  });
}

/** One call: what is asked, really sent, and what came back. The secret lives in this page's memory only. */
export function ConsoleCall({ grant, sid, rid }: { grant: Grant; sid: string; rid: string }) {
  const { t } = useText();
  const { token } = theme.useToken();
  const service = useLoad<GrantService>(`/api/grant-services/${grant.id}`);
  const [way, setWay] = useState<Way>('one');
  const [secret, setSecret] = useState('');
  const [params, setParams] = useState<Record<string, string>>({});
  const [claims, setClaims] = useState<Record<string, string>>({});
  const [caseNo, setCaseNo] = useState('');
  const [post, setPost] = useState('');
  const [query, setQuery] = useState('');
  const [lines, setLines] = useState('');
  const [outcome, setOutcome] = useState<{ way: Way; told: Outcome } | null>(null);
  const [busy, setBusy] = useState(false);
  const identifiers = grant.items.filter(item => item.identifier);
  const keys = identifiers.length > 0 ? identifiers : grant.items.slice(0, 1);
  const others = grant.items.filter(item => !keys.includes(item));
  const verify = grant.mode === 'verify';
  const body: CallBody = {
    params: filled(params),
    ...(verify ? { claims: filled(claims) } : {}),
    post,
    caseNo,
    matter: grant.matter,
    scenario: grant.scenario,
  };
  const rows = rowsOf(
    lines,
    keys.map(item => item.name),
  );
  // Browsers lend their cryptography only to https and to this computer itself.
  const canSign = window.isSecureContext;
  const ready =
    (way === 'list' || canSign) &&
    secret !== '' &&
    (way === 'list' ||
      (way === 'batch'
        ? rows.length > 0
        : Object.keys(body.params).length > 0 && (!verify || Object.keys(body.claims ?? {}).length > 0)));

  async function send() {
    setBusy(true);
    setOutcome({ way, told: await ask({ way, sid, rid, secret, body, rows, query }) });
    setBusy(false);
  }

  const input = (
    name: string,
    values: Record<string, string>,
    put: (next: Record<string, string>) => void,
    test: string,
  ) => (
    <label key={name} style={{ display: 'block' }}>
      <span style={{ display: 'block', marginBottom: 4 }}>{name}</span>
      <Input
        value={values[name] ?? ''}
        onChange={event => put({ ...values, [name]: event.target.value })}
        onPressEnter={event => {
          if (event.ctrlKey && ready && !busy) void send();
        }}
        autoComplete="off"
        data-test={test}
        data-item={name}
      />
    </label>
  );
  const environment = service.data?.environment.now ?? 'live';
  return (
    <>
      <div style={{ display: 'flex', flexWrap: 'wrap', gap: 16, alignItems: 'flex-start' }}>
        <Card title={t('请求', 'Request')} style={{ flex: '5 1 340px', minWidth: 0 }}>
          <div style={{ display: 'flex', flexDirection: 'column', gap: 16 }}>
            {environment === 'sandbox' ? (
              <Alert
                type="warning"
                data-test="console-sandbox"
                title={t(
                  '处在沙箱：返回编造的数据，同样计入存证。',
                  'In the sandbox: rows are made up, and go on the record all the same.',
                )}
              />
            ) : (
              <Alert
                type="info"
                title={t(
                  '正式密钥读取真实数据，沙箱密钥返回编造的数据，都计入存证。',
                  'A live key reads real data and a sandbox key made-up rows; both go on the record.',
                )}
              />
            )}
            <Segmented<Way>
              value={way}
              onChange={setWay}
              data-test="console-way"
              options={[
                { value: 'one', label: t('单次调用', 'One call') },
                ...(verify ? [{ value: 'batch' as const, label: t('批量核验', 'Batch') }] : []),
                ...(verify
                  ? []
                  : [{ value: 'list' as const, label: t('列表（PostgREST）', 'List (PostgREST)') }]),
              ]}
            />
            <div style={{ color: token.colorTextTertiary, fontSize: 12, overflowWrap: 'anywhere' }}>
              {way === 'list' ? 'GET' : 'POST'} {window.location.origin}/
              {way === 'list' ? 'rest/v1' : 'gateway'}/{sid}
              <div>
                rid{' '}
                <Typography.Text code style={{ fontSize: 12 }}>
                  {rid}
                </Typography.Text>
              </div>
            </div>
            {way === 'one' && (
              <>
                {keys.map(item => input(item.name, params, setParams, 'console-param'))}
                {verify && (
                  <>
                    <strong style={{ fontWeight: 500 }}>
                      {t('要核验的内容（填几项核几项）', 'What to verify (fill in what you want checked)')}
                    </strong>
                    {others.map(item => input(item.name, claims, setClaims, 'console-claim'))}
                  </>
                )}
              </>
            )}
            {way === 'batch' && (
              <label style={{ display: 'block' }}>
                <span style={{ display: 'block', marginBottom: 4 }}>
                  {t(
                    '从电子表格粘贴：第一行是数据项名称，其后每行一个人，最多 1000 行',
                    'Paste from a spreadsheet: names of items first, then one person a line, 1,000 at most',
                  )}
                </span>
                <Input.TextArea
                  value={lines}
                  onChange={event => setLines(event.target.value)}
                  placeholder={[...keys, ...others.slice(0, 2)].map(item => item.name).join('\t')}
                  autoSize={{ minRows: 5, maxRows: 12 }}
                  data-test="console-batch"
                />
              </label>
            )}
            {way === 'list' && (
              <label style={{ display: 'block' }}>
                <span style={{ display: 'block', marginBottom: 4 }}>
                  {t('查询串（PostgREST 写法）', 'Query, as PostgREST writes it')}
                </span>
                <Input.TextArea
                  value={query}
                  onChange={event => setQuery(event.target.value.trim())}
                  placeholder={`select=${grant.items
                    .slice(0, 3)
                    .map(item => item.name)
                    .join(',')}&${keys[0]?.name ?? ''}=eq.…&limit=10`}
                  autoSize={{ minRows: 2, maxRows: 6 }}
                  data-test="console-query"
                />
              </label>
            )}
            <div
              style={{
                display: 'grid',
                gridTemplateColumns: 'repeat(auto-fit, minmax(150px, 1fr))',
                gap: 12,
              }}
            >
              <label>
                <span style={{ display: 'block', marginBottom: 4 }}>
                  {service.data?.settings.purpose.caseNo
                    ? t('办件编号（必填）', 'Case number (required)')
                    : t('办件编号（可不填）', 'Case number (optional)')}
                </span>
                <Input
                  value={caseNo}
                  onChange={event => setCaseNo(event.target.value)}
                  maxLength={60}
                  data-test="console-case"
                />
              </label>
              <label>
                <span style={{ display: 'block', marginBottom: 4 }}>
                  {service.data?.settings.purpose.post
                    ? t('经办岗位（必填）', 'Post (required)')
                    : t('经办岗位（可不填）', 'Post (optional)')}
                </span>
                <Input value={post} onChange={event => setPost(event.target.value)} maxLength={60} />
              </label>
            </div>
            <div>
              <span style={{ display: 'block', marginBottom: 4 }}>{t('应用场景', 'Scenario')}</span>
              <Tag>{grant.scenario}</Tag>
            </div>
            <label style={{ display: 'block' }}>
              <span style={{ display: 'block', marginBottom: 4 }}>
                {t('appSecret（只在本页使用，不保存）', 'appSecret (used on this page only, not kept)')}
              </span>
              <Input.Password
                value={secret}
                onChange={event => setSecret(event.target.value)}
                autoComplete="off"
                data-test="console-secret"
              />
            </label>
            {!canSign && way !== 'list' && (
              <Alert
                type="warning"
                title={t(
                  '浏览器只在 https 或本机地址下能签名。请用 https 打开本页，或用下面的示例代码。',
                  'The browser can sign only over https or on this computer. Open this page over https, or use the sample code.',
                )}
              />
            )}
            <Button
              type="primary"
              disabled={!ready}
              loading={busy}
              onClick={() => void send()}
              data-test="console-send"
            >
              {busy ? t('发送中', 'Sending') : t('发送', 'Send')}
            </Button>
          </div>
        </Card>
        <Card title={t('结果', 'Result')} style={{ flex: '7 1 420px', minWidth: 0 }}>
          <ConsoleResult outcome={outcome?.told ?? null} mode={grant.mode} way={outcome?.way ?? way} />
        </Card>
      </div>
      {service.data && service.data.samples.rows.length > 0 && (
        <Card
          title={t('沙箱认得的人和单位（都是编造的）', 'Known to the sandbox (all made up)')}
          style={{ marginTop: 16 }}
        >
          <SampleTable samples={service.data.samples} />
        </Card>
      )}
      <SampleCode
        call={{ address: `${window.location.origin}/gateway/${encodeURIComponent(sid)}`, sid, rid, body }}
      />
    </>
  );
}
