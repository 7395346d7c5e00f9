import { Table } from 'antd';
import { Link } from 'react-router';
import { useLoad } from '../../api.ts';
import { formatTime } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { fieldName } from './fieldWords.ts';
import type { Entry, Versions } from './types.ts';

type Version = Versions['items'][number];

const STATES: Record<Version['state'], readonly [zh: string, en: string]> = {
  draft: ['编制中', 'In work'],
  published: ['现行', 'In force'],
  superseded: ['已被替代', 'Superseded'],
  withdrawn: ['已撤销', 'Withdrawn'],
};

/** All versions that the reader may see, each beside the one that is in force now. */
export function VersionsTab({ entry, working }: { entry: Entry; working: boolean }) {
  const { t, language } = useText();
  const { data, problem, loading } = useLoad<Versions>(
    `/api/${working ? 'entries' : 'catalog'}/${entry.id}/versions`,
    undefined,
    [entry.revision],
  );
  const versions = data?.items ?? [];
  const serving = versions.find(one => one.state === 'published');
  const place = working ? '/our-catalog' : '/catalog';
  const and = language === 'zh' ? '、' : ', ';

  function changesOf(one: Version, older: Version | undefined): string {
    if (!older) return t('首次编制', 'First version');
    const words = one.changedFields.map(field => fieldName(field, language));
    if (one.changedItems > 0)
      words.push(t(`数据项 ${one.changedItems} 处`, `${one.changedItems} changes of items`));
    return words.join(and) || t('没有差别', 'No difference');
  }

  if (problem) return <RefusalNotice problem={problem} />;
  return (
    <Table<Version>
      size="small"
      rowKey="version"
      loading={loading && versions.length === 0}
      dataSource={versions}
      pagination={false}
      scroll={{ x: 'max-content' }}
      aria-label={t('版本', 'Versions')}
      locale={{ emptyText: t('还没有发布过的版本。', 'No version was published yet.') }}
      columns={[
        {
          key: 'version',
          title: t('版本', 'Version'),
          render: (_, one) => t(`第 ${one.version} 版`, `Version ${one.version}`),
        },
        { key: 'state', title: t('状态', 'State'), render: (_, one) => t(...STATES[one.state]) },
        {
          key: 'at',
          title: t('时间', 'Time'),
          render: (_, one) => formatTime(one.publishedAt ?? one.changedAt, language),
        },
        {
          key: 'changes',
          title: t('与上一版相比', 'What changed'),
          render: (_, one, at) => <div className="data-cell">{changesOf(one, versions[at + 1])}</div>,
        },
        {
          key: 'compare',
          title: t('比较', 'Compare'),
          render: (_, one, at) => {
            const older = versions[at + 1];
            return (
              <span style={{ display: 'inline-flex', gap: 12, flexWrap: 'wrap' }}>
                {older && (
                  <Link to={`${place}/${entry.id}/compare?from=${older.version}&to=${one.version}`}>
                    {t('与上一版比较', 'With previous')}
                  </Link>
                )}
                {serving && serving.version !== one.version && serving.version !== older?.version && (
                  <Link
                    to={`${place}/${entry.id}/compare?from=${Math.min(serving.version, one.version)}&to=${Math.max(serving.version, one.version)}`}
                  >
                    {t('与现行版比较', 'With current')}
                  </Link>
                )}
              </span>
            );
          },
        },
      ]}
    />
  );
}
