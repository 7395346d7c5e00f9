import { DatePicker, Radio, Select, Space } from 'antd';
import dayjs from 'dayjs';
import { useText } from '../../ui/language.tsx';
import type { SectionProps } from './CompileForm.tsx';
import { Line } from './Line.tsx';
import type { Content } from './types.ts';
import { optionsOf } from './words.ts';

const today = () => dayjs().format('YYYY-MM-DD');

export function GradeSection(section: SectionProps) {
  const { t, language } = useText();
  const { content, put } = section;
  const dateOf = (value: string) => (value === '' ? null : dayjs(value));
  return (
    <div style={{ maxWidth: 760 }}>
      <Line of={section} field="grade" id="grade">
        <Radio.Group
          id="grade"
          value={content.grade}
          options={optionsOf('grade', language)}
          onChange={event => put({ grade: event.target.value as Content['grade'] })}
        />
      </Line>
      <Line of={section} field="secrecy" id="secrecy">
        <Space wrap>
          <Select
            id="secrecy"
            style={{ width: 220 }}
            data-test="entry-secrecy"
            value={content.secrecy.conclusion}
            options={optionsOf('secrecy', language)}
            onChange={conclusion =>
              put({
                secrecy: {
                  conclusion,
                  date: conclusion === 'not_done' ? '' : content.secrecy.date || today(),
                },
              })
            }
          />
          <DatePicker
            value={dateOf(content.secrecy.date)}
            aria-label={t('评估日期', 'Date of the assessment')}
            placeholder={t('评估日期', 'Date')}
            disabledDate={date => date.isAfter(dayjs())}
            onChange={date =>
              put({ secrecy: { ...content.secrecy, date: date?.format('YYYY-MM-DD') ?? '' } })
            }
          />
        </Space>
      </Line>
      <Line of={section} field="personalInfo" id="personal">
        <Space wrap>
          <Select
            id="personal"
            style={{ width: 260 }}
            data-test="entry-personal"
            value={content.personalInfo.conclusion}
            options={optionsOf('personalInfo', language)}
            onChange={conclusion =>
              put({
                personalInfo: {
                  conclusion,
                  date: conclusion === 'not_done' ? '' : content.personalInfo.date || today(),
                },
              })
            }
          />
          <DatePicker
            value={dateOf(content.personalInfo.date)}
            aria-label={t('评估日期', 'Date of the assessment')}
            placeholder={t('评估日期', 'Date')}
            disabledDate={date => date.isAfter(dayjs())}
            onChange={date =>
              put({ personalInfo: { ...content.personalInfo, date: date?.format('YYYY-MM-DD') ?? '' } })
            }
          />
        </Space>
      </Line>
    </div>
  );
}
