import { Select } from 'antd';
import { useState } from 'react';
import { useLoad } from '../../api.ts';
import { useText } from '../../ui/language.tsx';
import { useLate } from '../../ui/useLate.ts';
import type { Link } from './types.ts';

/** A published entry of the side that gives; before anything is typed, those that the data's name finds. */
export function EntryField({
  departmentId,
  words,
  known,
  ...field
}: {
  departmentId: number;
  words: string;
  known: Link | undefined;
  id?: string;
  value?: number | null;
  onChange?: (value: number | null) => void;
}) {
  const { t } = useText();
  const [typed, setTyped] = useState('');
  const q = useLate((typed || words).trim(), 300);
  const { data } = useLoad<{ items: { id: number; title: string }[] }>(q === '' ? null : '/api/catalog', {
    q,
    departmentId: [departmentId],
  });
  const found = (data?.items ?? []).map(one => ({ value: one.id, label: one.title }));
  const kept =
    known?.entryId && !found.some(one => one.value === known.entryId)
      ? [{ value: known.entryId, label: known.entryTitle ?? '' }]
      : [];
  return (
    <Select
      id={field.id ?? 'link-entry'}
      allowClear
      showSearch={{ filterOption: false, onSearch: setTyped }}
      value={field.value ?? null}
      placeholder={t('按名称查找', 'Find it by name')}
      notFoundContent={t('提供方没有这样的目录', 'The side that gives has no such entry')}
      options={[...kept, ...found]}
      onChange={value => field.onChange?.(value ?? null)}
    />
  );
}
