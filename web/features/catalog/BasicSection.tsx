import { Form, Input, Select, Space } from 'antd';
import { useText } from '../../ui/language.tsx';
import type { SectionProps } from './CompileForm.tsx';
import { Line } from './Line.tsx';
import { optionsOf } from './words.ts';

export function BasicSection({ content, put, fault }: SectionProps) {
  const { t, language } = useText();
  return (
    <div style={{ maxWidth: 760 }}>
      <Line
        id="title"
        label={t('目录名称', 'Title')}
        hint={t('写数据的名字，不写系统的名字', 'Name the data, not the system')}
        fault={fault('title')}
      >
        <Input
          id="title"
          data-test="entry-title"
          maxLength={120}
          value={content.title}
          placeholder={t('如“婚姻登记信息”', 'Such as “Marriage registrations”')}
          onChange={event => put({ title: event.target.value })}
        />
      </Line>
      <Line id="abstract" label={t('摘要', 'Abstract')} fault={fault('abstract')}>
        <Input.TextArea
          id="abstract"
          data-test="entry-abstract"
          rows={3}
          maxLength={2000}
          value={content.abstract}
          placeholder={t('记录了什么，从哪一年起，覆盖哪里', 'What it records, since when, for where')}
          onChange={event => put({ abstract: event.target.value })}
        />
      </Line>
      <Line id="classification" label={t('分类', 'Class')} fault={fault('classification')}>
        <Space.Compact style={{ width: '100%' }}>
          <Select
            style={{ width: language === 'zh' ? 160 : 220 }}
            value={content.classification.class}
            aria-label={t('分类', 'Class')}
            options={optionsOf('class', language)}
            onChange={value => put({ classification: { ...content.classification, class: value } })}
          />
          <Input
            id="classification"
            data-test="entry-classification"
            maxLength={80}
            value={content.classification.name}
            placeholder={t('如“人口”“社会保障”', 'Such as “Population”')}
            onChange={event =>
              put({ classification: { ...content.classification, name: event.target.value } })
            }
          />
        </Space.Compact>
      </Line>
      <Space wrap size={16} align="start">
        <Form.Item label={t('识别对象', 'About')}>
          <Select
            style={{ width: 160 }}
            value={content.subject}
            aria-label={t('识别对象', 'About')}
            data-test="entry-subject"
            options={optionsOf('subject', language)}
            onChange={subject => put({ subject })}
          />
        </Form.Item>
        <Form.Item label={t('更新周期', 'Updated')}>
          <Select
            style={{ width: 160 }}
            value={content.updateCycle}
            aria-label={t('更新周期', 'Updated')}
            options={optionsOf('updateCycle', language)}
            onChange={updateCycle => put({ updateCycle })}
          />
        </Form.Item>
        <Form.Item label={t('数据格式', 'Format')}>
          <Select
            style={{ width: 160 }}
            value={content.format}
            aria-label={t('数据格式', 'Format')}
            options={optionsOf('format', language)}
            onChange={format => put({ format })}
          />
        </Form.Item>
      </Space>
      <Line id="matter" label={t('对应事项', 'Matter it arises from')} fault={fault('matter')}>
        <Input
          id="matter"
          data-test="entry-matter"
          maxLength={120}
          value={content.matter}
          placeholder={t('如“婚姻登记”', 'Such as “Marriage registration”')}
          onChange={event => put({ matter: event.target.value })}
        />
      </Line>
      <Line id="phone" label={t('联系电话', 'Telephone')} fault={fault('phone')}>
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
    </div>
  );
}
