import { Card, Segmented, Space, Tabs, Typography, theme } from 'antd';
import { useState } from 'react';
import { useText } from '../../ui/language.tsx';
import { CONVENTIONS, type Call, type Convention, LANGUAGES, sampleOf } from './samples.ts';

const NAMES = { curl: 'curl', node: 'Node', java: 'Java', python: 'Python' } as const;
const CONVENTION_WORDS: Record<Convention, readonly [string, string]> = {
  national: ['国家平台约定', 'National'],
  sm3: ['SM3（推荐）', 'SM3 (best)'],
  token: ['OAuth 令牌', 'OAuth'],
};

/** The call in hand as a program, by the convention that the system uses; and the files that tools read. */
export function SampleCode({ call }: { call: Call }) {
  const { t } = useText();
  const { token } = theme.useToken();
  const [convention, setConvention] = useState<Convention>('national');
  const file = (name: string) => `/api/services/${encodeURIComponent(call.sid)}/${name}.json`;
  return (
    <Card
      title={t('示例代码', 'Sample code')}
      style={{ marginTop: 16 }}
      extra={
        <Space size={12}>
          <a href={file('openapi')} download="openapi.json">
            OpenAPI
          </a>
          <a href={file('postman')} download="postman.json">
            Postman
          </a>
        </Space>
      }
    >
      <Segmented<Convention>
        value={convention}
        onChange={setConvention}
        options={CONVENTIONS.map(value => ({ value, label: t(...CONVENTION_WORDS[value]) }))}
      />
      <div style={{ fontSize: 12, color: token.colorTextSecondary, marginTop: 8 }}>
        {t(
          '系统登记了哪种约定就用哪种；密钥放在环境变量 APP_SECRET 里。',
          'Use a convention that your system registered; the secret stands in the variable APP_SECRET.',
        )}
      </div>
      <Tabs
        items={LANGUAGES.map(kind => ({
          key: kind,
          label: NAMES[kind],
          children: <Code text={sampleOf(kind, convention, call)} />,
        }))}
      />
    </Card>
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
