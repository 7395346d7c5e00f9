import { Alert, Breadcrumb, Button, Card, Input, Select, Space, Table as AntTable } from 'antd';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { api, useLoad } from '../../api.ts';
import { useText } from '../../ui/language.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { useSend } from '../../ui/useSend.ts';
import { DateField } from '../grants/DateField.tsx';
import { ChooseTable } from '../resources/ChooseTable.tsx';
import type { Match, Source, Table } from '../resources/types.ts';
import { Field } from '../sharing/Decision.tsx';
import type { ChangeRecorded, EntryService, Trial } from './types.ts';
import { breakWords } from './words.ts';

/** 变更挂载: another table or other columns behind a service in use, looked at before it is done. */
export function ChangeMount() {
  const { id } = useParams();
  const { t } = useText();
  const { data, problem } = useLoad<EntryService>(`/api/entry-services/${id}`);
  const [place, setPlace] = useState<{ source: Source; table: Table } | null>(null);
  const navigate = useNavigate();
  const back = `/services/entries/${id}?tab=versions`;
  if (problem && !data) return <RefusalNotice problem={problem} />;
  if (!data) return <Loading />;
  return (
    <>
      <Breadcrumb
        style={{ marginBottom: 4 }}
        items={[
          { title: <Link to={back}>{t(`${data.title}：接口`, `${data.title}: service`)}</Link> },
          { title: t('变更挂载', 'Change the mount') },
        ]}
      />
      <PageTitle title={t('变更挂载', 'Change the mount')} />
      <Card style={{ maxWidth: 1000 }}>
        {place === null ? (
          <ChooseTable
            onBack={() => void navigate(back)}
            onChoose={(source, table) => setPlace({ source, table })}
          />
        ) : (
          <Columns
            service={data}
            source={place.source}
            table={place.table}
            onBack={() => setPlace(null)}
            onDone={() => void navigate(back)}
          />
        )}
      </Card>
    </>
  );
}

function Columns({
  service,
  source,
  table,
  onBack,
  onDone,
}: {
  service: EntryService;
  source: Source;
  table: Table;
  onBack: () => void;
  onDone: () => void;
}) {
  const { t } = useText();
  const { data, problem } = useLoad<Match>('/api/resources/match', {
    entryId: service.entryId,
    sourceId: source.id,
    schema: table.schema,
    table: table.table,
  });
  const [chosen, setChosen] = useState<Record<string, string>>({});
  const [trial, setTrial] = useState<Trial | null>(null);
  const { busy, problem: refused, send } = useSend();
  if (problem && !data) return <RefusalNotice problem={problem} />;
  if (!data) return <Loading />;
  const same =
    service.place?.sourceId === source.id &&
    service.place.schema === table.schema &&
    service.place.table === table.table;
  // What is mounted now is the first proposal where the table stays.
  const now = new Map(same ? service.mapping.map(pair => [pair.item, pair.column]) : []);
  const columnOf = (item: string, found: string | null) => chosen[item] ?? now.get(item) ?? found ?? '';
  const columns = [...data.pairs.flatMap(pair => pair.column ?? []), ...data.columns.map(one => one.name)];
  const body = {
    sourceId: source.id,
    schema: table.schema,
    table: table.table,
    mapping: data.pairs.flatMap(({ item, column }) => {
      const found = columnOf(item, column);
      return found === '' ? [] : [{ item, column: found }];
    }),
  };
  const look = () =>
    void send(async () => {
      setTrial(await api.post<Trial>(`/api/entry-services/${service.entryId}/trial`, body));
    });
  return (
    <div style={{ display: 'flex', flexDirection: 'column', gap: 16 }}>
      <AntTable
        size="small"
        rowKey="item"
        pagination={false}
        dataSource={data.pairs}
        aria-label={t('数据项与数据库列', 'Items and columns')}
        columns={[
          { key: 'item', title: t('数据项', 'Item'), render: (_, pair) => pair.item },
          {
            key: 'column',
            title: t('数据库列', 'Column'),
            render: (_, pair) => (
              <Select
                style={{ width: 260 }}
                showSearch
                value={columnOf(pair.item, pair.column) || null}
                placeholder={t('选一列', 'Choose a column')}
                aria-label={t(`${pair.item} 的数据库列`, `Column of ${pair.item}`)}
                onChange={value => {
                  setChosen({ ...chosen, [pair.item]: value });
                  setTrial(null);
                }}
                options={columns.map(value => ({ value, label: value }))}
              />
            ),
          },
        ]}
      />
      {refused && <RefusalNotice problem={refused} />}
      <Space>
        <Button onClick={onBack}>{t('上一步', 'Back')}</Button>
        <Button type="primary" onClick={look} loading={busy} data-test="change-trial">
          {t('核对影响', 'See what it touches')}
        </Button>
      </Space>
      {trial !== null && <Consequences service={service} body={body} trial={trial} onDone={onDone} />}
    </div>
  );
}

