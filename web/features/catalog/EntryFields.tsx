import { Descriptions, theme } from 'antd';
import type { ReactNode } from 'react';
import { formatDate } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import type { Entry } from './types.ts';
import { type WordList, wordOf } from './words.ts';

/** Every field of the coding guide; a missing one says so and is never blank. */
export function EntryFields({ entry }: { entry: Entry }) {
  const { t, language } = useText();
  const { token } = theme.useToken();
  const { content } = entry;
  const filled = (value: string): ReactNode =>
    value.trim() === '' ? (
      <span style={{ color: token.colorWarning }}>{t('未填写', 'Not filled')}</span>
    ) : (
      value
    );
  const word = (list: WordList, value: string) => wordOf(list, value, language);
  const assessed = (list: WordList, { conclusion, date }: { conclusion: string; date: string }) =>
    conclusion === 'not_done'
      ? filled('')
      : `${word(list, conclusion)}${date === '' ? '' : ` · ${formatDate(date, language)}`}`;
  const groups: [title: string, fields: [label: string, value: ReactNode][]][] = [
    [
      t('标识与分类', 'Identity'),
      [
        [t('目录名称', 'Title'), filled(entry.title)],
        [t('目录代码', 'Code'), entry.code ?? t('发布时生成', 'given on publication')],
        [
          t('分类', 'Class'),
          filled(
            content.classification.name === ''
              ? ''
              : `${word('class', content.classification.class)} / ${content.classification.name}`,
          ),
        ],
        [t('识别对象', 'About'), word('subject', content.subject)],
      ],
    ],
    [
      t('提供方', 'Provider'),
      [
        [t('提供部门', 'Department'), entry.departmentName],
        [t('统一社会信用代码', 'Credit code'), filled(entry.departmentCode)],
        [t('所属地区', 'Region'), entry.regionName],
        [t('联系电话', 'Telephone'), filled(content.phone)],
      ],
    ],
    [
      t('内容', 'Content'),
      [
        [t('摘要', 'Abstract'), filled(content.abstract)],
        [t('数据格式', 'Format'), word('format', content.format)],
        [t('更新周期', 'Updated'), word('updateCycle', content.updateCycle)],
        [t('对应事项', 'Matter'), filled(content.matter)],
      ],
    ],
    [
      t('共享与开放', 'Sharing and opening'),
      [
        [t('共享类型', 'Share type'), word('shareType', content.shareType)],
        [
          t('共享方式', 'Ways'),
          content.shareType === 'withheld'
            ? '—'
            : filled(content.modes.map(mode => word('mode', mode)).join(language === 'zh' ? '、' : ', ')),
        ],
        [
          t('共享条件', 'Conditions'),
          content.conditions.length === 0 ? '—' : content.conditions.join(language === 'zh' ? '；' : '; '),
        ],
        [t('开放属性', 'Open to the public'), word('openType', content.openType)],
      ],
    ],
    [
      t('分级与评估', 'Grade and assessments'),
      [
        [t('数据分级', 'Grade'), word('grade', content.grade)],
        [t('保密风险评估', 'Secrecy'), assessed('secrecy', content.secrecy)],
        [t('个人信息保护影响评估', 'Personal information'), assessed('personalInfo', content.personalInfo)],
      ],
    ],
  ];
  return (
    <div className="cards">
      {groups.map(([title, fields]) => (
        <Descriptions
          key={title}
          title={title}
          size="small"
          bordered
          column={{ xs: 1, md: 2 }}
          items={fields.map(([label, children]) => ({ key: label, label, children }))}
        />
      ))}
    </div>
  );
}
