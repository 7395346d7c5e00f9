import {
  Button,
  Card,
  Descriptions,
  Form,
  Input,
  Select,
  Space,
  Tag,
  Timeline,
  Watermark,
  theme,
} from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { api } from '../../../api.ts';
import { useSession } from '../../../app/session.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { formatTime } from '../../../ui/format.ts';
import { useText } from '../../../ui/language.tsx';
import { ProofLink } from '../../../ui/ProofLink.tsx';
import { RefusalNotice } from '../../../ui/RefusalNotice.tsx';
import { StatusTag } from '../../../ui/StatusTag.tsx';
import { useSend } from '../../../ui/useSend.ts';
import type { CollectionDetail, Look, RowVersion } from '../types.ts';

/** 查一行: what a row was, from when until when, and by which run it came. To look is recorded. */
export function LookUp({ collection }: { collection: CollectionDetail }) {
  const { t } = useText();
  const { token } = theme.useToken();
  const items = collection.identifiers;
  const [item, setItem] = useState(items[0]);
  const [value, setValue] = useState('');
  const [look, setLook] = useState<Look | null>(null);
  const { send, problem, busy } = useSend();
  const ask = () =>
    send(
      () =>
        api.post<Look>(`/api/pools/entries/${collection.entryId}/rows`, {
          ...(item === undefined ? {} : { item }),
          value: value.trim(),
        }),
      undefined,
      setLook,
    );
  return (
    <Card title={t('查一行的来历', 'Trace a row')} data-test="pool-look">
      <Form layout="inline" onFinish={() => void ask()} style={{ rowGap: 8 }}>
        <Space wrap>
          <Select
            value={item ?? null}
            onChange={value => setItem(value ?? undefined)}
            aria-label={t('按哪个数据项', 'By which item')}
            style={{ minWidth: 180 }}
            options={items.map(one => ({ value: one, label: one }))}
          />
          <Input
            value={value}
            maxLength={500}
            onChange={event => setValue(event.target.value)}
            aria-label={t('值', 'Value')}
            placeholder={t('填写要查的值', 'Value to look up')}
            style={{ width: 260, maxWidth: '100%' }}
            data-test="look-value"
          />
          <Button htmlType="submit" loading={busy} disabled={value.trim() === ''} data-test="look-ask">
            {t('查', 'Look up')}
          </Button>
        </Space>
      </Form>
      <p style={{ color: token.colorTextSecondary, fontSize: 13, marginTop: 8 }}>
        {t('查询本身会留下记录。', 'Look-ups are recorded.')}
      </p>
      {problem !== null && (
        <div style={{ marginTop: 12 }}>
          <RefusalNotice problem={problem} />
        </div>
      )}
      {look !== null && <Found look={look} />}
    </Card>
  );
}

function Found({ look }: { look: Look }) {
  const { t, language } = useText();
  const { session } = useSession();
  if (look.versions.length === 0)
    return (
      <EmptyState
        title={t('资源池里没有这样的行。', 'No such row in the pool.')}
        action={<ProofLink record={look.record} />}
      />
    );
  return (
    <div className="cards" style={{ marginTop: 16 }} data-test="look-found">
      <span style={{ overflowWrap: 'anywhere' }}>
        {t(`来源 ${look.source} → 资源池 ${look.pool}`, `Source ${look.source} → pool ${look.pool}`)}{' '}
        <ProofLink record={look.record} />
      </span>
      <Watermark
        content={[session.post?.departmentName ?? '', formatTime(new Date().toISOString(), language)]}
        gap={[80, 60]}
      >
        <Timeline
          style={{ paddingTop: 4 }}
          items={look.versions.map((version, at) => ({
            key: `${version.since} ${at}`,
            color: version.until === null ? 'green' : 'gray',
            content: <Version version={version} />,
          }))}
        />
      </Watermark>
      {look.more && t('还有更早的，没有列出。', 'Earlier versions are not listed.')}
      <div>
        <div style={{ fontWeight: 500, marginBottom: 4 }}>{t('又送到了哪里', 'Delivered on to')}</div>
        {look.grants.length === 0 ? (
          t('没有授权使用这条目录的批量数据。', 'No grant uses batch data of this entry.')
        ) : (
          <Space size={[16, 4]} wrap>
            {look.grants.map(grant => (
              <span key={grant.id}>
                <Link to={`/grants/${grant.id}`}>{grant.no}</Link> {grant.consumer}{' '}
                <StatusTag kind="grant" state={grant.state} />
              </span>
            ))}
          </Space>
        )}
      </div>
    </div>
  );
}

function Version({ version }: { version: RowVersion }) {
  const { t, language } = useText();
  const { can } = useSession();
  const at = (instant: string) => formatTime(instant, language, true);
  return (
    <div>
      <Space size={8} wrap>
        <span>
          {at(version.since)} ~ {version.until === null ? t('现在', 'now') : at(version.until)}
        </span>
        {version.until === null && (
          <Tag variant="filled" color="success" style={{ marginInlineEnd: 0 }}>
            {t('现行', 'Current')}
          </Tag>
        )}
        {version.run !== null && (
          <>
            {can('exchange.read') ? (
              <Link to={`/exchange/runs/${version.run.id}`}>{version.run.no}</Link>
            ) : (
              version.run.no
            )}
            <ProofLink record={version.run.record} log="usage/1" />
          </>
        )}
      </Space>
      <Descriptions
        size="small"
        column={{ xs: 1, sm: 2, lg: 3 }}
        styles={{ content: { overflowWrap: 'anywhere', minWidth: 0 } }}
        items={version.values.map(({ item, value }) => ({ key: item, label: item, children: value ?? '—' }))}
      />
    </div>
  );
}
