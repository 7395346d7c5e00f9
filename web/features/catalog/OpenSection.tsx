import { Input, Radio } from 'antd';
import { useText } from '../../ui/language.tsx';
import type { SectionProps } from './CompileForm.tsx';
import { Line } from './Line.tsx';
import type { Content } from './types.ts';
import { optionsOf } from './words.ts';

export function OpenSection(section: SectionProps) {
  const { t, language } = useText();
  const { content, put } = section;
  return (
    <div style={{ maxWidth: 760 }}>
      <Line of={section} field="openType" id="open-type">
        <Radio.Group
          id="open-type"
          disabled={content.shareType === 'withheld'}
          value={content.openType}
          options={optionsOf('openType', language)}
          onChange={event => {
            const openType = event.target.value as Content['openType'];
            put({ openType, ...(openType === 'conditional' ? {} : { openConditions: '' }) });
          }}
        />
      </Line>
      {content.openType === 'conditional' && (
        <Line of={section} field="openConditions" id="open-conditions">
          <Input
            id="open-conditions"
            maxLength={500}
            value={content.openConditions}
            placeholder={t('如“实名登记后按年下载”', 'Such as “by registered users, once a year”')}
            onChange={event => put({ openConditions: event.target.value })}
          />
        </Line>
      )}
    </div>
  );
}
