import { DownloadOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { saveCsv } from '../../ui/csv.ts';
import { useText } from '../../ui/language.tsx';
import { fieldText, itemFieldText } from './fieldText.ts';
import { fieldName, itemFieldName } from './fieldWords.ts';
import type { Comparison, Content, Field } from './types.ts';
import { useClasses } from './useStandards.ts';

interface ComparisonExportProps {
  comparison: Comparison;
  title: string;
  before: string;
  after: string;
}

/** The differences as a file, one line for each. */
export function ComparisonExport({ comparison, title, before, after }: ComparisonExportProps) {
  const { t, language } = useText();
  const { names } = useClasses();
  const kinds = { added: t('新增', 'added'), removed: t('删除', 'removed'), changed: t('修改', 'changed') };
  function save() {
    const text = (field: string, value: unknown) =>
      fieldText(field as Field, value as Content[Field], language, names);
    saveCsv(t(`版本比较 ${title}`, `Comparison ${title}`), [
      [t('字段', 'Field'), t('变化', 'Change'), before, after],
      ...comparison.fields.map(one => [
        fieldName(one.field, language),
        kinds.changed,
        text(one.field, one.before),
        text(one.field, one.after),
      ]),
      ...comparison.items.flatMap(({ name, kind, changes }) =>
        kind === 'changed'
          ? changes.map(one => [
              `${name} · ${itemFieldName(one.field, language)}`,
              kinds[kind],
              itemFieldText(one.field, one.before, language),
              itemFieldText(one.field, one.after, language),
            ])
          : [[name, kinds[kind], kind === 'removed' ? name : '', kind === 'added' ? name : '']],
      ),
    ]);
  }
  return (
    <Button icon={<DownloadOutlined />} onClick={save}>
      {t('导出', 'Export')}
    </Button>
  );
}
