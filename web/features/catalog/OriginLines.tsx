import { Input, Select, Space } from 'antd';
import { useText } from '../../ui/language.tsx';
import type { SectionProps } from './CompileForm.tsx';
import { Line } from './Line.tsx';
import { optionsOf } from './words.ts';

/** What the data come from, and whom to ask about them. */
export function OriginLines(section: SectionProps) {
  const { t, language } = useText();
  const { content, put } = section;
  const { duty } = content;
  return (
    <>
      <Line of={section} field="duty" id="duty-title">
        <Space.Compact style={{ width: '100%' }}>
          <Select
            style={{ width: language === 'zh' ? 150 : 200 }}
            value={duty.kind}
            aria-label={t('职责或事项的种类', 'Kind of duty')}
            options={optionsOf('duty', language)}
            onChange={kind => put({ duty: { ...duty, kind } })}
          />
          <Input
            id="duty-title"
            data-test="entry-duty"
            maxLength={120}
            value={duty.title}
            placeholder={t('如“婚姻登记”', 'Such as “Marriage registration”')}
            onChange={event => put({ duty: { ...duty, title: event.target.value } })}
          />
          {duty.kind === 'matter' && (
            <Input
              style={{ width: 200 }}
              maxLength={12}
              value={duty.code}
              aria-label={t('事项基本目录编码', 'Code of the matter')}
              placeholder={t('12 位事项编码', '12-character code')}
              onChange={event => put({ duty: { ...duty, code: event.target.value.trim().toUpperCase() } })}
            />
          )}
        </Space.Compact>
      </Line>
      <Line of={section} field="system" id="system">
        <Input
          id="system"
          maxLength={120}
          value={content.system}
          placeholder={t('如“全国婚姻登记管理系统”', 'The system in which the data arise')}
          onChange={event => put({ system: event.target.value })}
        />
      </Line>
      <Space wrap size={[16, 0]} align="start">
        <Line of={section} field="contact" id="contact">
          <Input
            id="contact"
            style={{ width: 260 }}
            maxLength={80}
            value={content.contact}
            placeholder={t('如“信息中心数据专管员”', 'A post, not a person')}
            onChange={event => put({ contact: event.target.value })}
          />
        </Line>
        <Line of={section} field="phone" id="phone">
          <Input
            id="phone"
            data-test="entry-phone"
            style={{ width: 240 }}
            maxLength={40}
            value={content.phone}
            placeholder="0375-2660000"
            onChange={event => put({ phone: event.target.value })}
          />
        </Line>
      </Space>
    </>
  );
}
