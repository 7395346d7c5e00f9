import { App, Button, Card, Input, Modal, Space, theme } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { api } from '../../api.ts';
import { formatDate } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { useSend } from '../../ui/useSend.ts';
import { Field } from './Decision.tsx';
import { BACKWARD, type ManyAction, manyWord } from './many.ts';
import { Signature } from './Signature.tsx';
import type { ApplicationRow, ManyDone } from './types.ts';
import { modeWord } from './words.ts';

interface ManyDialogProps {
  action: ManyAction;
  rows: readonly ApplicationRow[];
  onClose: () => void;
  onDone: () => void;
}

/** Reads back every case before many are signed, and afterwards names those that were refused, with the reason. */
export function ManyDialog({ action, rows, onClose, onDone }: ManyDialogProps) {
  const { t, language } = useText();
  const { token } = theme.useToken();
  const { message } = App.useApp();
  const [note, setNote] = useState('');
  const { busy, problem, send } = useSend();
  const [done, setDone] = useState<ManyDone | null>(null);
  const back = BACKWARD.has(action);
  const word = manyWord(action, t);
  const refused = done?.items.filter(item => item.problem !== null) ?? [];

  const sign = () =>
    send(async () => {
      const answer = await api.post<ManyDone>('/api/applications/many', {
        ids: rows.map(row => row.id),
        action,
        note,
      });
      if (answer.items.some(item => item.problem !== null)) setDone(answer);
      else {
        void message.success(t(`${word}：${answer.done} 件已办`, `${word}: ${answer.done} done`));
        onDone();
      }
    });

  if (done !== null)
    return (
      <Modal
        open
        width={560}
        title={t(
          `已办 ${done.done} 件，${refused.length} 件没有办成`,
          `${done.done} done, ${refused.length} not`,
        )}
        onCancel={onDone}
        footer={
          <Button type="primary" onClick={onDone} data-test="many-close">
            {t('知道了', 'Close')}
          </Button>
        }
      >
        <ul style={{ margin: 0, paddingInlineStart: 20, display: 'grid', gap: 8 }} data-test="many-refused">
          {refused.map(({ id, no, problem: why }) => (
            <li key={id}>
              <Link to={`/cases/${id}`}>{no}</Link> {rows.find(row => row.id === id)?.entryTitle}
              {why !== null && (
                <div>
                  <span style={{ color: token.colorError }}>{t(why.title, why.titleEn)}</span>
                  <div style={{ color: token.colorTextSecondary }}>
                    {t(`您可以：${why.remedy}`, `You can: ${why.remedyEn}`)}
                  </div>
                </div>
              )}
            </li>
          ))}
        </ul>
      </Modal>
    );

  return (
    <Modal
      open
      width={560}
      title={t(`${word} ${rows.length} 件？`, `${word}: ${rows.length}?`)}
      onCancel={onClose}
      footer={
        <Space>
          <Button onClick={onClose}>{t('先不办', 'Not now')}</Button>
          <Button
            type="primary"
            danger={back}
            disabled={busy || (back && note.trim().length < 2)}
            onClick={() => void sign()}
            data-test="many-confirm"
          >
            {busy ? t('提交中', 'Sending') : t(`确认${word}`, word)}
          </Button>
        </Space>
      }
    >
      <div style={{ display: 'grid', gap: 16 }}>
        <div style={{ display: 'grid', gap: 8, maxHeight: 320, overflowY: 'auto' }} data-test="many-list">
          {rows.map(row => (
            <Card key={row.id} size="small" style={{ background: token.colorFillQuaternary }}>
              <div>
                {t(
                  `${row.consumer.name} 以${modeWord(row.mode, t)}方式使用 ${row.provider.name}“${row.entryTitle}”的 ${row.itemCount} 个数据项，用于 ${row.matter}，到 ${formatDate(row.until, language)}。`,
                  `${row.consumer.name} would use ${row.itemCount} items of “${row.entryTitle}” (${row.provider.name}) by ${modeWord(row.mode, t).toLowerCase()} for ${row.matter} until ${formatDate(row.until, language)}.`,
                )}
              </div>
              <div style={{ fontSize: 12, color: token.colorTextTertiary, marginTop: 4 }}>{row.no}</div>
            </Card>
          ))}
        </div>
        <Field
          label={
            back ? t('理由', 'Reason') : t('意见（可不写，每件都记）', 'Opinion (optional, kept with each)')
          }
        >
          <Input.TextArea
            value={note}
            onChange={event => setNote(event.target.value)}
            autoSize={{ minRows: 2, maxRows: 6 }}
            maxLength={2000}
            data-test="many-note"
          />
        </Field>
        <Signature />
        {problem !== null && <RefusalNotice problem={problem} />}
      </div>
    </Modal>
  );
}