function Consequences({
  service,
  body,
  trial,
  onDone,
}: {
  service: EntryService;
  body: object;
  trial: Trial;
  onDone: () => void;
}) {
  const { t } = useText();
  const { busy, problem, send } = useSend();
  const [sunset, setSunset] = useState(trial.earliest);
  const [note, setNote] = useState('');
  const [override, setOverride] = useState('');
  const failing = trial.contracts.filter(one => !one.passed);
  const breaks = trial.breaks.length > 0;
  const ready = note.trim().length > 0 && (failing.length === 0 || override.trim().length > 1);
  const change = () =>
    void send(async () => {
      await api.post<ChangeRecorded>(`/api/entry-services/${service.entryId}/versions`, {
        ...body,
        sunset: breaks ? sunset : null,
        note: note.trim(),
        override: override.trim(),
      });
      onDone();
    });
  return (
    <>
      <Alert
        type={breaks ? 'warning' : 'success'}
        showIcon
        data-test="change-breaks"
        title={
          breaks
            ? t(
                `不兼容：将成为第 ${service.version + 1} 版，第 ${service.version} 版用到停止之日`,
                `Incompatible: it becomes version ${service.version + 1}, and version ${service.version} answers until its last day`,
              )
            : t(
                '兼容：使用部门不用改程序，变更后立即生效',
                'Compatible: no client need change, and it holds at once',
              )
        }
        description={breaks ? trial.breaks.map(one => t(...breakWords(one))).join(t('；', '; ')) : undefined}
      />
      {trial.contracts.length > 0 && (
        <Alert
          type={failing.length > 0 ? 'error' : 'success'}
          showIcon
          title={
            failing.length > 0
              ? t(
                  `${failing.length} 个授权的契约测试没有通过`,
                  `Contract tests of ${failing.length} grants fail`,
                )
              : t(
                  `${trial.contracts.length} 个授权的契约测试都通过`,
                  `Contract tests of all ${trial.contracts.length} grants pass`,
                )
          }
          description={failing.map(one => (
            <div key={one.grantId}>
              {one.consumer}（{one.no}）：
              {one.results
                .filter(result => !result.passed)
                .map(result => `${result.item} ${t(result.zh, result.en)}`.trim())
                .join(t('；', '; '))}
            </div>
          ))}
        />
      )}
      {breaks && (
        <DateField
          label={t('旧版停止的日期', 'Last day of the old version')}
          value={sunset ?? ''}
          min={trial.earliest ?? ''}
          onChange={setSunset}
          test="change-sunset"
        />
      )}
      <Field
        label={
          breaks
            ? t('变更说明（使用部门会看到）', 'What changes (its holders read it)')
            : t('变更说明（记入存证）', 'What changes (it goes on the record)')
        }
      >
        <Input.TextArea
          value={note}
          onChange={event => setNote(event.target.value)}
          maxLength={500}
          autoSize={{ minRows: 2 }}
          data-test="change-note"
        />
      </Field>
      {failing.length > 0 && (
        <Field
          label={t(
            '仍要变更的理由（会通知这些部门）',
            'Why it is changed all the same (these departments are told)',
          )}
        >
          <Input.TextArea
            value={override}
            onChange={event => setOverride(event.target.value)}
            maxLength={500}
            autoSize={{ minRows: 2 }}
            data-test="change-override"
          />
        </Field>
      )}
      {problem && <RefusalNotice problem={problem} />}
      <div>
        <Button
          type="primary"
          danger={failing.length > 0}
          disabled={!ready}
          loading={busy}
          onClick={change}
          data-test="change-submit"
        >
          {breaks ? t('发布新版', 'Publish the new version') : t('变更', 'Change')}
        </Button>
      </div>
    </>
  );
}
