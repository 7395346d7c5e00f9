import { Input, Radio, Select, Space } from 'antd';
import { useText } from '../../ui/language.tsx';
import { ClassChoice } from './ClassChoice.tsx';
import type { SectionProps } from './CompileForm.tsx';
import { FormatChoice } from './FormatChoice.tsx';
import { Line } from './Line.tsx';
import { OriginLines } from './OriginLines.tsx';
import type { Content } from './types.ts';
import { optionsOf } from './words.ts';

export function BasicSection(section: SectionProps) {
  const { t, language } = useText();
  const { content, put } = section;
  return (
    <div style={{ maxWidth: 760 }}>
      <Line
        of={section}
        field="title"
        id="title"
        hint={t('写数据的名字，不写系统的名字', 'Name the data, not the system')}
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
      <Line of={section} field="abstract" id="abstract">
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
      <Line of={section} field="classCode" id="class-code">
        <ClassChoice value={content.classCode} onChange={classCode => put({ classCode })} />
      </Line>
      <Space wrap size={[16, 0]} align="start">
        <Line of={section} field="subject" id="subject">
          <Select
            id="subject"
            style={{ width: 200 }}
            value={content.subject}
            data-test="entry-subject"
            options={optionsOf('subject', language)}
            onChange={subject => put({ subject })}
          />
        </Line>
        <Line of={section} field="updateCycle" id="update-cycle">
          <Space.Compact>
            <Select
              id="update-cycle"
              style={{ width: 160 }}
              value={content.updateCycle}
              data-test="entry-update-cycle"
              options={optionsOf('updateCycle', language)}
              onChange={updateCycle =>
                put({ updateCycle, ...(updateCycle === 'other' ? {} : { updateCycleNote: '' }) })
              }
            />
            {content.updateCycle === 'other' && (
              <Input
                style={{ width: 240 }}
                data-test="entry-update-note"
                maxLength={100}
                value={content.updateCycleNote}
                aria-label={t('更新周期说明', 'Note on the update cycle')}
                placeholder={t('如“每学年开学后一个月内”', 'Such as “within a month of term”')}
                onChange={event => put({ updateCycleNote: event.target.value })}
              />
            )}
          </Space.Compact>
        </Line>
      </Space>
      <Line of={section} field="format" id="format-kind">
        <FormatChoice value={content.format} onChange={format => put({ format })} />
      </Line>
      <Line of={section} field="carrier" id="carrier">
        <Radio.Group
          id="carrier"
          value={content.carrier}
          options={optionsOf('carrier', language)}
          onChange={event => {
            const carrier = event.target.value as Content['carrier'];
            put({ carrier, ...(carrier === 'electronic' ? { digitising: '' } : {}) });
          }}
        />
      </Line>
      {content.carrier !== 'electronic' && (
        <Line of={section} field="digitising" id="digitising">
          <Input.TextArea
            id="digitising"
            rows={2}
            maxLength={500}
            value={content.digitising}
            placeholder={t(
              '如“2027 年 6 月底前完成 2000 年以来档案的扫描和著录”',
              'Such as “files since 2000 scanned and listed by June 2027”',
            )}
            onChange={event => put({ digitising: event.target.value })}
          />
        </Line>
      )}
      <OriginLines {...section} />
    </div>
  );
}
