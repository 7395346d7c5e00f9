import { Select } from 'antd';
import { useState } from 'react';
import { useLoad } from '../../api.ts';
import { useText } from '../../ui/language.tsx';
import { useLate } from '../../ui/useLate.ts';

interface Named {
  id: number;
  title: string;
}

/** Published entries of a provider that may be shared, found by their names. */
export function EntryPick({
  id,
  providerId,
  value,
  known,
  onChange,
}: {
  id?: string;
  providerId: number | undefined;
  value?: number[];
  /** Names of what is chosen already. */
  known: readonly Named[];
  onChange?: (ids: number[]) => void;
}) {
  const { t } = useText();
  const [typed, setTyped] = useState('');
  const [seen, setSeen] = useState<readonly Named[]>(known);
  const words = useLate(typed.trim(), 300);
  const { data, loading } = useLoad<{ items: Named[] }>(providerId === undefined ? null : '/api/catalog', {
    q: words,
    departmentId: providerId,
    shareType: ['unconditional', 'conditional'],
    size: 50,
  });
  const found = data?.items ?? [];
  const named = new Map([...known, ...seen, ...found].map(one => [one.id, one.title]));
  const chosen = value ?? [];
  return (
    <Select<number[]>
      {...(id === undefined ? {} : { id })}
      data-test="mandate-entries"
      mode="multiple"
      allowClear
      loading={loading}
      disabled={providerId === undefined}
      showSearch={{ filterOption: false, onSearch: setTyped }}
      value={chosen}
      placeholder={t('按名称查找', 'Find it by name')}
      notFoundContent={t('没有这样的目录', 'No such entry')}
      options={[...new Set([...found.map(one => one.id), ...chosen])].map(one => ({
        value: one,
        label: named.get(one) ?? String(one),
      }))}
      onChange={ids => {
        setSeen([...named].map(([number, title]) => ({ id: number, title })));
        onChange?.(ids);
      }}
    />
  );
}
