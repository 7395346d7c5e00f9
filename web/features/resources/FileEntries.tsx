import { Button, Card } from 'antd';
import { Link } from 'react-router';
import type { Static } from 'typebox';
import type { EntryList } from '#modules/catalog/contract.ts';
import { useLoad } from '../../api.ts';
import { useSession } from '../../app/session.tsx';
import { useText } from '../../ui/language.tsx';

/** Entries of our own that give out files; nothing where there is none. */
export function FileEntries() {
  const { t } = useText();
  const { can } = useSession();
  const { data } = useLoad<Static<typeof EntryList>>('/api/entries', { state: ['published'], size: 100 });
  const entries = (data?.items ?? []).filter(entry => entry.modes.includes('file'));
  if (entries.length === 0) return null;
  return (
    <Card title={t('以文件提供的目录', 'Entries that give out files')} style={{ marginTop: 16 }}>
      <ul style={{ listStyle: 'none', margin: 0, padding: 0 }} data-test="file-entries">
        {entries.map(entry => (
          <li
            key={entry.id}
            style={{
              display: 'flex',
              gap: 12,
              alignItems: 'center',
              justifyContent: 'space-between',
              paddingBlock: 6,
            }}
          >
            <Link to={`/our-catalog/${entry.id}`} style={{ overflowWrap: 'anywhere' }}>
              {entry.title}
            </Link>
            <Link to={`/resources/files/${entry.id}`}>
              <Button size="small">
                {can('resources.mount') ? t('管理文件', 'Manage files') : t('查看文件', 'See files')}
              </Button>
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  );
}
