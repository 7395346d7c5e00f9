import { App, Form, Input, Modal, Radio } from 'antd';
import { api } from '../../../api.ts';
import { formatDate } from '../../../ui/format.ts';
import { useText } from '../../../ui/language.tsx';
import { RefusalNotice } from '../../../ui/RefusalNotice.tsx';
import { useSend } from '../../../ui/useSend.ts';
import type { Cell } from './months.ts';
import type { Changed, Day } from './types.ts';

interface Fields {
  kind: Day['kind'];
  name: string;
  source: string;
  reason: string;
}

/** One day is set right, with the notice that says so. */
export function CorrectDialog({
  cell,
  onClose,
  onDone,
}: {
  cell: Cell;
  onClose: () => void;
  onDone: () => void;
}) {
  const { t, language } = useText();
  const { message } = App.useApp();
  const [form] = Form.useForm<Fields>();
  const { busy, problem, send } = useSend();
  const required = [{ required: true, min: 2, message: t('请填写', 'Required') }];

  const save = (fields: Fields) =>
    send(async () => {
      const { moved } = await api.post<Changed>('/api/calendar/corrections', { date: cell.date, ...fields });
      void message.success(
        t(`已更正，${moved} 个在办期限已重算并告知`, `Corrected; ${moved} dates under way were told anew`),
      );
      onDone();
    });

  return (
    <Modal
      open
      width={560}
      title={t(
        `更正 ${formatDate(cell.date, language, true)}`,
        `Correct ${formatDate(cell.date, language, true)}`,
      )}
      onCancel={onClose}
      onOk={() => form.submit()}
      okText={t('更正并重算期限', 'Correct it and recompute')}
      cancelText={t('取消', 'Cancel')}
      okButtonProps={{ disabled: busy, 'data-test': 'calendar-correct-confirm' }}
    >
      <div className="cards" style={{ paddingBlock: 8 }}>
        <Form<Fields>
          form={form}
          layout="vertical"
          requiredMark={false}
          initialValues={{
            kind: cell.mark === 'holiday' || cell.mark === 'workday' ? 'ordinary' : 'holiday',
            name: '',
            source: '',
            reason: '',
          }}
          onFinish={fields => void save(fields)}
        >
          <Form.Item name="kind" label={t('这一天', 'This day is')}>
            <Radio.Group
              options={[
                { value: 'holiday', label: t('放假', 'off') },
                { value: 'workday', label: t('上班', 'worked') },
                { value: 'ordinary', label: t('按星期（周一至周五上班）', 'as the week has it') },
              ]}
            />
          </Form.Item>
          <Form.Item name="name" label={t('名称', 'Name')}>
            <Input maxLength={40} placeholder={t('如“临时放假”', '')} style={{ maxWidth: 320 }} />
          </Form.Item>
          <Form.Item
            name="source"
            label={t('依据的通知文号', 'Number of the notice')}
            rules={required}
            extra={t('如“国办发明电〔2025〕7号”', 'Such as 国办发明电〔2025〕7号')}
          >
            <Input maxLength={60} data-test="calendar-correct-source" style={{ maxWidth: 320 }} />
          </Form.Item>
          <Form.Item
            name="reason"
            label={t('原因（记入存证）', 'Reason, kept in the ledger')}
            rules={required}
          >
            <Input maxLength={200} data-test="calendar-correct-reason" />
          </Form.Item>
        </Form>
        {problem && <RefusalNotice problem={problem} />}
      </div>
    </Modal>
  );
}
