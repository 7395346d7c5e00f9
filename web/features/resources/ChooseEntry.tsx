import { Button, Radio } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import type { Static } from 'typebox';
import type { EntryList } from '#modules/catalog/contract.ts';
import { useLoad } from '../../api.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { useText } from '../../ui/language.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';

/** Published entries of our own; those without a resource first. */
export function ChooseEntry({ onChoose }: { onChoose: (entryId: number) => void }) {
  const { t } = useText();
  const { data, problem } = useLoad<Static<typeof EntryList>>('/api/entries', {
    state: ['published'],
    size: 100,
  });
  const [chosen, setChosen] = useState<number>();
  if (!data) return problem ? <RefusalNotice problem={problem} /> : <Loading />;
  if (data.items.length === 0)
    return (
      <EmptyState
        title={t(
          '还没有已发布的目录。先编制目录，发布后再挂载。',
          'No entry is published yet. Compile one; mount it once it is published.',
        )}
        action={
          <Link to="/our-catalog/new">
            <Button>{t('编制目录', 'Compile an entry')}</Button>
          </Link>
        }
      />
    );
  return (
    <>
      <p style={{ marginBottom: 12 }}>{t('要挂载到哪一条目录？', 'Which entry is it for?')}</p>
      <Radio.Group
        vertical
        value={chosen}
        onChange={event => setChosen(event.target.value as number)}
        options={data.items
          .toSorted((a, b) => Number(a.mounted) - Number(b.mounted))
          .map(entry => ({
            value: entry.id,
            label: entry.mounted
              ? t(`${entry.title}（已挂载，将被替换）`, `${entry.title} (mounted; will be replaced)`)
              : entry.title,
          }))}
      />
      <div style={{ marginTop: 20 }}>
        <Button
          type="primary"
          disabled={chosen === undefined}
          onClick={() => chosen !== undefined && onChoose(chosen)}
          data-test="mount-entry-next"
        >
          {t('下一步', 'Next')}
        </Button>
      </div>
    </>
  );
}
