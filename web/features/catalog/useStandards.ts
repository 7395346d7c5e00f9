import { useMemo } from 'react';
import type { Static } from 'typebox';
import type * as standards from '#modules/standards/contract.ts';
import { useLoad } from '../../api.ts';
import { useText } from '../../ui/language.tsx';

export type Class = Static<typeof standards.ClassView>;
export type Element = Static<typeof standards.ElementView>;

/** Names of classes by their codes, and the tree as it is listed. */
export function useClasses(): { list: readonly Class[]; names: ReadonlyMap<string, string> } {
  const { data } = useLoad<Static<typeof standards.ClassList>>('/api/standards/classes');
  const { language } = useText();
  return useMemo(() => {
    const list = data?.items ?? [];
    const nameOf = (one: Class) => (language === 'en' && one.nameEn !== '' ? one.nameEn : one.name);
    return { list, names: new Map(list.map(one => [one.code, nameOf(one)])) };
  }, [data, language]);
}

/** Standard elements that may still be chosen. */
export function useElements(): readonly Element[] {
  const { data } = useLoad<Static<typeof standards.ElementList>>('/api/standards/elements');
  return useMemo(() => (data?.items ?? []).filter(one => !one.retired), [data]);
}

export type CodeTable = Pick<Static<typeof standards.TableSummary>, 'key' | 'zh'>;

/** Code tables that may still be chosen; items name theirs in words. */
export function useCodeTables(): readonly CodeTable[] {
  const { data } = useLoad<Static<typeof standards.TableList>>('/api/standards/tables');
  return useMemo(() => (data?.items ?? []).filter(one => !one.retired), [data]);
}

export function useFormatTypes(kind: string): readonly string[] {
  const { data } = useLoad<Static<typeof standards.CodesView>>('/api/standards/codes', {
    table: ['format_type'],
  });
  return useMemo(
    () =>
      (data?.tables['format_type'] ?? [])
        .filter(one => one.under === kind && !one.retired)
        .map(one => one.zh),
    [data, kind],
  );
}
