import { Button, Input, Select, Space } from 'antd';
import type { ReactNode } from 'react';
import { useSearchParams } from 'react-router';
import { useText } from './language.tsx';

/** Filters whose state lives in the address, so that a link reproduces the view. A change goes back to the first page. */
export function useFilters() {
  const [search, setSearch] = useSearchParams();
  const all = (name: string): string[] => search.getAll(name);
  const one = (name: string): string => search.get(name) ?? '';
  const page = Math.max(1, Number(one('page')) || 1);
  function put(name: string, value: string | number | readonly (string | number)[]): void {
    const next = new URLSearchParams(search);
    next.delete(name);
    if (name !== 'page') next.delete('page');
    for (const word of Array.isArray(value) ? value : [value as string | number])
      if (word !== '') next.append(name, String(word));
    setSearch(next, { replace: true });
  }
  /** Several at once: one after the other each would forget what the last one put. */
  function putAll(values: Record<string, string>): void {
    const next = new URLSearchParams(search);
    next.delete('page');
    for (const [name, value] of Object.entries(values)) {
      next.delete(name);
      if (value !== '') next.append(name, value);
    }
    setSearch(next, { replace: true });
  }
  const filtered = [...search.keys()].some(name => name !== 'page');
  return { all, one, page, put, putAll, search, filtered, clear: () => setSearch({}, { replace: true }) };
}

export function FilterBar({
  children,
  onClear,
}: {
  children: ReactNode;
  onClear?: (() => void) | undefined;
}) {
  const { t } = useText();
  return (
    <Space wrap style={{ marginBottom: 12 }}>
      {children}
      {onClear && (
        <Button type="link" onClick={onClear} style={{ paddingInline: 4 }}>
          {t('清空', 'Clear')}
        </Button>
      )}
    </Space>
  );
}

/** The words that a list is searched for; they are `q` in the address. */
export function WordsFilter({ placeholder, width }: { placeholder: string; width: number }) {
  const { t } = useText();
  const { one, put } = useFilters();
  const words = one('q');
  return (
    <Input.Search
      // Whoever clears the filters or goes back sees the field follow.
      key={words}
      defaultValue={words}
      allowClear
      onSearch={value => put('q', value.trim())}
      placeholder={placeholder}
      aria-label={t('关键词', 'Words')}
      style={{ width }}
    />
  );
}

/** One of the options, or any of them where `many` may be meant; chosen as `name` in the address. */
export function ChoiceFilter({
  name,
  placeholder,
  label = placeholder,
  width,
  options,
  many = false,
}: {
  name: string;
  placeholder: string;
  label?: string;
  width: number;
  options: { value: string; label: string }[];
  many?: boolean;
}) {
  const { all, one, put } = useFilters();
  const chosen = one(name) === '' ? undefined : one(name);
  return (
    <Select<string | string[] | undefined>
      {...(many ? { mode: 'multiple' as const } : {})}
      allowClear
      showSearch={{ optionFilterProp: 'label' }}
      value={many ? all(name) : chosen}
      onChange={value => put(name, value ?? '')}
      placeholder={placeholder}
      aria-label={label}
      style={{ minWidth: width, maxWidth: '100%' }}
      options={options}
      data-test={`filter-${name}`}
    />
  );
}
