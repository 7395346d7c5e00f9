import { Alert, Table, Tabs, Tag, Typography, theme } from 'antd';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { formatCount, formatDuration } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { ProofLink } from '../../ui/ProofLink.tsx';
import type { Outcome, Way } from './asking.ts';

type Row = Record<string, unknown>;

const MEANINGS: Record<string, readonly [string, string]> = {
  'server-timing': ['耗时（毫秒）', 'Timings (ms)'],
  ratelimit: ['剩余额度', 'Left of the limits'],
  'ratelimit-policy': ['额度', 'Limits'],
  'retry-after': ['几秒后再试', 'Retry after (s)'],
  deprecation: ['弃用起', 'Deprecated since'],
  sunset: ['用到', 'Answers until'],
  'shuqiao-service-version': ['接口版本', 'Version'],
  'shuqiao-successor-version': ['接替的版本', 'Successor'],
  'shuqiao-hint': ['提示', 'Hint'],
  'content-range': ['记录范围', 'Rows'],
};

function parsed(text: string): Row | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Row)
      : { rows: value };
  } catch {
    // Shown as it came, on the tab 原文.
    return null;
  }
}

/** Rows stand under `rows` or `data`, depending on the convention that the caller signs by. */
function rowsIn(body: Row): Row[] {
  for (const key of ['rows', 'data', 'items', 'result']) {
    const value = body[key];
    if (Array.isArray(value))
      return value.filter((row): row is Row => typeof row === 'object' && row !== null);
    if (typeof value === 'object' && value !== null) {
      const inner = rowsIn(value as Row);
      if (inner.length > 0) return inner;
    }
  }
  return [];
}

/** Per item true, false or null; or the same three as words. */
function claimsIn(body: Row): [string, unknown][] {
  for (const key of ['claims', 'matches', 'results', 'data', 'result']) {
    const value = body[key];
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      const inner = claimsIn(value as Row);
      return inner.length > 0 ? inner : Object.entries(value);
    }
    if (Array.isArray(value) && typeof value[0] === 'object' && value[0] !== null)
      return Object.entries(value[0] as Row);
  }
  return [];
}

const VERDICTS = new Map<unknown, readonly [string, string]>([
  [true, ['一致', 'match']],
  [false, ['不一致', 'no match']],
  [null, ['无法核验', 'cannot verify']],
]);

/** Of a batch: one row for each person, its verdicts as words. */
function batchIn(body: Row, t: (zh: string, en: string) => string): Row[] {
  const { data } = body;
  if (!Array.isArray(data)) return [];
  return data.map((one, at): Row => {
    const verdicts = Object.entries(one as Row).map(([name, value]) => {
      const words = VERDICTS.get(value);
      return [name, words ? t(...words) : value];
    });
    return { '#': at + 1, ...Object.fromEntries(verdicts) };
  });
}

