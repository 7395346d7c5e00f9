import { App, Button, Checkbox, Input } from 'antd';
import { useState } from 'react';
import { api, Problem } from '../../api.ts';
import { useText } from '../../ui/language.tsx';
import { ClauseNote } from '../../ui/ClauseNote.tsx';
import { Decision, Field } from './Decision.tsx';
import type { Grant, GrantAction, GrantRecorded } from './types.ts';

/** 暂停, 恢复, 终止: each with its reason; ending asks whether it was discussed and filed (N809 27). */
export function GrantActions({ grant, onDone }: { grant: Grant; onDone: () => void }) {
  const { t } = useText();
  const [open, setOpen] = useState<GrantAction | null>(null);
  const label: Record<GrantAction, string> = {
    suspend: t('暂停', 'Suspend'),
    resume: t('恢复', 'Resume'),
    revoke: t('终止（须协商并备案）', 'End (after consultation and filing)'),
  };
  return (
    <>
      {grant.actions.map(action => (
        <Button key={action} danger={action === 'revoke'} onClick={() => setOpen(action)} data-test={action}>
          {label[action]}
        </Button>
      ))}
      {open !== null && (
        <ActDialog
          grant={grant}
          action={open}
          onClose={() => setOpen(null)}
          onDone={() => {
            setOpen(null);
            onDone();
          }}
        />
      )}
    </>
  );
}

function ActDialog({
  grant,
  action,
  onClose,
  onDone,
}: {
  grant: Grant;
  action: GrantAction;
  onClose: () => void;
  onDone: () => void;
}) {
  const { t } = useText();
  const { message } = App.useApp();
  const [reason, setReason] = useState('');
  const [consulted, setConsulted] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const rule = grant.citations.find(
    citation => citation.ruleId === (action === 'revoke' ? 'revoke.consult_and_file' : 'misuse.suspend'),
  );
  const words = {
    suspend: {
      title: t('暂停这个授权？', 'Suspend this grant?'),
      confirm: t('暂停', 'Suspend'),
      said: t('授权已暂停。', 'The grant is suspended.'),
    },
    resume: {
      title: t('恢复这个授权？', 'Resume this grant?'),
      confirm: t('恢复', 'Resume'),
      said: t('授权已恢复。', 'The grant is in force again.'),
    },
    revoke: {
      title: t('终止这个授权？', 'End this grant?'),
      confirm: t('终止', 'End it'),
      said: t('授权已终止。', 'The grant is ended.'),
    },
  }[action];
  async function send() {
    setBusy(true);
    setProblem(null);
    try {
      await api.post<GrantRecorded>(`/api/grants/${grant.id}/actions`, {
        action,
        reason,
        ...(action === 'revoke' ? { consulted } : {}),
      });
      void message.success(words.said);
      onDone();
    } catch (failure) {
      if (!(failure instanceof Problem)) throw failure;
      setProblem(failure);
    } finally {
      setBusy(false);
    }
  }
  return (
    <Decision
      title={words.title}
      confirm={words.confirm}
      danger={action !== 'resume'}
      busy={busy}
      problem={problem}
      disabled={reason.trim().length < 2}
      test={`${action}-confirm`}
      onClose={onClose}
      onConfirm={() => void send()}
    >
      <p style={{ margin: 0 }}>
        {t(
          `${grant.no}：${grant.consumer.name} 的“${grant.system.name}”使用“${grant.entryTitle}”。`,
          `${grant.no}: “${grant.system.name}” of ${grant.consumer.name} uses “${grant.entryTitle}”.`,
        )}{' '}
        {action !== 'resume' &&
          t(
            '确认后立即不再提供数据，正在运行的交换停止。',
            'Once confirmed nothing more is served, and a running exchange stops.',
          )}
      </p>
      {rule !== undefined && action !== 'resume' && <ClauseNote citation={rule} />}
      <Field label={t('原因（对方看得到）', 'Reason (the other side sees it)')}>
        <Input.TextArea
          value={reason}
          onChange={event => setReason(event.target.value)}
          autoSize={{ minRows: 2, maxRows: 6 }}
          maxLength={1000}
          data-test="grant-reason"
        />
      </Field>
      {action === 'revoke' && (
        <Checkbox
          checked={consulted}
          onChange={event => setConsulted(event.target.checked)}
          data-test="revoke-consulted"
        >
          {t(
            '已与使用部门协商，并已报主管部门备案',
            'Discussed with the consumer and filed with the authority',
          )}
        </Checkbox>
      )}
    </Decision>
  );
}
