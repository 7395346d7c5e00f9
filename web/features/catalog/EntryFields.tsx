import { Descriptions, theme } from 'antd';
import type { ReactNode } from 'react';
import { useText } from '../../ui/language.tsx';
import { fieldText } from './fieldText.ts';
import { fieldName } from './fieldWords.ts';
import { RelatedLinks } from './RelatedLinks.tsx';
import type { Content, Entry, Field } from './types.ts';
import { useClasses } from './useStandards.ts';

type Line = Field | { key: string; label: string; value: ReactNode };

/** Fields that say nothing unless something else is chosen: left out while they do. */
const IDLE: Partial<Record<Field, (content: Content) => boolean>> = {
  updateCycleNote: ({ updateCycle }) => updateCycle !== 'other',
  digitising: ({ carrier }) => carrier === 'electronic',
  basis: ({ shareType }) => shareType === 'unconditional',
  conditions: ({ shareType }) => shareType === 'unconditional',
  modes: ({ shareType }) => shareType === 'withheld',
  means: ({ shareType }) => shareType === 'withheld',
  openConditions: ({ openType }) => openType !== 'conditional',
};

/** Every field of the coding guide; a missing one says so and is never blank. `aside` stands beside a field's value. */
export function EntryFields({ entry, aside }: { entry: Entry; aside?: (field: Field) => ReactNode }) {
  const { t, language } = useText();
  const { token } = theme.useToken();
  const { names } = useClasses();
  const { content } = entry;
  const filled = (value: string): ReactNode =>
    value.trim() === '' ? (
      <span style={{ color: token.colorWarning }}>{t('未填写', 'Not filled')}</span>
    ) : (
      value
    );
  function valueOf(field: Field): ReactNode {
    const assessed = field === 'secrecy' || field === 'personalInfo';
    if (assessed && content[field].conclusion === 'not_done') return filled('');
    if (field === 'related') return <RelatedLinks codes={content.related} empty={filled('')} />;
    return filled(fieldText(field, content[field], language, names));
  }
  const told = (key: string, label: string, value: ReactNode): Line => ({ key, label, value });
  const groups: { title: string; lines: Line[] }[] = [
    {
      title: t('标识与分类', 'Identity'),
      lines: [
        'title',
        told('code', t('目录代码', 'Code'), entry.code ?? t('发布时生成', 'given on publication')),
        'classCode',
        'subject',
      ],
    },
    {
      title: t('提供方', 'Provider'),
      lines: [
        told('department', t('提供部门', 'Department'), entry.departmentName),
        told('credit', t('统一社会信用代码', 'Credit code'), filled(entry.departmentCode)),
        told('region', t('所属地区', 'Region'), entry.regionName),
        'contact',
        'phone',
      ],
    },
    {
      title: t('内容', 'Content'),
      lines: ['abstract', 'format', 'carrier', 'digitising', 'updateCycle', 'updateCycleNote'],
    },
    { title: t('事项与来源', 'Duty and source'), lines: ['duty', 'system'] },
    {
      title: t('共享', 'Sharing'),
      lines: ['shareType', 'basis', 'conditions', 'scope', 'purpose', 'useTerms', 'modes', 'means'],
    },
    { title: t('开放', 'Opening'), lines: ['openType', 'openConditions'] },
    { title: t('分级与评估', 'Grade and assessments'), lines: ['grade', 'secrecy', 'personalInfo'] },
    { title: t('关联目录', 'Related entries'), lines: ['related'] },
  ];
  return (
    <div className="cards">
      {groups.map(({ title, lines }) => (
        <Descriptions
          key={title}
          title={title}
          size="small"
          bordered
          className="fields"
          styles={{ label: { width: language === 'zh' ? 128 : 168 } }}
          column={{ xs: 1, lg: 2 }}
          items={lines
            .filter(line => typeof line !== 'string' || IDLE[line]?.(content) !== true)
            .map(line =>
              typeof line === 'string'
                ? {
                    key: line,
                    label: fieldName(line, language),
                    children: (
                      <div className="field-value">
                        <span>{valueOf(line)}</span>
                        {aside?.(line)}
                      </div>
                    ),
                  }
                : { key: line.key, label: line.label, children: line.value },
            )}
        />
      ))}
    </div>
  );
}
