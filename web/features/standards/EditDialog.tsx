import { Form, type FormInstance, Input, Select } from 'antd';
import type { ReactNode } from 'react';
import { api } from '../../api.ts';
import { useText } from '../../ui/language.tsx';
import { useSend } from '../../ui/useSend.ts';
import { Dialog } from '../administration/Dialog.tsx';
import type { Saved, Standing } from './types.ts';
import { CERTAINTIES } from './words.ts';

/** Two fields side by side where there is room. */
export const PAIR = {
  display: 'grid',
  gridTemplateColumns: 'repeat(auto-fit, minmax(220px, 1fr))',
  columnGap: 16,
} as const;

export const useRequired = () => {
  const { t } = useText();
  return [{ required: true, whitespace: true, message: t('请填写', 'Required') }];
};

/** Options of a list of words, in the reader's language. */
export const useOptions = () => {
  const { t } = useText();
  return (words: Readonly<Record<string, readonly [zh: string, en: string]>>) =>
    Object.entries(words).map(([value, [zh, en]]) => ({ value, label: t(zh, en) }));
};

/** One thing of the library in one dialog: its own fields, then where they come from and why they change. */
export function EditDialog<F extends object>({
  title,
  thing,
  form,
  values,
  address,
  bodyOf,
  onClose,
  onDone,
  children,
}: {
  title: string;
  /** Undefined for a new one. */
  thing: Standing | undefined;
  form: FormInstance<F & Sourced>;
  values: Partial<F>;
  /** Where it is sent to, by what was typed. */
  address: (fields: F) => string;
  /** The thing's own fields as the platform takes them. */
  bodyOf: (fields: F) => object;
  onClose: () => void;
  onDone: () => void;
  children: ReactNode;
}) {
  const { t } = useText();
  const { send, problem, busy } = useSend();
  const options = useOptions();
  const required = useRequired();

  async function save(fields: F & Sourced) {
    const { source, certainty, why } = fields;
    const body = {
      ...bodyOf(fields),
      source,
      certainty,
      why: (why ?? '').trim(),
      version: thing?.version ?? 0,
    };
    await send(() => api.put<Saved>(address(fields), body), t('已保存', 'Saved'), onDone);
  }

  return (
    <Dialog
      title={title}
      confirm={t('保存', 'Save')}
      busy={busy}
      problem={problem}
      onClose={onClose}
      onConfirm={() => form.submit()}
    >
      <Form<F & Sourced>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ source: '', certainty: 'verified', ...thing, ...values, why: '' }}
        onFinish={fields => void save(fields)}
      >
        {children}
        <div style={PAIR}>
          <Form.Item name="source" label={t('出处', 'Source')} rules={required}>
            <Input
              maxLength={300}
              data-test="source"
              placeholder={t('文件名称和条款，或由谁提供', 'The document and article, or who told')}
            />
          </Form.Item>
          <Form.Item name="certainty" label={t('可靠程度', 'Certainty')}>
            <Select options={options(CERTAINTIES)} />
          </Form.Item>
        </div>
        <Form.Item
          name="why"
          label={t('改动的原因（选填，记入存证）', 'Why it changes (optional, kept in the ledger)')}
        >
          <Input maxLength={500} data-test="why" />
        </Form.Item>
      </Form>
    </Dialog>
  );
}

export interface Sourced {
  source: string;
  certainty: Standing['certainty'];
  why: string;
}
