import { AutoComplete, Input, Select, Space } from 'antd';
import { useText } from '../../ui/language.tsx';
import type { Content } from './types.ts';
import { useFormatTypes } from './useStandards.ts';
import { optionsOf } from './words.ts';

type Format = Content['format'];

/** 大类 and the 子类 that belong to it; a self-described format is named by its field. */
export function FormatChoice({ value, onChange }: { value: Format; onChange: (format: Format) => void }) {
  const { t, language } = useText();
  const types = useFormatTypes(value.kind);
  return (
    <Space wrap>
      <Select
        id="format-kind"
        style={{ width: 160 }}
        value={value.kind}
        data-test="entry-format"
        options={optionsOf('formatKind', language)}
        onChange={kind => onChange({ ...value, kind, type: '' })}
      />
      <AutoComplete
        style={{ width: 180 }}
        value={value.type}
        aria-label={t('格式子类', 'Type of the format')}
        placeholder={t('子类，如 xlsx', 'Type, such as xlsx')}
        data-test="entry-format-type"
        options={types.map(type => ({ value: type }))}
        onChange={type => onChange({ ...value, type: type.slice(0, 40) })}
      />
      <Input
        style={{ width: 220 }}
        maxLength={200}
        value={value.remark}
        aria-label={t('格式备注', 'Remark on the format')}
        placeholder={t('备注', 'Remark')}
        onChange={event => onChange({ ...value, remark: event.target.value })}
      />
    </Space>
  );
}
