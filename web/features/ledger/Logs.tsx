import { Alert, Card, Typography, theme } from 'antd';
import { Fragment, type ReactNode } from 'react';
import { formatCount, formatTime } from '../../ui/format.ts';
import { KeyLine } from '../../ui/KeyLine.tsx';
import { useText } from '../../ui/language.tsx';
import { readKeyWords } from '../../ui/verifierKey.ts';
import type { Log } from './types.ts';

/** Each log: what it holds, what is sealed of it, and what an outsider needs to check it without us. */
export function Logs({ logs }: { logs: Log[] }) {
  const { t } = useText();
  const { token } = theme.useToken();
  return (
    <div className="cards">
      <div
        style={{
          display: 'grid',
          gap: 16,
          gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 460px), 1fr))',
        }}
      >
        {logs.map(log => (
          <LogCard key={log.log} log={log} />
        ))}
      </div>
      <p style={{ maxWidth: '60em', color: token.colorTextSecondary }}>
        {t(
          '两个日志每分钟互相记下对方的存证点，谁也不能单独退回。存证点同时写在数据库之外的文件里；拿着公钥和公开的存证点，任何人都能离线再验。',
          'Every minute each log takes in the other’s seal point, so that neither can be put back alone. Seal points are also written to a file outside the database; with the public keys and the published seal points anyone can verify offline.',
        )}
      </p>
    </div>
  );
}

function LogCard({ log }: { log: Log }) {
  const { t, language } = useText();
  const number = (value: number) => formatCount(value, language);
  const address = log.log === 'control' ? '/ledger' : `/ledger/${log.log}`;
  const waiting = log.size - log.sealed;
  return (
    <Card
      title={log.log === 'control' ? t('办理记录', 'Acts') : t('使用记录', 'Uses')}
      extra={<code>{log.log}</code>}
      data-test="log"
      data-log={log.log}
    >
      {log.problem !== '' && (
        <Alert type="error" showIcon title={t(log.problem, log.problemEn)} style={{ marginBottom: 12 }} />
      )}
      <Lines
        items={[
          {
            key: 'size',
            label: t('记录', 'Records'),
            children:
              waiting === 0
                ? t(`${number(log.size)} 条，全部已进存证点`, `${number(log.size)}, all under a seal point`)
                : t(
                    `${number(log.size)} 条，${number(waiting)} 条等待下一个存证点`,
                    `${number(log.size)}, ${number(waiting)} await the next seal point`,
                  ),
          },
          ...(log.minimum === 0
            ? []
            : [
                {
                  key: 'minimum',
                  label: t('已移除', 'Removed'),
                  children: t(
                    `#${number(log.minimum)} 之前的已过保存期，原文在导出文件里`,
                    `those before #${number(log.minimum)} were past their retention; their text is in the exported files`,
                  ),
                },
              ]),
          {
            key: 'sealed',
            label: t('最近存证点', 'Seal point'),
            children:
              log.sealedAt === null ? (
                '—'
              ) : (
                <>
                  {formatTime(log.sealedAt, language, true)} ·{' '}
                  <a href={`${address}/checkpoint`} target="_blank" rel="noreferrer">
                    {t('公开原文', 'as published')}
                  </a>
                </>
              ),
          },
          {
            key: 'root',
            label: t('树根', 'Root'),
            children: log.root === '' ? '—' : <KeyLine text={log.root} />,
          },
          {
            key: 'origin',
            label: t('日志名', 'Origin'),
            children: log.origin === '' ? '—' : <Typography.Text copyable>{log.origin}</Typography.Text>,
          },
          {
            key: 'keys',
            label: t('公钥', 'Public keys'),
            children: (
              <div style={{ display: 'grid', gap: 4, minWidth: 0 }}>
                {log.keys.map(key => (
                  <KeyLine key={key} text={key} tag={readKeyWords(key)?.algorithm ?? '—'} />
                ))}
                <a href={`${address}/keys`} target="_blank" rel="noreferrer">
                  {t('历次公钥', 'All keys ever used')}
                </a>
              </div>
            ),
          },
        ]}
      />
    </Card>
  );
}

/** Labels and values; a long value is cut inside its line instead of widening the card. */
function Lines({ items }: { items: { key: string; label: string; children: ReactNode }[] }) {
  const { token } = theme.useToken();
  return (
    <dl
      style={{
        margin: 0,
        display: 'grid',
        gridTemplateColumns: 'max-content minmax(0, 1fr)',
        gap: '10px 16px',
        overflowWrap: 'anywhere',
      }}
    >
      {items.map(({ key, label, children }) => (
        <Fragment key={key}>
          <dt style={{ color: token.colorTextSecondary }}>{label}</dt>
          <dd style={{ margin: 0, minWidth: 0 }}>{children}</dd>
        </Fragment>
      ))}
    </dl>
  );
}
