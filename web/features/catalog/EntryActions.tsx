import { Button, Checkbox, Input, Modal } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { api } from '../../api.ts';
import { useText } from '../../ui/language.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { useSend } from '../../ui/useSend.ts';
import { fieldName } from './fieldWords.ts';
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
    suspend: {
      label: t('暂停', 'Suspend'),
      done: t('已暂停，已通告各部门', 'Suspended; all departments are told'),
      says: t(
        '暂停期间不接受新的申请，已有的授权照常使用。使用部门会看到原因。',
        'It takes no new applications meanwhile; grants go on. Those who use it read the reason.',
      ),
    },
    resume: {
      label: t('恢复', 'Resume'),
      done: t('已恢复，已通告各部门', 'Resumed; all departments are told'),
      says: t('恢复后可以重新申请。', 'It takes applications again.'),
    },
  };
}

const FORWARD: readonly Step[] = ['publish', 'sign_department', 'sign_office', 'submit'];

/** What the reader may do with an entry now: least to most weighty, the way forward last and primary. */
export function EntryActions({
  entry,
  remarks = {},
  onDone,
}: {
  entry: Entry;
  /** Written at fields, to be sent back with the entry. */
  remarks?: Readonly<Record<string, string>>;
  onDone: () => void;
}) {
  const { t } = useText();
  const [step, setStep] = useState<Step | null>(null);
  const steps = useSteps();
  const may = entry.actions.filter((action): action is Step => action !== 'save');
  const forward = FORWARD.find(action => may.includes(action));
  const others = may
    .filter(action => action !== forward)
    .toSorted((a, b) => Number(b === 'withdraw') - Number(a === 'withdraw'));
  const written = Object.values(remarks).filter(text => text.trim() !== '').length;
  const complete = entry.missing.length === 0;
  return (
    <>
      {others.map(action => (
        <Button
          key={action}
          danger={action === 'withdraw' || action === 'suspend'}
          data-test={`act-${action.replaceAll('_', '-')}`}
          onClick={() => setStep(action)}
        >
          {action === 'return' && written > 0
            ? t(`退回修改（${written} 条意见）`, `Send back (remarks: ${written})`)
            : steps[action].label}
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
          remarks={step === 'return' ? remarks : {}}
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
  remarks: Readonly<Record<string, string>>;
  onClose: () => void;
  onDone: () => void;
}

function StepDialog({ entry, step, words, remarks, onClose, onDone }: StepDialogProps) {
  const { t, language } = useText();
  const [note, setNote] = useState('');
  const [consent, setConsent] = useState(false);
  const { busy, problem, send } = useSend();
  const written = Object.entries(remarks).filter(([, text]) => text.trim() !== '');
  const asks = (step === 'return' && written.length === 0) || step === 'withdraw' || step === 'suspend';
  const danger = step === 'withdraw' || step === 'suspend';
  const offersConsent = step === 'sign_office' && entry.shareType === 'unconditional';

  const take = () =>
    send(
      () =>
        api.post<EntryRecorded>(`/api/entries/${entry.id}/actions`, {
          action: step,
          note,
          ...(offersConsent ? { standingConsent: consent } : {}),
          ...(written.length > 0
            ? { remarks: written.map(([field, text]) => ({ field, text: text.trim() })) }
            : {}),
        }),
      words.done,
      () => {
        onClose();
        onDone();
      },
    );

  return (
    <Modal
      open
      width={560}
      title={t(`${words.label}：${entry.title}`, `${words.label}: ${entry.title}`)}
      onCancel={onClose}
      onOk={() => void take()}
      okText={busy ? t('提交中', 'Sending') : words.label}
      cancelText={t('先不办', 'Not now')}
      okButtonProps={{
        disabled: busy || (asks && note.trim().length < 2),
        danger,
        'data-test': 'act-confirm',
      }}
    >
      <p style={{ marginBottom: 12 }}>{words.says}</p>
      {written.length > 0 && (
        <ul style={{ margin: '0 0 12px', paddingInlineStart: 18 }}>
          {written.map(([field, text]) => (
            <li key={field}>
              {t(`${fieldName(field, language)}：${text}`, `${fieldName(field, language)}: ${text}`)}
            </li>
          ))}
        </ul>
      )}
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
