import { Breadcrumb, Button, Input, InputNumber, Select, Space, Table, theme } from 'antd';
import { Link, useSearchParams } from 'react-router';
import { useLoad } from '../../api.ts';
import { postName } from '../../app/roles.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { formatCount, formatDuration, formatTime } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { rowsOf } from '../../ui/rows.ts';
import { StatusTag } from '../../ui/StatusTag.tsx';
import { RecordDrawer } from './RecordDrawer.tsx';
import { ACT_KINDS, objectOf, recordWord } from './words.ts';
import type { Department, RecordRow, RecordRows } from './types.ts';

/** 记录检索: who did what to which object, each with its proof. */
export function RecordsPage() {
  const { t, language } = useText();
  const { token } = theme.useToken();
  const [search, setSearch] = useSearchParams();
  const page = Number(search.get('page') ?? 1);
  const number = search.get('number');
  const pick = (key: string) => search.get(key) ?? '';
  const query: Record<string, string | number> = { page, size: 20 };
  for (const key of ['from', 'until', 'departmentId', 'grantId', 'entryId', 'action', 'result', 'object']) {
    if (pick(key) !== '') query[key] = pick(key);
  }
  const { data, problem, loading } = useLoad<RecordRows>('/api/ledger/records', query, [
    JSON.stringify(query),
  ]);
  const departments = useLoad<Department[] | { items: Department[] }>('/api/departments');
  const put = (changes: Record<string, string>) => {
    const next = new URLSearchParams(search);
    for (const [key, value] of Object.entries({ page: '', ...changes })) {
      if (value === '') next.delete(key);
      else next.set(key, value);
    }
    setSearch(next, { replace: true });
  };
  return (
    <>
      <Breadcrumb
        items={[
          { title: <Link to="/ledger">{t('存证总览', 'Ledger')}</Link> },
          { title: t('记录检索', 'Records') },
        ]}
      />
      <PageTitle title={t('记录检索', 'Search records')} />
      <Space wrap style={{ marginBottom: 12 }}>
        <label>
          {t('从 ', 'From ')}
          <Input
            type="date"
            value={pick('from')}
            onChange={event => put({ from: event.target.value })}
            style={{ width: 150 }}
          />
        </label>
        <label>
          {t('到 ', 'to ')}
          <Input
            type="date"
            value={pick('until')}
            onChange={event => put({ until: event.target.value })}
            style={{ width: 150 }}
          />
        </label>
        <Select
          allowClear
          showSearch
          optionFilterProp="label"
          value={pick('departmentId') === '' ? null : pick('departmentId')}
          onChange={value => put({ departmentId: value ?? '' })}
          placeholder={t('全部部门', 'Any department')}
          aria-label={t('部门', 'Department')}
          style={{ minWidth: 180 }}
          options={rowsOf(departments.data).map(department => ({
            label: department.name,
            value: String(department.id),
          }))}
        />
        <Select
          allowClear
          value={pick('result') === '' ? null : pick('result')}
          onChange={value => put({ result: value ?? '' })}
          placeholder={t('全部结果', 'Any result')}
          aria-label={t('结果', 'Result')}
          style={{ minWidth: 130 }}
          options={[
            { label: t('已办', 'Done'), value: 'done' },
            { label: t('已提供', 'Served'), value: 'served' },
            { label: t('已拒绝', 'Refused'), value: 'refused' },
            { label: t('未办成', 'Failed'), value: 'failed' },
          ]}
        />
        <Select
          allowClear
          value={pick('action') === '' ? null : pick('action')}
          onChange={value => put({ action: value ?? '' })}
          placeholder={t('全部动作', 'Any act')}
          aria-label={t('动作', 'Act')}
          style={{ minWidth: 150 }}
          options={ACT_KINDS.map(([prefix, zh, en]) => ({ label: t(zh, en), value: prefix }))}
        />
        <Space.Compact>
          <InputNumber
            min={0}
            precision={0}
            placeholder={t('存证号', 'Record no.')}
            aria-label={t('存证号', 'Record no.')}
            style={{ width: 130 }}
            onPressEnter={event =>
              put({ number: (event.target as HTMLInputElement).value.replaceAll(',', '') })
            }
            data-test="record-number"
          />
        </Space.Compact>
        <Button onClick={() => setSearch({}, { replace: true })}>{t('清空', 'Clear')}</Button>
      </Space>
      {problem && <RefusalNotice problem={problem} />}
      <Table<RecordRow>
        rowKey="number"
        size="medium"
        loading={loading && !data}
        dataSource={data?.items ?? []}
        scroll={{ x: 'max-content' }}
        locale={{
          emptyText: (
            <EmptyState title={t('这段时间没有符合条件的记录。', 'No records match in this time.')} />
          ),
        }}
        pagination={{
          current: page,
          pageSize: 20,
          total: data?.total ?? 0,
          showSizeChanger: false,
          onChange: next => put({ page: String(next) }),
          showTotal: total =>
            data?.more === true
              ? t(`超过 ${formatCount(total, language)} 条`, `more than ${formatCount(total, language)}`)
              : t(`共 ${formatCount(total, language)} 条`, `${formatCount(total, language)} in all`),
        }}
        data-test="records"
        columns={[
          {
            key: 'number',
            title: t('存证号', 'Record'),
            render: (_, row) => {
              const next = new URLSearchParams(search);
              next.set('number', String(row.number));
              return (
                <Link to={`/ledger/records?${next.toString()}`}>#{formatCount(row.number, language)}</Link>
              );
            },
          },
          { key: 'at', title: t('时间', 'Time'), render: (_, row) => formatTime(row.at, language) },
          {
            key: 'who',
            title: t('谁', 'Who'),
            render: (_, row) => (row.post === '' ? t('平台', 'Platform') : postName(row.post, language)),
          },
          { key: 'what', title: t('做了什么', 'What'), render: (_, row) => recordWord(row, t) },
          {
            key: 'object',
            title: t('对象', 'Object'),
            render: (_, row) => <ObjectLink row={row} />,
          },
          {
            key: 'result',
            title: t('结果', 'Result'),
            render: (_, row) => <StatusTag kind="ledger" state={row.result} />,
          },
          {
            key: 'rows',
            title: t('条数', 'Rows'),
            align: 'right',
            render: (_, row) => (row.rows === null ? '—' : formatCount(row.rows, language)),
          },
          {
            key: 'took',
            title: t('耗时', 'Took'),
            align: 'right',
            render: (_, row) =>
              row.micros === null ? (
                <span style={{ color: token.colorTextTertiary }}>—</span>
              ) : (
                formatDuration(row.micros / 1000, language)
              ),
          },
        ]}
      />
      {number !== null && number !== '' && (
        <RecordDrawer key={number} number={number} onClose={() => put({ number: '' })} />
      )}
    </>
  );
}

function ObjectLink({ row }: { row: RecordRow }) {
  const { t } = useText();
  if (row.grantId !== null)
    return (
      <Link to={`/grants/${row.grantId}`}>
        {row.grantNo === '' ? t(`授权 ${row.grantId}`, `Grant ${row.grantId}`) : row.grantNo}
      </Link>
    );
  const { text, path } = objectOf(row.object, t);
  return path === null ? <span>{text}</span> : <Link to={path}>{text}</Link>;
}
