import { Alert, Checkbox, Radio } from 'antd';
import { useText } from '../../ui/language.tsx';
import type { SectionProps } from './CompileForm.tsx';
import { Line } from './Line.tsx';
import type { Content } from './types.ts';
import { optionsOf } from './words.ts';

export function ModesSection(section: SectionProps) {
  const { t, language } = useText();
  const { content, put } = section;
  if (content.shareType === 'withheld')
    return (
      <Alert
        type="info"
        title={t('不予共享的目录没有共享方式。', 'A withheld entry is not shared in any way.')}
      />
    );
  return (
    <div style={{ maxWidth: 760 }}>
      <Line of={section} field="modes" id="modes">
        <Checkbox.Group
          value={content.modes}
          data-test="entry-modes"
          options={[
            {
              value: 'verify',
              label: t('核验（只回答一致或不一致）', 'Verification (answers match or no match)'),
            },
            { value: 'query', label: t('接口查询', 'Query') },
            { value: 'batch', label: t('批量交换', 'Batch exchange') },
            { value: 'file', label: t('文件', 'File') },
          ]}
          onChange={modes => put({ modes: modes as Content['modes'] })}
        />
      </Line>
      <Line of={section} field="means" id="means">
        <Radio.Group
          id="means"
          value={content.means}
          options={optionsOf('means', language)}
          onChange={event => put({ means: event.target.value as Content['means'] })}
        />
      </Line>
    </div>
  );
}
