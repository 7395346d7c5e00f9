import { Button, Form, Input, Select } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { useLoad } from '../../api.ts';
import { useSession } from '../../app/session.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { useFilters } from '../../ui/FilterBar.tsx';
import { useText } from '../../ui/language.tsx';
import { EditDialog, type Sourced, useRequired } from './EditDialog.tsx';
import { Frame } from './Frame.tsx';
import { Mark } from './Mark.tsx';
import { ThingActions } from './ThingActions.tsx';
import type { SynonymList, SynonymSet } from './types.ts';

const PAGE = 50;

/** 同义词: sets beside those of the elements. Search finds one by the other, and so does “one source per item”. */
export function Synonyms() {
  const { t } = useText();
  const { can } = useSession();
  const filters = useFilters();
  const q = filters.one('q');
  const { data, problem, loading, reload } = useLoad<SynonymList>('/api/standards/synonyms', { q });
  const [editing, setEditing] = useState<SynonymSet | 'new' | null>(null);
  const rows = data?.items ?? [];
  const add = can('standards.manage') ? (
    <Button type="primary" data-test="synonyms-new" onClick={() => setEditing('new')}>
      {t('增加同义词', 'Add synonyms')}
    </Button>
  ) : undefined;
  return (
    <Frame current="synonyms" placeholder={t('查找词', 'Find a word')} actions={add} problem={problem}>
      <p style={{ marginBottom: 12 }}>
        {t('数据元自带的同义词在“', 'The synonyms of elements stand under ')}
        <Link to={`/standards/elements${q === '' ? '' : `?q=${encodeURIComponent(q)}`}`}>
          {t('数据元', 'Elements')}
        </Link>
        {t('”页；这里是其他的。', '; these are the others.')}
      </p>
      <DataTable<SynonymSet>
        caption={t('同义词', 'Synonyms')}
        rows={rows.slice((filters.page - 1) * PAGE, filters.page * PAGE)}
        rowKey="name"
        total={rows.length}
        size={PAGE}
        page={filters.page}
        onPage={page => filters.put('page', page)}
        loading={loading}
        empty={
          <EmptyState
            title={t(
              '没有这个词。也许它是数据元的同义词。',
              'No set has this word. It may be a synonym of an element.',
            )}
            action={add}
          />
        }
        columns={[
          { key: 'name', title: t('名称', 'Name') },
          { key: 'words', title: t('同义词', 'Synonyms'), render: (_, row) => row.words.join(t('、', ', ')) },
          { key: 'mark', title: t('可靠程度', 'Certainty'), render: (_, row) => <Mark thing={row} /> },
          {
            key: 'act',
            title: '',
            align: 'right',
            render: (_, row) => (
              <ThingActions
                kind="synonyms"
                id={row.name}
                name={row.name}
                thing={row}
                onEdit={() => setEditing(row)}
                onDone={reload}
              />
            ),
          },
        ]}
      />
      {editing !== null && (
        <SynonymForm
          {...(editing === 'new' ? {} : { set: editing })}
          onClose={() => setEditing(null)}
          onDone={() => {
            setEditing(null);
            reload();
          }}
        />
      )}
    </Frame>
  );
}

type Fields = Pick<SynonymSet, 'name' | 'words'>;

function SynonymForm({
  set,
  onClose,
  onDone,
}: {
  set?: SynonymSet;
  onClose: () => void;
  onDone: () => void;
}) {
  const { t } = useText();
  const [form] = Form.useForm<Fields & Sourced>();
  const required = useRequired();
  return (
    <EditDialog<Fields>
      title={set ? t(`修改同义词：${set.name}`, `Synonyms of ${set.name}`) : t('增加同义词', 'Add synonyms')}
      thing={set}
      form={form}
      values={set ?? { words: [] }}
      address={({ name }) => `/api/standards/synonyms/${encodeURIComponent(set?.name ?? name.trim())}`}
      bodyOf={({ words }) => ({ words })}
      onClose={onClose}
      onDone={onDone}
    >
      {!set && (
        <Form.Item
          name="name"
          label={t('名称', 'Name')}
          extra={t('以它为准；以后不能改', 'The one that counts; it never changes')}
          rules={required}
        >
          <Input maxLength={60} data-test="synonym-name" />
        </Form.Item>
      )}
      <Form.Item
        name="words"
        label={t('同义词', 'Synonyms')}
        extra={t(
          '输入一个词后按回车；一个词只能属于一个名称',
          'Enter after each word; a word belongs to one name',
        )}
        rules={[{ required: true, type: 'array', min: 1, message: t('请填写', 'Required') }]}
      >
        <Select mode="tags" open={false} suffixIcon={null} tokenSeparators={['、', '，', ',']} />
      </Form.Item>
    </EditDialog>
  );
}
