import { Form, Modal, Select } from 'antd';
import { useState } from 'react';
import { useLoad } from '../../../api.ts';
import { useText } from '../../../ui/language.tsx';
import { RefusalNotice } from '../../../ui/RefusalNotice.tsx';
import { useSend } from '../../../ui/useSend.ts';
import type { CollectionDetail, Entry } from '../types.ts';
import { actOn } from './actOn.ts';

/** 确认归集; who knows better than the table’s primary key says what tells its rows apart. */
export function ConfirmDialog({
  collection,
  onClose,
  onDone,
}: {
  collection: CollectionDetail;
  onClose: () => void;
  onDone: () => void;
}) {
  const { t } = useText();
  const entry = useLoad<Entry>(`/api/entries/${collection.entryId}`);
  const [key, setKey] = useState<string[]>(collection.key);
  const { send, problem, busy } = useSend();
  const confirm = () =>
    send(
      () => actOn(collection, 'confirm', key.length === 0 ? {} : { key }),
      t('已确认，开始归集。', 'Confirmed; collection has started.'),
      onDone,
    );
  return (
    <Modal
      open
      width={560}
      title={t(`归集“${collection.entryTitle}”`, `Collect “${collection.entryTitle}”`)}
      onCancel={onClose}
      onOk={() => void confirm()}
      okText={t('确认归集', 'Confirm')}
      cancelText={t('取消', 'Cancel')}
      okButtonProps={{ disabled: busy, 'data-test': 'confirm-ok' }}
    >
      <div className="cards" style={{ paddingBlock: 8 }}>
        <p>
          {t(
            '全部数据项原样进入本部门的资源池，留下每行的历史。归集不等于授权，别的部门仍须申请。',
            'All items go into your department’s pool unchanged, with the history of each row. Collection grants nobody access; other departments still have to apply.',
          )}
        </p>
        <Form.Item
          layout="vertical"
          label={t('凭什么认出一行', 'Row identifier')}
          htmlFor="confirm-key"
          extra={t(
            '不选就用来源表的主键；没有主键的，整行相同才算同一行。',
            'Leave empty to use the source table’s primary key; without one, only identical rows count as the same row.',
          )}
          style={{ marginBottom: 0 }}
        >
          <Select
            id="confirm-key"
            mode="multiple"
            allowClear
            value={key}
            onChange={setKey}
            placeholder={t('来源表的主键', 'Primary key of the source table')}
            options={(entry.data?.content.items ?? []).map(({ name }) => ({ value: name, label: name }))}
            data-test="confirm-key"
          />
        </Form.Item>
        {problem !== null && <RefusalNotice problem={problem} />}
      </div>
    </Modal>
  );
}
