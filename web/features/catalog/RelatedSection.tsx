import { Select } from 'antd';
import { useState } from 'react';
import { useLoad } from '../../api.ts';
import { useText } from '../../ui/language.tsx';
import { useLate } from '../../ui/useLate.ts';
import type { SectionProps } from './CompileForm.tsx';
import { Line } from './Line.tsx';
import type { Found } from './types.ts';

/** Entries are found by their names and kept by their codes; a code may also be typed, of an entry of another platform. */
export function RelatedSection(section: SectionProps) {
  const { t } = useText();
  const { content, put } = section;
  const [words, setWords] = useState('');
  const asked = useLate(words.trim(), 300);
  const { data } = useLoad<Found>(asked === '' ? null : '/api/catalog', { q: asked, size: 10 });
  return (
    <div style={{ maxWidth: 760 }}>
      <Line of={section} field="related" id="related">
        <Select
          id="related"
          mode="tags"
          maxCount={20}
          style={{ width: '100%' }}
          value={content.related}
          placeholder={t('按名称查找，或输入目录代码', 'Find it by name, or type its code')}
          filterOption={false}
          onSearch={setWords}
          options={(data?.items ?? [])
            .filter(one => one.code !== null)
            .map(one => ({
              value: one.code ?? '',
              label: `${one.title} · ${one.departmentName} · ${one.code}`,
            }))}
          optionLabelProp="value"
          onChange={(related: string[]) =>
            put({ related: related.map(code => code.trim().slice(0, 60)).filter(code => code !== '') })
          }
        />
      </Line>
    </div>
  );
}
