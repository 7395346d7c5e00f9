import { Alert, DatePicker, Input, Modal } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { api } from '../../api.ts';
import { today } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { refreshRepeals } from '../../ui/repeals.ts';
import { useSend } from '../../ui/useSend.ts';
import type { LawText } from './types.ts';

/** A repeal is entered once: from its date on no rule rests on the text, and each citation of it says so. */
export function RepealDialog({
  document,
  article,
  onClose,
  onDone,
}: {
  document: LawText;
  /** Empty: the whole text. */
  article: string;
  onClose: () => void;
  onDone: () => void;
}) {
  const { t } = useText();
  const [since, setSince] = useState(today);
  const [by, setBy] = useState('');
  const { busy, problem, send } = useSend();
  const rules =
    article === '' ? document.rules : (document.text.find(one => one.article === article)?.rulesWithin ?? 0);

  const enter = () =>
    send(
      async () => {
        await api.post('/api/law/repeals', { document: document.id, article, since, by: by.trim() });
        refreshRepeals();
      },
      t('已登记，所有引用处都会显示', 'Entered; every citation shows it'),
      onDone,
    );

  return (
    <Modal
      open
      title={t(`登记废止：${document.title} ${article}`, `Enter a repeal: ${document.title} ${article}`)}
      onCancel={onClose}
      onOk={() => void enter()}
      okText={t('登记废止', 'Enter the repeal')}
      cancelText={t('取消', 'Cancel')}
      okButtonProps={{ danger: true, disabled: busy || by.trim().length < 2, 'data-test': 'confirm-repeal' }}
    >
      <div className="cards" style={{ paddingBlock: 8 }}>
        <Alert
          type="warning"
          showIcon
          title={t(
            `${rules} 条规则依据它，从废止之日起不再适用；在办的办件按受理时的规定办完`,
            `${rules} rules rest on it and no longer bind from that day; open cases end under the rules they began with`,
          )}
        />
        <label style={{ display: 'grid', gap: 4 }}>
          {t('自哪一天起废止', 'No longer binding from')}
          <DatePicker
            value={dayjs(since)}
            allowClear={false}
            onChange={date => setSince(date?.format('YYYY-MM-DD') ?? since)}
          />
        </label>
        <label style={{ display: 'grid', gap: 4 }}>
          {t('废止它的文件', 'The text that repeals it')}
          <Input
            value={by}
            maxLength={200}
            data-test="repealed-by"
            placeholder={t('名称和文号', 'Title and number')}
            onChange={event => setBy(event.target.value)}
          />
        </label>
        {problem && <RefusalNotice problem={problem} />}
      </div>
    </Modal>
  );
}
