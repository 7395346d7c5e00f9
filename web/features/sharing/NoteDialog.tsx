import { Input, theme } from 'antd';
import { useState } from 'react';
import { formatDate } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { Decision, Field } from './Decision.tsx';
import { askedOf } from './narrowing.ts';
import { noteWords } from './noteWords.ts';
import { ProposalLines } from './ProposalLines.tsx';
import { Signature } from './Signature.tsx';
import type { Application } from './types.ts';
import { type DialogProps, useAct } from './useAct.ts';
import { actionName, modeWord } from './words.ts';

type Simple = Parameters<typeof noteWords>[0];

/** The decisions that need a word at most; what is signed is read back. */
export function NoteDialog(props: DialogProps) {
  const { application, onClose } = props;
  const action = props.action as Simple;
  const { t } = useText();
  const { token } = theme.useToken();
  const [note, setNote] = useState('');
  const words = noteWords(action, t);
  const label = actionName(action, t);
  const { act, problem, busy } = useAct(props, words.said);
  return (
    <Decision
      title={label}
      confirm={words.confirm ?? label}
      danger={words.danger === true}
      busy={busy}
      problem={problem}
      disabled={Array.from(note.trim()).length < words.least}
      test="act-confirm"
      onClose={onClose}
      onConfirm={() => void act({ action, note })}
    >
      <p style={{ margin: 0 }} data-test="act-sentence">
        <Sentence application={application} action={action} />
      </p>
      {action === 'accept' && application.proposal !== null && (
        <ProposalLines application={application} proposal={application.proposal} />
      )}
      {words.says !== undefined && <p style={{ margin: 0, color: token.colorTextSecondary }}>{words.says}</p>}
      {action === 'supply_material' && (
        <ul style={{ margin: 0, paddingInlineStart: 20 }}>
          {application.material.map(line => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      )}
      <Field label={words.ask}>
        <Input.TextArea
          value={note}
          onChange={event => setNote(event.target.value)}
          autoSize={{ minRows: 2, maxRows: 6 }}
          maxLength={2000}
          data-test="act-note"
        />
      </Field>
      <Signature />
    </Decision>
  );
}

/** What is decided over, in one sentence. */
function Sentence({ application, action }: { application: Application; action: Simple }) {
  const { t, language } = useText();
  const { consumer, provider, extension, proposal } = application;
  if ((action === 'grant_extension' || action === 'deny_extension') && extension !== null)
    return t(
      `${provider.name} 提请延长 ${extension.days} 个工作日答复“${application.entryTitle}”的申请：${extension.reason}`,
      `${provider.name} asks for ${extension.days} more working days for “${application.entryTitle}”: ${extension.reason}`,
    );
  const agreed = action === 'accept' || action === 'pass_check' || action === 'fail_check' ? proposal : null;
  const count = agreed === null ? askedOf(application).length : agreed.items.length;
  const mode = modeWord(agreed?.mode ?? application.mode, t);
  const until = formatDate(agreed?.until ?? application.until, language);
  return t(
    `${consumer.name} 以${mode}方式使用 ${provider.name}“${application.entryTitle}”的 ${count} 个数据项，用于 ${application.matter}，到 ${until}。`,
    `${consumer.name} would use ${count} items of “${application.entryTitle}” (${provider.name}) by ${mode.toLowerCase()} for ${application.matter} until ${until}.`,
  );
}
