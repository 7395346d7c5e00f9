import { App, Button, Modal } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { api } from '../../api.ts';
import { useText } from '../../ui/language.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { useSend } from '../../ui/useSend.ts';
import type { BulkDone } from './types.ts';

export type BulkAction = 'submit' | 'sign_office' | 'sign_department' | 'publish';

interface BulkStepProps {
  action: BulkAction;
  ids: readonly number[];
  label: string;
  /** What it does, asked before it is done. */
  says: string;
  /** Where a refused entry is opened. */
  place: string;
  onDone: () => void;
}

/** One step for several entries: each is done or refused by itself, and every refusal is told. */
export function BulkStep({ action, ids, label, says, place, onDone }: BulkStepProps) {
  const { t } = useText();
  const { message } = App.useApp();
  const [asking, setAsking] = useState(false);
  const { busy, problem, send } = useSend();
  const [answer, setAnswer] = useState<BulkDone | null>(null);

  const take = () =>
    send(async () => {
      const done = await api.post<BulkDone>('/api/entries/actions', { ids, action });
      setAsking(false);
      if (done.refused.length > 0) setAnswer(done);
      else void message.success(t(`${done.done} 条已办`, `${done.done} done`));
      onDone();
    });

  return (
    <>
      <Button
        type="primary"
        disabled={ids.length === 0}
        data-test={`bulk-${action}`}
        onClick={() => setAsking(true)}
      >
        {ids.length === 0 ? label : t(`${label}（${ids.length} 条）`, `${label} (${ids.length})`)}
      </Button>
      <Modal
        open={asking}
        title={t(`${label}：${ids.length} 条`, `${label}: ${ids.length} entries`)}
        onCancel={() => setAsking(false)}
        onOk={() => void take()}
        okText={busy ? t('提交中', 'Sending') : label}
        cancelText={t('先不办', 'Not now')}
        okButtonProps={{ disabled: busy, 'data-test': 'bulk-confirm' }}
      >
        <p>{says}</p>
        {problem && <RefusalNotice problem={problem} />}
      </Modal>
      <Modal
        open={answer !== null}
        title={t(
          `${answer?.done ?? 0} 条已办，${answer?.refused.length ?? 0} 条没有办成`,
          `${answer?.done ?? 0} done, ${answer?.refused.length ?? 0} not done`,
        )}
        onCancel={() => setAnswer(null)}
        footer={<Button onClick={() => setAnswer(null)}>{t('知道了', 'Close')}</Button>}
      >
        <ul style={{ margin: 0, paddingInlineStart: 18 }}>
          {answer?.refused.map(one => (
            <li key={one.id}>
              <Link to={`${place}/${one.id}`}>{one.title || t('未命名的目录', 'Entry without a title')}</Link>
              <div>{t(one.text, one.textEn)}</div>
            </li>
          ))}
        </ul>
      </Modal>
    </>
  );
}
