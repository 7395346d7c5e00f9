import { CheckCircleOutlined, WarningOutlined } from '@ant-design/icons';
import { theme } from 'antd';
import { useText } from '../../ui/language.tsx';
import type { Entry } from './types.ts';
import { wordOf } from './words.ts';

/** What a reviewer would look up first, each with its finding; the platform's own rules already hold. */
export function Checks({ entry }: { entry: Entry }) {
  const { t, language } = useText();
  const { token } = theme.useToken();
  const { content } = entry;
  const finding = (field: string) =>
    entry.missing.filter(one => one.field === field).map(one => t(one.text, one.textEn));
  const strong = content.items.filter(item => item.sensitivity >= 3);
  const bare = strong.filter(item => item.mask.kind === 'none').map(item => item.name);
  const checks: { label: string; good: boolean; text: string }[] = [
    {
      label: t('必填内容', 'Required fields'),
      good: entry.missing.length === 0,
      text:
        entry.missing.length === 0
          ? t('齐全', 'complete')
          : entry.missing.map(one => t(one.text, one.textEn)).join(language === 'zh' ? '；' : '; '),
    },
    {
      label: t('共享依据', 'Ground'),
      good: content.shareType === 'unconditional' || content.basis !== null,
      text: content.basis
        ? `${content.basis.title} ${content.basis.article} · ${wordOf('rank', content.basis.rank, language)}`
        : content.shareType === 'unconditional'
          ? t('无条件共享，不需要依据', 'Unconditional: none needed')
          : t('没有填写', 'not given'),
    },
    {
      label: t('标识项', 'Identifier'),
      good: content.items.some(item => item.identifier),
      text:
        content.items
          .filter(item => item.identifier)
          .map(item => item.name)
          .join(language === 'zh' ? '、' : ', ') || t('没有标识项', 'none'),
    },
    {
      label: t('敏感数据项', 'Sensitive items'),
      good: bare.length === 0,
      text:
        bare.length > 0
          ? t(`${bare.join('、')} 按原样给出，请核实`, `shown as they are: ${bare.join(', ')}`)
          : t(`3 级以上 ${strong.length} 项，都有遮盖`, `${strong.length} of level 3 or above, all masked`),
    },
    {
      label: t('保密风险评估', 'Secrecy'),
      good: content.secrecy.conclusion === 'no_secret',
      text: [wordOf('secrecy', content.secrecy.conclusion, language), ...finding('secrecy')].join(' · '),
    },
    {
      label: t('个人信息保护影响评估', 'Personal information'),
      good:
        content.personalInfo.conclusion === 'acceptable' || content.personalInfo.conclusion === 'not_needed',
      text: [
        wordOf('personalInfo', content.personalInfo.conclusion, language),
        ...finding('personalInfo'),
      ].join(' · '),
    },
  ];
  return (
    <ul style={{ listStyle: 'none', margin: 0, padding: 0, display: 'grid', gap: 8 }}>
      {checks.map(check => (
        <li key={check.label} style={{ display: 'flex', gap: 8, flexWrap: 'wrap' }}>
          <span style={{ color: check.good ? token.colorSuccess : token.colorWarning, minWidth: 88 }}>
            {check.good ? <CheckCircleOutlined /> : <WarningOutlined />}{' '}
            {check.good ? t('通过', 'Passed') : t('需核实', 'To verify')}
          </span>
          <span style={{ minWidth: 160 }}>{check.label}</span>
          <span style={{ color: token.colorTextSecondary, flex: '1 1 240px' }}>{check.text}</span>
        </li>
      ))}
    </ul>
  );
}
