import { Alert, Button, Card, Input, Tabs, Tag, Typography, theme } from 'antd';
import { useState } from 'react';
import { useText } from '../../ui/language.tsx';
import type { Grant } from '../grants/types.ts';
import { ConsoleResult, type Outcome } from './ConsoleResult.tsx';
import { type Call, sampleOf } from './samples.ts';
import { type CallBody, signCall } from './sign.ts';

/** One call: what is asked, really sent, and what came back. The secret lives in this page's memory only. */
export function ConsoleCall({ grant, sid, rid }: { grant: Grant; sid: string; rid: string }) {
  const { t } = useText();
  const { token } = theme.useToken();
  const [secret, setSecret] = useState('');
  const [params, setParams] = useState<Record<string, string>>({});
  const [claims, setClaims] = useState<Record<string, string>>({});
  const [caseNo, setCaseNo] = useState('');
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [busy, setBusy] = useState(false);
  const identifiers = grant.items.filter(item => item.identifier);
  const keys = identifiers.length > 0 ? identifiers : grant.items.slice(0, 1);
  const others = grant.items.filter(item => !keys.includes(item));
  const filled = (values: Record<string, string>) =>
    Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''));
  const body: CallBody = {
    params: filled(params),
    ...(grant.mode === 'verify' ? { claims: filled(claims) } : {}),
    post: '',
    caseNo,
    scenario: grant.scenario,
  };
  const call: Call = {
    address: `${window.location.origin}/gateway/${encodeURIComponent(sid)}`,
    sid,
    rid,
    body,
  };
  // Browsers lend their cryptography only to https and to this computer itself.
  const canSign = window.isSecureContext;
  const ready =
    canSign &&
    secret !== '' &&
    Object.keys(body.params).length > 0 &&
    (grant.mode !== 'verify' || Object.keys(body.claims ?? {}).length > 0);

  async function send() {
    setBusy(true);
    const started = performance.now();
    try {
      const headers = await signCall(secret, sid, rid, Date.now());
      const answer = await fetch(call.address, {
        method: 'POST',
        headers: { ...headers },
        body: JSON.stringify(body),
        credentials: 'omit',
      });
      const milliseconds = performance.now() - started;
      const text = await answer.text();
      setOutcome({
        status: answer.status,
        milliseconds,
        text,
        record: answer.headers.get('shuqiao-record'),
        commitment: answer.headers.get('shuqiao-commitment'),
        headers: { ...headers, gjgxjhpt_sign: headers.gjgxjhpt_sign },
        signed: `${sid}${rid}${headers.gjgxjhpt_rtime}`,
      });
    } catch {
      // The browser says no more than that nothing came back.
      setOutcome({
        status: 0,
        milliseconds: performance.now() - started,
        text: '',
        record: null,
        commitment: null,
        headers: null,
        signed: '',
      });
    } finally {
      setBusy(false);
    }
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

  return (
    <>
      <div style={{ display: 'flex', flexWrap: 'wrap', gap: 16, alignItems: 'flex-start' }}>
        <Card title={t('请求', 'Request')} style={{ flex: '5 1 340px', minWidth: 0 }}>
          <div style={{ display: 'flex', flexDirection: 'column', gap: 16 }}>
            <Alert
              type="info"
              title={t('将读取真实数据并计入存证。', 'Reads real data and goes on the record.')}
            />
            <div style={{ color: token.colorTextTertiary, fontSize: 12, overflowWrap: 'anywhere' }}>
              POST {call.address}
              <div>
                rid{' '}
                <Typography.Text code style={{ fontSize: 12 }}>
                  {rid}
                </Typography.Text>
              </div>
            </div>
            {keys.map(item => input(item.name, params, setParams, 'console-param'))}
            {grant.mode === 'verify' && (
              <>
                <strong style={{ fontWeight: 500 }}>
                  {t('要核验的内容（填几项核几项）', 'What to verify (fill in what you want checked)')}
                </strong>
                {others.map(item => input(item.name, claims, setClaims, 'console-claim'))}
              </>
            )}
            <label style={{ display: 'block' }}>
              <span style={{ display: 'block', marginBottom: 4 }}>
                {t('办件编号（可不填）', 'Case number (optional)')}
              </span>
              <Input
                value={caseNo}
                onChange={event => setCaseNo(event.target.value)}
                maxLength={60}
                data-test="console-case"
              />
            </label>
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
            {!canSign && (
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
          <ConsoleResult outcome={outcome} mode={grant.mode} />
        </Card>
      </div>
      <Card title={t('示例代码', 'Sample code')} style={{ marginTop: 16 }}>
        <Tabs
          items={(['curl', 'node', 'java'] as const).map(kind => ({
            key: kind,
            label: { curl: 'curl', node: 'Node', java: 'Java' }[kind],
            children: <Code text={sampleOf(kind, call)} />,
          }))}
        />
      </Card>
    </>
  );
}

function Code({ text }: { text: string }) {
  const { t } = useText();
  const { token } = theme.useToken();
  return (
    <div style={{ position: 'relative' }}>
      <Typography.Text
        copyable={{ text, tooltips: [t('复制', 'Copy'), t('已复制', 'Copied')] }}
        style={{ position: 'absolute', insetInlineEnd: 8, top: 8 }}
      />
      <pre
        tabIndex={0}
        style={{
          margin: 0,
          padding: 12,
          background: token.colorFillTertiary,
          borderRadius: 4,
          overflow: 'auto',
          fontSize: 12,
          lineHeight: '18px',
        }}
        data-test="console-sample"
      >
        {text}
      </pre>
    </div>
  );
}
