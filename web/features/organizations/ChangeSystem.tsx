import { Form } from 'antd';
import { api } from '../../api.ts';
import { useText } from '../../ui/language.tsx';
import { useSend } from '../../ui/useSend.ts';
import { Dialog } from '../administration/Dialog.tsx';
import { AccessFields } from './AccessFields.tsx';
import type { Convention, SystemDetail } from './types.ts';
import { networksIn } from './words.ts';

interface Fields {
  addresses: string;
  conventions: Convention[];
}

/** Where a registered system calls from, and by which conventions. */
export function ChangeSystem({
  system,
  onClose,
  onDone,
}: {
  system: SystemDetail;
  onClose: () => void;
  onDone: () => void;
}) {
  const { t } = useText();
  const [form] = Form.useForm<Fields>();
  const { send, problem, busy } = useSend();
  const change = ({ addresses, conventions }: Fields) =>
    send(
      () =>
        api.put(`/api/systems/${system.id}`, {
          addresses: networksIn(addresses),
          conventions,
          spread: system.spread,
        }),
      t('已变更，两秒内生效', 'Changed; it counts within two seconds'),
      onDone,
    );
  return (
    <Dialog
      title={t('变更地址与约定', 'Change addresses and conventions')}
      confirm={t('保存', 'Save')}
      busy={busy}
      problem={problem}
      onClose={onClose}
      onConfirm={() => form.submit()}
    >
      <Form<Fields>
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ addresses: system.addresses.join('\n'), conventions: system.conventions }}
        onFinish={fields => void change(fields)}
      >
        <AccessFields />
      </Form>
    </Dialog>
  );
}
