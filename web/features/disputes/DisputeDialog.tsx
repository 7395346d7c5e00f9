import { DatePicker, Input, Radio } from 'antd';
import dayjs from 'dayjs';
import { type ReactNode, useState } from 'react';
import { api } from '../../api.ts';
import { useText } from '../../ui/language.tsx';
import { useSend } from '../../ui/useSend.ts';
import { Dialog } from '../administration/Dialog.tsx';
import { TermsFields } from './TermsFields.tsx';
import type { ActBody, Dispute, DisputeRecorded, Ending, Outcome, Terms } from './types.ts';
import { ACTS, type DialogAction, endingWords, outcomeWord } from './words.ts';

function Field({ id, label, children }: { id: string; label: string; children: ReactNode }) {
  return (
    <label htmlFor={id} style={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: 4 }}>
      {label}
      {children}
    </label>
  );
}

/** What the reader agrees to, accepts or confirms. */
function readBack(dispute: Dispute, action: DialogAction): Ending | null {
  if (action === 'agree' || action === 'decline') return dispute.proposal;
  if (action === 'accept' || action === 'reject') return dispute.opinion;
  return action === 'confirm_decision' ? dispute.decision : null;
}

/** One step of a dispute, with what that step asks for. */
export function DisputeDialog({
  dispute,
  action,
  onClose,
  onDone,
}: {
  dispute: Dispute;
  action: DialogAction;
  onClose: () => void;
  onDone: () => void;
}) {
  const { t, language } = useText();
  const act = ACTS[action];
  const { send, problem, busy } = useSend();
  const [note, setNote] = useState('');
  const [outcome, setOutcome] = useState<Outcome>();
  const [terms, setTerms] = useState<Terms>({});
  const [documentNo, setDocumentNo] = useState('');
  const [date, setDate] = useState('');
  const [participants, setParticipants] = useState('');
  const decides = action === 'decide' || action === 'enter_decision';
  const dated = decides || act.meeting === true;
  const numbered = decides || (action === 'opine' && !dispute.bodyHere);
  const ending = readBack(dispute, action);
  const narrowed = outcome === 'open' && Object.keys(terms).length > 0;
  const body: ActBody = {
    action,
    note: note.trim(),
    ...(outcome === undefined ? {} : { outcome }),
    ...(narrowed ? { terms } : {}),
    ...(documentNo.trim() === '' ? {} : { documentNo: documentNo.trim() }),
    ...(date === '' ? {} : { date }),
    ...(participants.trim() === '' ? {} : { participants: participants.trim() }),
  };
  const missing =
    (act.asks === true && note.trim().length < 2) ||
    (act.ends === true && outcome === undefined) ||
    (outcome === 'open' && terms.items?.length === 0) ||
    (numbered && documentNo.trim().length < 2) ||
    (dated && date === '') ||
    (act.meeting === true && participants.trim().length < 2);
  return (
    <Dialog
      title={t(`${act.label[0]}：${dispute.entryTitle}`, `${act.label[1]}: ${dispute.entryTitle}`)}
      confirm={t(...act.label)}
      danger={act.danger === true}
      busy={busy}
      disabled={missing}
      problem={problem}
      onClose={onClose}
      onConfirm={() =>
        void send(
          () => api.post<DisputeRecorded>(`/api/disputes/${dispute.id}/actions`, body),
          t(...act.done),
          () => {
            onClose();
            onDone();
          },
        )
      }
    >
      <p style={{ margin: 0 }}>{t(...act.says)}</p>
      {ending && (
        <p style={{ margin: 0 }} data-test="dispute-ending">
          <strong style={{ fontWeight: 500 }}>{endingWords(dispute.kind, ending, t, language)}</strong>
        </p>
      )}
      {act.ends && (
        <fieldset style={{ margin: 0, padding: 0, border: 'none' }}>
          <legend style={{ marginBottom: 4, fontSize: 14 }}>{t('结果', 'Outcome')}</legend>
          <Radio.Group
            data-test="dispute-outcome"
            value={outcome}
            onChange={event => setOutcome(event.target.value as Outcome)}
            style={{ display: 'flex', flexDirection: 'column', gap: 8 }}
            options={dispute.outcomes.map(value => ({ value, label: outcomeWord(dispute.kind, value, t) }))}
          />
        </fieldset>
      )}
      {outcome === 'open' && (
        <TermsFields applicationId={dispute.applicationId} terms={terms} onChange={setTerms} />
      )}
      {act.document && (
        <Field
          id="dispute-document"
          label={
            numbered
              ? t(
                  `${decides ? dispute.government : dispute.body}的文件字号`,
                  `Document number of ${decides ? dispute.government : dispute.body}`,
                )
              : t('文件字号（可不填）', 'Document number (optional)')
          }
        >
          <Input
            id="dispute-document"
            data-test="dispute-document"
            maxLength={100}
            value={documentNo}
            placeholder={t('如“平政办〔2026〕12号”', 'Such as 平政办〔2026〕12号')}
            onChange={event => setDocumentNo(event.target.value)}
          />
        </Field>
      )}
      {dated && (
        <label htmlFor="dispute-date" style={{ display: 'grid', gap: 4, justifyItems: 'start' }}>
          {act.meeting ? t('会议日期', 'Date of the meeting') : t('文件日期', 'Date of the document')}
          <DatePicker
            id="dispute-date"
            value={date === '' ? null : dayjs(date)}
            disabledDate={day => day.isAfter(dayjs(), 'day')}
            onChange={day => setDate(day?.format('YYYY-MM-DD') ?? '')}
          />
        </label>
      )}
      {act.meeting && (
        <Field id="dispute-participants" label={t('参加的部门和岗位', 'Departments and posts present')}>
          <Input
            id="dispute-participants"
            data-test="dispute-participants"
            maxLength={1000}
            value={participants}
            onChange={event => setParticipants(event.target.value)}
          />
        </Field>
      )}
      <Field id="dispute-words" label={t(...act.words)}>
        <Input.TextArea
          id="dispute-words"
          data-test="dispute-words"
          rows={4}
          maxLength={8000}
          value={note}
          onChange={event => setNote(event.target.value)}
        />
      </Field>
    </Dialog>
  );
}