export function ConsoleResult({ outcome, mode, way }: { outcome: Outcome | null; mode: string; way: Way }) {
  const { t, language } = useText();
  const { token } = theme.useToken();
  if (outcome === null) {
    return (
      <EmptyState
        title={t(
          '填好左边，点“发送”，结果在这里。',
          'Fill in the left side and send; the result appears here.',
        )}
      />
    );
  }
  const body = parsed(outcome.text);
  const ok = outcome.status >= 200 && outcome.status < 300;
  const words = (zh: string, en: string) =>
    t(
      typeof body?.[zh] === 'string' ? (body[zh] as string) : '',
      typeof body?.[en] === 'string' ? (body[en] as string) : '',
    );
  const rows = body === null ? [] : rowsIn(body);
  return (
    <div
      style={{ display: 'flex', flexDirection: 'column', gap: 12 }}
      aria-live="polite"
      data-test="console-result"
      data-status={outcome.status}
    >
      <Alert
        showIcon
        type={ok ? 'success' : 'error'}
        title={`${ok ? t('成功', 'Success') : t('失败', 'Failed')} · ${outcome.status === 0 ? t('没有应答', 'no answer') : outcome.status} · ${formatDuration(outcome.milliseconds, language)}${
          ok && mode === 'query'
            ? ` · ${t(`返回 ${formatCount(rows.length, language)} 条`, `${formatCount(rows.length, language)} rows`)}`
            : ''
        }`}
        description={
          ok ? undefined : outcome.status === 0 ? (
            t('没有收到应答，请核对网络和地址。', 'Nothing came back; check network and address.')
          ) : (
            <>
              <div>{words('title', 'titleEn')}</div>
              {words('remedy', 'remedyEn') !== '' && (
                <div>
                  {t('您可以：', 'You can: ')}
                  {words('remedy', 'remedyEn')}
                </div>
              )}
              {typeof body?.['code'] === 'string' && (
                <div style={{ fontSize: 12 }}>
                  {t('错误代号', 'Error code')} <code>{body['code']}</code>
                </div>
              )}
            </>
          )
        }
      />
      {(outcome.environment !== null || outcome.told.length > 0) && (
        <div style={{ display: 'flex', flexWrap: 'wrap', gap: 8, fontSize: 12, alignItems: 'baseline' }}>
          {outcome.environment !== null && (
            <Tag
              color={outcome.environment === 'live' ? 'success' : 'warning'}
              data-test="console-environment"
            >
              {outcome.environment === 'live'
                ? t('正式环境', 'Live')
                : t('沙箱：不是真实数据', 'Sandbox: not real data')}
            </Tag>
          )}
          {outcome.told.map(([name, value]) => (
            <span key={name} style={{ color: token.colorTextSecondary, overflowWrap: 'anywhere' }}>
              {MEANINGS[name] ? t(...MEANINGS[name]) : name}：{value}
            </span>
          ))}
        </div>
      )}
      {outcome.record !== null && (
        <div style={{ overflowWrap: 'anywhere', fontSize: 12, color: token.colorTextSecondary }}>
          <div data-test="console-record">
            <ProofLink record={Number(outcome.record)} log="usage/1" /> <code>shuqiao-record</code>{' '}
            {outcome.record}
          </div>
          {outcome.commitment !== null && (
            <div>
              {t('存证凭据', 'Commitment')} <code>shuqiao-commitment</code>{' '}
              <Typography.Text copyable code style={{ fontSize: 12 }}>
                {outcome.commitment}
              </Typography.Text>
            </div>
          )}
        </div>
      )}
      <Tabs
        items={[
          {
            key: 'result',
            label: t('结果', 'Result'),
            children:
              !ok || body === null ? (
                <span>—</span>
              ) : way === 'batch' ? (
                <Rows rows={batchIn(body, t)} />
              ) : mode === 'verify' && way === 'one' ? (
                <Claims entries={claimsIn(body)} />
              ) : (
                <Rows rows={rows} />
              ),
          },
          {
            key: 'raw',
            label: t('原文', 'As received'),
            children: <Raw text={body === null ? outcome.text : JSON.stringify(body, null, 2)} />,
          },
          {
            key: 'request',
            label: t('请求原文', 'As sent'),
            children: outcome.sent === '' ? <span>—</span> : <Raw text={outcome.sent} />,
          },
        ]}
      />
    </div>
  );
}

function Claims({ entries }: { entries: [string, unknown][] }) {
  const { t } = useText();
  const { token } = theme.useToken();
  return (
    <ul
      style={{ margin: 0, padding: 0, listStyle: 'none', display: 'flex', flexDirection: 'column', gap: 8 }}
      data-test="console-claims"
    >
      {entries.map(([name, value]) => {
        const match = value === true || value === 'match';
        const differ = value === false || value === 'no_match' || value === 'mismatch';
        return (
          <li
            key={name}
            style={{
              display: 'flex',
              gap: 12,
              justifyContent: 'space-between',
              borderBottom: `1px solid ${token.colorBorderSecondary}`,
              paddingBottom: 8,
            }}
          >
            <span>{name}</span>
            <Tag variant="filled" color={match ? 'success' : differ ? 'error' : 'default'}>
              {match
                ? t('一致 ✓', 'match ✓')
                : differ
                  ? t('不一致 ✕', 'no match ✕')
                  : t('无法核验 ?', 'cannot verify ?')}
            </Tag>
          </li>
        );
      })}
    </ul>
  );
}

function Rows({ rows }: { rows: Row[] }) {
  const { t } = useText();
  if (rows.length === 0) return <EmptyState title={t('没有符合条件的记录。', 'No record matches.')} />;
  const names = Object.keys(rows[0] ?? {});
  return (
    <Table<Row>
      size="small"
      rowKey={row => JSON.stringify(row)}
      dataSource={rows}
      pagination={false}
      scroll={{ x: 'max-content', y: 360 }}
      data-test="console-rows"
      columns={names.map(name => ({
        key: name,
        title: name,
        render: (_: unknown, row: Row) => {
          const value = row[name];
          return value === null || value === undefined
            ? '—'
            : typeof value === 'object'
              ? JSON.stringify(value)
              : String(value as string | number | boolean);
        },
      }))}
    />
  );
}

function Raw({ text }: { text: string }) {
  const { token } = theme.useToken();
  return (
    <pre
      tabIndex={0}
      style={{
        margin: 0,
        padding: 12,
        background: token.colorFillTertiary,
        borderRadius: 4,
        overflow: 'auto',
        maxHeight: 360,
        fontSize: 12,
        whiteSpace: 'pre-wrap',
        overflowWrap: 'anywhere',
      }}
    >
      {text}
    </pre>
  );
}
