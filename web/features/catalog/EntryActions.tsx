import { App, Button, Checkbox, Input, Modal } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { api, Problem } from '../../api.ts';
import { useText } from '../../ui/language.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import type { Entry, EntryAction, EntryRecorded } from './types.ts';

type Step = Exclude<EntryAction, 'save'>;

function useSteps(): Record<Step, { label: string; done: string; says: string }> {
  const { t } = useText();
  return {
    submit: {
      label: t('送负责人签批', 'Send to the head to sign'),
      done: t('已送共享机构负责人签批', 'Sent to the head of the sharing office'),
      says: t(
        '签批后由部门负责人签批，再由主管部门审核发布。',
        'Then the department’s head signs and the authority reviews and publishes.',
      ),
    },
    sign_office: {
      label: t('同意', 'Agree'),
      done: t('已签批，送部门负责人', 'Signed; now with the department’s head'),
      says: t('同意后送部门负责人签批。', 'It then goes to the department’s head.'),
    },
    sign_department: {
      label: t('同意', 'Agree'),
      done: t('已签批，送主管部门审核', 'Signed; now with the authority'),
      says: t('同意后送主管部门审核。', 'It then goes to the authority for review.'),
    },
    publish: {
      label: t('通过并发布', 'Approve and publish'),
      done: t('已发布', 'Published'),
      says: t('发布后所有部门都能检索到这条目录。', 'All departments can then find this entry.'),
    },
    return: {
      label: t('退回修改', 'Send back'),
      done: t('已退回修改', 'Sent back'),
      says: t('请一次写明要改的地方。', 'Say at once everything that has to change.'),
    },
    withdraw: {
      label: t('撤销', 'Withdraw'),
      done: t('已撤销', 'Withdrawn'),
      says: t(
        '撤销后别的部门不能再申请；依据这条目录的授权随之终止。',
        'Others can no longer apply; grants that rest on it end.',
      ),
    },
  };
}

const FORWARD: readonly Step[] = ['publish', 'sign_department', 'sign_office', 'submit'];

/** What the reader may do with an entry now: least to most weighty, the way forward last and primary. */
export function EntryActions({ entry, onDone }: { entry: Entry; onDone: () => void }) {
  const { t } = useText();
  const [step, setStep] = useState<Step | null>(null);
  const steps = useSteps();
  const may = entry.actions.filter((action): action is Step => action !== 'save');
  const forward = FORWARD.find(action => may.includes(action));
  const others = may
    .filter(action => action !== forward)
    .toSorted((a, b) => Number(b === 'withdraw') - Number(a === 'withdraw'));
  const complete = entry.missing.length === 0;
  return (
    <>
      {others.map(action => (
        <Button
          key={action}
          danger={action === 'withdraw'}
          data-test={`act-${action.replaceAll('_', '-')}`}
          onClick={() => setStep(action)}
        >
          {steps[action].label}
        </Button>
      ))}
      {entry.actions.includes('save') && (
        <Link to={`/our-catalog/${entry.id}/edit`} data-test="entry-edit">
          <Button type={forward ? 'default' : 'primary'}>
            {entry.state === 'published' ? t('变更目录', 'Change entry') : t('编辑', 'Edit')}
          </Button>
        </Link>
      )}
      {forward && (
        <Button
          type="primary"
          data-test={`act-${forward.replaceAll('_', '-')}`}
          disabled={forward === 'submit' && !complete}
          title={
            forward === 'submit' && !complete
              ? t(`还差 ${entry.missing.length} 项`, `${entry.missing.length} still missing`)
              : undefined
          }
          onClick={() => setStep(forward)}
        >
          {steps[forward].label}
        </Button>
      )}
      {step && (
        <StepDialog
          key={step}
          entry={entry}
          step={step}
          words={steps[step]}
          onClose={() => setStep(null)}
          onDone={onDone}
        />
      )}
    </>
  );
}

interface StepDialogProps {
  entry: Entry;
  step: Step;
  words: { label: string; done: string; says: string };
  onClose: () => void;
  onDone: () => void;
}

function StepDialog({ entry, step, words, onClose, onDone }: StepDialogProps) {
  const { t } = useText();
  const { message } = App.useApp();
  const [note, setNote] = useState('');
  const [consent, setConsent] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [busy, setBusy] = useState(false);
  const asks = step === 'return' || step === 'withdraw';
  const offersConsent = step === 'sign_office' && entry.shareType === 'unconditional';

  async function send() {
    setBusy(true);
    setProblem(null);
    try {
      await api.post<EntryRecorded>(`/api/entries/${entry.id}/actions`, {
        action: step,
        note,
        ...(offersConsent ? { standingConsent: consent } : {}),
      });
      void message.success(words.done);
      onClose();
      onDone();
    } catch (fault) {
      if (!(fault instanceof Problem)) throw fault;
      setProblem(fault);
      setBusy(false);
    }
  }

  return (
    <Modal
      open
      width={560}
      title={t(`${words.label}：${entry.title}`, `${words.label}: ${entry.title}`)}
      onCancel={onClose}
      onOk={() => void send()}
      okText={busy ? t('提交中', 'Sending') : words.label}
      cancelText={t('先不办', 'Not now')}
      okButtonProps={{
        disabled: busy || (asks && note.trim().length < 2),
        danger: step === 'withdraw',
        'data-test': 'act-confirm',
      }}
    >
      <p style={{ marginBottom: 12 }}>{words.says}</p>
      {offersConsent && (
        <Checkbox
          checked={consent}
          onChange={event => setConsent(event.target.checked)}
          style={{ marginBottom: 12 }}
          data-test="standing-consent"
        >
          {t(
            '事先同意符合目录的申请，不再逐件答复（本地规则有“常设同意”时可选）',
            'Consent in advance to every lawful request (where the local rules know it)',
          )}
        </Checkbox>
      )}
      <label htmlFor="step-note" style={{ display: 'block', marginBottom: 4 }}>
        {asks ? t('理由', 'Reason') : t('意见（可不填）', 'Opinion (optional)')}
      </label>
      <Input.TextArea
        id="step-note"
        data-test="act-note"
        rows={3}
        maxLength={1000}
        value={note}
        onChange={event => setNote(event.target.value)}
      />
      {problem && (
        <div style={{ marginTop: 12 }}>
          <RefusalNotice problem={problem} />
        </div>
      )}
    </Modal>
  );
}
