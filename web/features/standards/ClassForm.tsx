import { Form, Input } from 'antd';
import { useText } from '../../ui/language.tsx';
import { EditDialog, PAIR, type Sourced, useRequired } from './EditDialog.tsx';
import type { Class } from './types.ts';

interface Fields {
  code: string;
  name: string;
  nameEn: string;
  note: string;
}

/** Digits that a class adds to the code above it. */
function digitsBelow(parent: string): [pattern: RegExp, zh: string, en: string] {
  if (parent === '') return [/^[1-9]$/, '1 位数字', '1 digit'];
  if (parent.length === 1) return [/^\d{2}$/, '2 位数字', '2 digits'];
  if (parent.length === 3) return [/^\d{3}$/, '3 位数字', '3 digits'];
  return [/^\d{1,12}$/, '位数不限', 'any number of digits'];
}

/** A new class below another, or the name of one that is there: its code is its place and stays. */
export function ClassForm({
  parent,
  held,
  onClose,
  onDone,
}: {
  parent: string;
  held?: Class;
  onClose: () => void;
  onDone: () => void;
}) {
  const { t } = useText();
  const [form] = Form.useForm<Fields & Sourced>();
  const required = useRequired();
  const [pattern, zh, en] = digitsBelow(parent);
  return (
    <EditDialog<Fields>
      title={
        held
          ? t(`修改分类 ${held.code}`, `Change the class ${held.code}`)
          : parent === ''
            ? t('增加类', 'Add a category')
            : t(`在 ${parent} 之下增加分类`, `Add a class below ${parent}`)
      }
      thing={held}
      form={form}
      values={held ?? { nameEn: '', note: '' }}
      address={({ code }) => `/api/standards/classes/${held?.code ?? `${parent}${code}`}`}
      bodyOf={({ name, nameEn, note }) => ({ name, nameEn, note, parent })}
      onClose={onClose}
      onDone={onDone}
    >
      {!held && (
        <Form.Item
          name="code"
          label={t('代码', 'Code')}
          extra={t(
            `接在 ${parent || '最前'} 之后，${zh}；以后不能改`,
            `After ${parent || 'the start'}: ${en}; it never changes`,
          )}
          rules={[{ required: true, pattern, message: t(`应为 ${zh}`, `It has ${en}`) }]}
        >
          <Input {...(parent === '' ? {} : { prefix: parent })} maxLength={12} data-test="class-code" />
        </Form.Item>
      )}
      <div style={PAIR}>
        <Form.Item name="name" label={t('名称', 'Name')} rules={required}>
          <Input maxLength={120} data-test="class-name" />
        </Form.Item>
        <Form.Item name="nameEn" label={t('英文名称（选填）', 'English name (optional)')}>
          <Input maxLength={200} />
        </Form.Item>
      </div>
      <Form.Item name="note" label={t('说明（选填）', 'Note (optional)')}>
        <Input.TextArea autoSize maxLength={500} />
      </Form.Item>
    </EditDialog>
  );
}
