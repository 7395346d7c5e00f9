import { App, Card, Input, Modal, theme } from 'antd';
import { useState } from 'react';
import { api, Problem } from '../../api.ts';
import { useSession } from '../../app/session.tsx';
import { roleName } from '../../app/roles.ts';
import { useText } from '../../ui/language.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { type Todo, keyOf, signatureOf } from './todos.ts';

interface SignDialogProps {
  todos: readonly Todo[];
  way: 'agree' | 'back';
  onClose: () => void;
  onDone: () => void;
}

/** Reads back what is signed, in whose name. Several are signed one after the other, up to the first refusal. */
export function SignDialog({ todos, way, onClose, onDone }: SignDialogProps) {
  const { t, language } = useText();
  const { token } = theme.useToken();
  const { session } = useSession();
  const { message } = App.useApp();
  const [note, setNote] = useState('');
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const [signed, setSigned] = useState<ReadonlySet<string>>(new Set());
  const agrees = way === 'agree';
  const open = todos.filter(todo => !signed.has(keyOf(todo)));
  const what =
    todos.length === 1
      ? t(`“${todos[0]?.title}”`, `“${todos[0]?.title}”`)
      : t(`${todos.length} 件`, `${todos.length} matters`);

  async function send() {
    setBusy(true);
    setProblem(null);
    const done = new Set(signed);
    try {
      for (const todo of open) {
        const signature = signatureOf(todo);
        if (!signature) continue;
        await api.post(signature.address, { action: agrees ? signature.agree : signature.back, note });
        done.add(keyOf(todo));
      }
      void message.success(
        agrees ? t(`已同意${what}`, `Agreed: ${what}`) : t(`已退回${what}`, `Sent back: ${what}`),
      );
      onDone();
    } catch (fault) {
      if (!(fault instanceof Problem)) throw fault;
      setSigned(done);
      setProblem(fault);
      setBusy(false);
    }
  }

  return (
    <Modal
      open
      width={560}
      title={agrees ? t(`同意${what}？`, `Agree to ${what}?`) : t(`退回${what}？`, `Send ${what} back?`)}
      onCancel={signed.size > 0 ? onDone : onClose}
      okText={busy ? t('提交中', 'Sending') : agrees ? t('确认同意', 'Agree') : t('退回', 'Send back')}
      cancelText={agrees ? t('先不签', 'Not yet') : t('不退回', 'Do not send back')}
      okButtonProps={{
        disabled: busy || (!agrees && note.trim().length < 2),
        danger: !agrees,
        'data-test': 'card-confirm',
      }}
      onOk={() => void send()}
    >
      <div style={{ display: 'grid', gap: 8, maxHeight: 320, overflowY: 'auto' }}>
        {open.map(todo => (
          <Card key={keyOf(todo)} size="small" style={{ background: token.colorFillQuaternary }}>
            <div>{todo.summary || todo.title}</div>
            <div style={{ fontSize: 12, color: token.colorTextTertiary, marginTop: 4 }}>
              {[todo.no, todo.other].filter(word => word !== '').join(' · ')}
            </div>
          </Card>
        ))}
      </div>
      <label style={{ display: 'block', margin: '16px 0 4px' }} htmlFor="sign-note">
        {agrees ? t('意见（可不填）', 'Opinion (optional)') : t('退回的理由', 'Why it is sent back')}
      </label>
      <Input.TextArea
        id="sign-note"
        data-test="card-note"
        rows={3}
        maxLength={1000}
        value={note}
        onChange={event => setNote(event.target.value)}
      />
      {session.post && (
        <p style={{ color: token.colorTextSecondary, marginTop: 12 }}>
          {t(
            `以${session.post.departmentName}${roleName(session.post.role, language)}身份签批`,
            `Signed as ${session.post.departmentName}, ${roleName(session.post.role, language)}`,
          )}
        </p>
      )}
      {problem && (
        <div style={{ marginTop: 12 }}>
          {todos.length > 1 && (
            <p style={{ marginBottom: 8 }}>
              {t(
                `已同意 ${signed.size} 件；“${open[0]?.title}”没有通过：`,
                `${signed.size} agreed; “${open[0]?.title}” was refused:`,
              )}
            </p>
          )}
          <RefusalNotice problem={problem} />
        </div>
      )}
    </Modal>
  );
}
