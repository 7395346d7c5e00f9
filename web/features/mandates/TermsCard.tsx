import { Card, Descriptions, Space, Tag } from 'antd';
import { Link } from 'react-router';
import { formatDate } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import type { Mandate, TermsView } from './types.ts';
import { CHOICES, MODES } from './words.ts';

const modeKeys = Object.keys(MODES) as (keyof typeof MODES)[];

/** What it covers and for what; beside a narrower answer, what was asked for. */
export function TermsCard({ mandate, terms, title }: { mandate: Mandate; terms: TermsView; title: string }) {
  const { t, language } = useText();
  const more = terms.entryIds.length - terms.entries.length;
  const chosen =
    terms.choice === 'class'
      ? t(`“${terms.className}”类目录`, `Entries of the class “${terms.className}”`)
      : t(...CHOICES[terms.choice]);
  return (
    <Card title={title}>
      <Descriptions
        column={{ xs: 1, md: 2 }}
        items={[
          {
            key: 'entries',
            label: t('目录', 'Entries'),
            span: 'filled',
            children: (
              <div style={{ display: 'grid', gap: 6 }}>
                <Space size={4} wrap>
                  {terms.choice === 'entries' ? null : <span>{chosen}</span>}
                  {terms.later && <Tag variant="filled">{t('含以后发布的', 'later ones too')}</Tag>}
                </Space>
                {terms.entries.length > 0 && (
                  <ul style={{ margin: 0, paddingInlineStart: 18 }} data-test="mandate-entry-list">
                    {terms.entries.map(one => (
                      <li key={one.id}>
                        <Link to={`/catalog/${one.id}`}>{one.title}</Link>
                      </li>
                    ))}
                  </ul>
                )}
                {more > 0 && <span>{t(`另有 ${more} 条`, `and ${more} more`)}</span>}
              </div>
            ),
          },
          ...(mandate.kind === 'blanket'
            ? [
                {
                  key: 'modes',
                  label: t('共享方式', 'Ways of sharing'),
                  children: modeKeys
                    .filter(key => terms.modes.includes(key))
                    .map(key => t(...MODES[key]))
                    .join(t('、', ', ')),
                },
                { key: 'scenario', label: t('应用场景', 'Scenario'), children: terms.scenario },
                {
                  key: 'systems',
                  label: t('系统', 'Systems'),
                  children:
                    terms.systems === null
                      ? t('使用部门登记的全部系统', 'All systems of the consumer')
                      : terms.systems.map(one => one.name).join(t('、', ', ')),
                },
              ]
            : [
                {
                  key: 'regions',
                  label: t('代为答复的地区', 'Regions'),
                  children: t(
                    `${terms.regionNames.join('、')}（含下级）`,
                    `${terms.regionNames.join(', ')}, with those below`,
                  ),
                },
              ]),
          {
            key: 'until',
            label: t('截止日期', 'Last day'),
            children: formatDate(terms.until, language, true),
          },
          { key: 'matter', label: t('事项', 'Matter'), children: terms.matter },
          { key: 'ground', label: t('依据', 'Ground'), children: terms.ground },
        ]}
      />
    </Card>
  );
}
