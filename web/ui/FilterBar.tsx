import { Button, Space } from 'antd';
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
  return { all, one, page, put, putAll, search, clear: () => setSearch({}, { replace: true }) };
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
