import { Button, Input, theme } from 'antd';
import { useState } from 'react';
import { api } from '../../api.ts';
import { postName } from '../../app/roles.ts';
import { formatTime } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { useSend } from '../../ui/useSend.ts';
import type { Dispute, DisputeRecorded } from './types.ts';

/** What the two sides and the mediator wrote, in full and in its order. */
export function Statements({ statements }: { statements: Dispute['statements'] }) {
  const { t, language } = useText();
  const { token } = theme.useToken();
  const side = {
    consumer: t('需求部门', 'Consumer'),
    provider: t('提供部门', 'Provider'),
    mediator: t('主管部门', 'Authority'),
  };
  return (
    <ol data-test="statements" style={{ listStyle: 'none', margin: 0, padding: 0, display: 'grid', gap: 12 }}>
      {statements.map(one => (
        <li
          key={`${one.at} ${one.side}`}
          style={{ borderInlineStart: `2px solid ${token.colorBorder}`, paddingInlineStart: 12 }}
        >
          <div style={{ fontSize: 12, color: token.colorTextSecondary }}>
            {side[one.side]} · {postName(one.post, language)} · {formatTime(one.at, language)}
          </div>
          <div style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', maxWidth: '42em' }}>{one.text}</div>
        </li>
      ))}
    </ol>
  );
}

/** A statement is written where the others are read. */
export function StatementForm({ dispute, onDone }: { dispute: Dispute; onDone: () => void }) {
  const { t } = useText();
  const { send, problem, busy } = useSend();
  const [note, setNote] = useState('');
  return (
    <form
      style={{ display: 'grid', gap: 8 }}
      onSubmit={event => {
        event.preventDefault();
        void send(
          () =>
            api.post<DisputeRecorded>(`/api/disputes/${dispute.id}/actions`, {
              action: 'state',
              note: note.trim(),
            }),
          t('意见已提交。', 'Your statement is with the others.'),
          () => {
            setNote('');
            onDone();
          },
        );
      }}
    >
      <Input.TextArea
        aria-label={t('意见', 'Statement')}
        data-test="statement"
        rows={3}
        maxLength={8000}
        value={note}
        placeholder={t('写本部门的意见，双方和主管部门都能看到', 'Both sides and the authority will read it')}
        onChange={event => setNote(event.target.value)}
      />
      {problem && <RefusalNotice problem={problem} />}
      <div>
        <Button htmlType="submit" disabled={busy || note.trim().length < 2} data-test="statement-send">
          {t('提交意见', 'Send')}
        </Button>
      </div>
    </form>
  );
}
