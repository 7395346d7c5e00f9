import { CheckCircleOutlined, WarningOutlined } from '@ant-design/icons';
import { theme } from 'antd';
import { useText } from '../../ui/language.tsx';
import type { Check } from './checkNames.ts';
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
  const bare = strong.filter(item => !item.identifier && item.mask.kind === 'none').map(item => item.name);
  const open = new Set(entry.toVerify);
  const checks: { key: Check; label: string; text: string }[] = [
    {
      key: 'required',
      label: t('必填内容', 'Required fields'),
      text:
        entry.missing.length === 0
          ? t('齐全', 'complete')
          : entry.missing.map(one => t(one.text, one.textEn)).join(language === 'zh' ? '；' : '; '),
    },
    {
      key: 'basis',
      label: t('共享依据', 'Ground'),
      text: content.basis
        ? `${content.basis.title} ${content.basis.article} · ${wordOf('rank', content.basis.rank, language)}`
        : content.shareType === 'unconditional'
          ? t('无条件共享，不需要依据', 'Unconditional: none needed')
          : t('没有填写', 'not given'),
    },
    {
      key: 'identifier',
      label: t('标识项', 'Identifier'),
      text:
        content.items
          .filter(item => item.identifier)
          .map(item => item.name)
          .join(language === 'zh' ? '、' : ', ') || t('没有标识项', 'none'),
    },
    {
      key: 'sensitive',
      label: t('敏感数据项', 'Sensitive items'),
      text:
        bare.length > 0
          ? t(`${bare.join('、')} 按原样给出，请核实`, `shown as they are: ${bare.join(', ')}`)
          : t(
              `3 级以上 ${strong.length} 项，都有遮盖（标识项除外）`,
              `${strong.length} of level 3 or above, all masked but the identifier`,
            ),
    },
    {
      key: 'secrecy',
      label: t('保密风险评估', 'Secrecy'),
      text: [wordOf('secrecy', content.secrecy.conclusion, language), ...finding('secrecy')].join(' · '),
    },
    {
      key: 'personalInfo',
      label: t('个人信息保护影响评估', 'Personal information'),
      text: [
        wordOf('personalInfo', content.personalInfo.conclusion, language),
        ...finding('personalInfo'),
      ].join(' · '),
    },
  ];
  return (
    <ul style={{ listStyle: 'none', margin: 0, padding: 0, display: 'grid', gap: 8 }}>
      {checks.map(({ key, label, text }) => (
        <li key={key} style={{ display: 'flex', gap: 8, flexWrap: 'wrap' }}>
          <span style={{ color: open.has(key) ? token.colorWarning : token.colorSuccess, minWidth: 88 }}>
            {open.has(key) ? <WarningOutlined /> : <CheckCircleOutlined />}{' '}
            {open.has(key) ? t('需核实', 'To verify') : t('通过', 'Passed')}
          </span>
          <span style={{ minWidth: 160 }}>{label}</span>
          <span style={{ color: token.colorTextSecondary, flex: '1 1 240px' }}>{text}</span>
        </li>
      ))}
    </ul>
  );
}
