import { Checkbox, Form, Radio } from 'antd';
import { useText } from '../../ui/language.tsx';
import { ClassChoice } from '../catalog/ClassChoice.tsx';
import { EntryPick } from './EntryPick.tsx';
import type { Fields } from './MandateFields.tsx';
import { CHOICES } from './words.ts';

/** Which of the provider’s entries: all, a class, or one by one. */
export function EntryFields({
  providerId,
  known,
}: {
  providerId: number | undefined;
  known: readonly { id: number; title: string }[];
}) {
  const { t } = useText();
  const form = Form.useFormInstance<Fields>();
  const choice = Form.useWatch('choice', form) ?? 'all';
  return (
    <>
      <Form.Item name="choice" label={t('哪些目录（不予共享的除外）', 'Which entries (withheld ones never)')}>
        <Radio.Group
          data-test="mandate-choice"
          style={{ display: 'grid', gap: 8 }}
          options={(['all', 'class', 'entries'] as const).map(value => ({
            value,
            label: t(...CHOICES[value]),
          }))}
        />
      </Form.Item>
      {choice === 'class' && (
        <Form.Item
          name="classCode"
          label={t('目录分类（含下级）', 'Class, with all that lies under it')}
          rules={[{ required: true, message: t('请选择', 'Required') }]}
        >
          <ClassField />
        </Form.Item>
      )}
      {choice === 'entries' ? (
        <Form.Item
          name="entryIds"
          label={t('目录', 'Entries')}
          rules={[{ required: true, type: 'array', min: 1, message: t('请选择', 'Required') }]}
        >
          <EntryPick providerId={providerId} known={known} />
        </Form.Item>
      ) : (
        <Form.Item name="later" valuePropName="checked">
          <Checkbox data-test="mandate-later">
            {t('也包括以后发布的目录', 'Entries published later, too')}
          </Checkbox>
        </Form.Item>
      )}
    </>
  );
}

/** The form hands over value and change. */
function ClassField({ value = '', onChange }: { value?: string; onChange?: (code: string) => void }) {
  return <ClassChoice value={value} onChange={code => onChange?.(code)} />;
}
