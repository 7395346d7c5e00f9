import { Radio } from 'antd';
import { type ComponentType, useState } from 'react';
import { formatDate } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { Field } from '../sharing/Decision.tsx';
import { civilDate } from '../sharing/words.ts';
import { DateField } from './DateField.tsx';
import { DemandDialog, ReportDialog, SignDialog } from './DisposalDialogs.tsx';
import { GrantDecision } from './GrantDecision.tsx';
import { Proofs } from './Proofs.tsx';
import { ProposeDialog } from './ProposeDialog.tsx';
import { plusDays } from './shown.ts';
import type { Cause, GrantAction, PurposeEnd } from './types.ts';
import { type DialogProps, useGrantAct } from './useGrantAct.ts';
import { CAUSE_WORDS, PURPOSE_WORDS } from './words.ts';

/** The steps that ask for a date or a choice; all others ask for words only. */
const DIALOGS: Partial<Record<GrantAction, ComponentType<DialogProps>>> = {
  suspend: SuspendDialog,
  order_repair: RepairDialog,
  give_up: GiveUpDialog,
  propose: ProposeDialog,
  file_change: FileDialog,
  demand_disposal: DemandDialog,
  report_disposal: ReportDialog,
  sign_disposal: SignDialog,
};

export function ActDialog({ action, ...props }: DialogProps & { action: GrantAction }) {
  const Asking = DIALOGS[action];
  return Asking ? <Asking {...props} /> : <WordsDialog action={action} {...props} />;
}

function WordsDialog({ action, ...props }: DialogProps & { action: GrantAction }) {
  const { act, problem, busy } = useGrantAct(props);
  const [note, setNote] = useState('');
  return (
    <GrantDecision
      grant={props.grant}
      action={action}
      note={note}
      onNote={setNote}
      busy={busy}
      problem={problem}
      onClose={props.onClose}
      after={action === 'submit_repair' && <Proofs grantId={props.grant.id} />}
      onConfirm={() => void act({ action, note: note.trim() })}
    />
  );
}

function SuspendDialog(props: DialogProps) {
  const { t } = useText();
  const { act, problem, busy } = useGrantAct(props);
  const [note, setNote] = useState('');
  const [cause, setCause] = useState<Cause>();
  return (
    <GrantDecision
      grant={props.grant}
      action="suspend"
      note={note}
      onNote={setNote}
      busy={busy}
      problem={problem}
      incomplete={cause === undefined}
      onClose={props.onClose}
      onConfirm={() => void (cause && act({ action: 'suspend', cause, note: note.trim() }))}
    >
      <Field
        label={t('为什么暂停', 'Why')}
        hint={
          cause === 'misuse'
            ? t(
                '违规使用：下一步限期整改，合格才能恢复；到期未改正的可以终止。',
                'Misuse: next comes the order to mend it by a date; it goes on once that is accepted, and may be ended if not.',
              )
            : undefined
        }
      >
        <Radio.Group
          value={cause}
          onChange={event => setCause(event.target.value as Cause)}
          options={(Object.keys(CAUSE_WORDS) as Cause[]).map(value => ({
            value,
            label: t(...CAUSE_WORDS[value]),
          }))}
          data-test="suspend-cause"
        />
      </Field>
    </GrantDecision>
  );
}

/** What an order to mend something gives at first: two weeks, to be changed. */
const REPAIR_DAYS = 14;

function RepairDialog(props: DialogProps) {
  const { t, language } = useText();
  const { act, problem, busy } = useGrantAct(props);
  const today = civilDate();
  const [note, setNote] = useState('');
  const [until, setUntil] = useState(plusDays(today, REPAIR_DAYS));
  return (
    <GrantDecision
      grant={props.grant}
      action="order_repair"
      note={note}
      onNote={setNote}
      busy={busy}
      problem={problem}
      incomplete={until === ''}
      says={
        until === ''
          ? undefined
          : t(
              `请 ${props.grant.consumer.name} 在 ${formatDate(until, language, true)}前完成整改。整改期间不提供数据；合格即恢复使用，到期未改正可以终止授权。`,
              `${props.grant.consumer.name} is to mend it by ${formatDate(until, language, true)}. Nothing is served meanwhile; once accepted it goes on, and if nothing is mended by then the grant may be ended.`,
            )
      }
      onClose={props.onClose}
      onConfirm={() => void act({ action: 'order_repair', until, note: note.trim() })}
    >
      <DateField
        label={t('整改到哪天', 'To be mended by')}
        value={until}
        onChange={setUntil}
        min={plusDays(today, 1)}
        test="repair-until"
      />
    </GrantDecision>
  );
}

function GiveUpDialog(props: DialogProps) {
  const { t } = useText();
  const { act, problem, busy } = useGrantAct(props);
  const [note, setNote] = useState('');
  const [because, setBecause] = useState<PurposeEnd>();
  return (
    <GrantDecision
      grant={props.grant}
      action="give_up"
      note={note}
      onNote={setNote}
      busy={busy}
      problem={problem}
      incomplete={because === undefined}
      onClose={props.onClose}
      onConfirm={() => void (because && act({ action: 'give_up', because, note: note.trim() }))}
    >
      <Field label={t('为什么放弃', 'Why')}>
        <Radio.Group
          vertical
          value={because}
          onChange={event => setBecause(event.target.value as PurposeEnd)}
          options={(Object.keys(PURPOSE_WORDS) as PurposeEnd[]).map(value => ({
            value,
            label: t(...PURPOSE_WORDS[value]),
          }))}
          data-test="give-up-because"
        />
      </Field>
    </GrantDecision>
  );
}

function FileDialog(props: DialogProps) {
  const { t } = useText();
  const { act, problem, busy } = useGrantAct(props);
  const proposed = props.grant.change?.on ?? civilDate();
  const [note, setNote] = useState('');
  const [on, setOn] = useState(proposed);
  return (
    <GrantDecision
      grant={props.grant}
      action="file_change"
      note={note}
      onNote={setNote}
      busy={busy}
      problem={problem}
      incomplete={on === ''}
      onClose={props.onClose}
      onConfirm={() =>
        void act({ action: 'file_change', note: note.trim(), ...(on === proposed ? {} : { on }) })
      }
    >
      <DateField
        label={t('生效日', 'Takes effect on')}
        value={on}
        onChange={setOn}
        min={proposed}
        test="file-on"
      />
    </GrantDecision>
  );
}
