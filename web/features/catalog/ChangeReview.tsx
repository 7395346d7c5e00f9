import { Card } from 'antd';
import type { ReactNode } from 'react';
import { useLoad } from '../../api.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { useText } from '../../ui/language.tsx';
import { ComparisonTable } from './ComparisonTable.tsx';
import type { Comparison, Entry, Field, Versions } from './types.ts';

/** What a change in work does to the version that serves; nothing where none serves. */
export function ChangeReview({
  entry,
  aside,
}: {
  entry: Entry;
  aside?: ((field: Field) => ReactNode) | undefined;
}) {
  const { t } = useText();
  const versions = useLoad<Versions>(`/api/entries/${entry.id}/versions`, undefined, [entry.revision]);
  const serving = versions.data?.items.find(one => one.state === 'published')?.version;
  const { data } = useLoad<Comparison>(
    serving === undefined ? null : `/api/entries/${entry.id}/compare`,
    { from: serving, to: entry.version },
    [entry.revision],
  );
  if (!data) return null;
  const same = data.fields.length === 0 && data.items.length === 0;
  return (
    <Card title={t('本次变更', 'What changes')} data-test="change-review">
      {same ? (
        <EmptyState title={t('与现行版没有差别。', 'Nothing differs from the version in force.')} />
      ) : (
        <ComparisonTable
          comparison={data}
          before={t(`现行（第 ${data.from} 版）`, `In force (version ${data.from})`)}
          after={t('变更后', 'After the change')}
          aside={aside}
        />
      )}
    </Card>
  );
}
