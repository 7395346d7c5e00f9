import { Input, theme } from 'antd';
import type { ReactNode } from 'react';
import type { Problem } from '../../api.ts';
import { roleName } from '../../app/roles.ts';
import { useSession } from '../../app/session.tsx';
import { ClauseNote } from '../../ui/ClauseNote.tsx';
import { useText } from '../../ui/language.tsx';
import { Decision, Field } from '../sharing/Decision.tsx';
import { ACTS } from './acts.ts';
import type { Grant, GrantAction } from './types.ts';

const LEAST_WORDS = 2;

interface GrantDecisionProps {
  grant: Grant;
  action: GrantAction;
  note: string;
  onNote: (note: string) => void;
  busy: boolean;
  problem: Problem | null;
  /** The fields of this step are not filled in yet. */
  incomplete?: boolean;
  /** Another sentence than the one that every step of its sort has. */
  says?: ReactNode;
  onClose: () => void;
  onConfirm: () => void;
  children?: ReactNode;
  /** What stands below the words. */
  after?: ReactNode;
}

/** One step in one dialog: what it is done to, what follows, the clause beside it, its words, and as whom it is done. */
export function GrantDecision(props: GrantDecisionProps) {
  const { grant, action, note, onNote, busy, problem, incomplete = false } = props;
  const { t, language } = useText();
  const { token } = theme.useToken();
  const { session } = useSession();
  const act = ACTS[action];
  const rule = grant.citations.find(citation => citation.ruleId === act.rule);
  const department = session.post?.departmentName ?? '';
  const role = roleName(session.post?.role ?? '', language);
  return (
    <Decision
      title={t(...act.title)}
      confirm={t(...(act.confirm ?? act.label))}
      danger={act.danger === true}
      busy={busy}
      problem={problem}
      disabled={incomplete || (act.optional !== true && note.trim().length < LEAST_WORDS)}
      test={`${action}-confirm`}
      onClose={props.onClose}
      onConfirm={props.onConfirm}
    >
      <div>
        <p>
          {t(
            `${grant.no}：${grant.consumer.name}的“${grant.system.name}”使用${grant.provider.name}“${grant.entryTitle}”。`,
            `${grant.no}: “${grant.system.name}” of ${grant.consumer.name} uses “${grant.entryTitle}” of ${grant.provider.name}.`,
          )}
        </p>
        <p style={{ marginTop: 4 }}>{props.says ?? t(...act.says)}</p>
      </div>
      {props.children}
      {act.note && (
        <Field label={t(...act.note)}>
          <Input.TextArea
            value={note}
            onChange={event => onNote(event.target.value)}
            autoSize={{ minRows: 2, maxRows: 8 }}
            maxLength={2000}
            data-test="grant-reason"
          />
        </Field>
      )}
      {props.after}
      {rule !== undefined && <ClauseNote citation={rule} />}
      <span style={{ color: token.colorTextSecondary, fontSize: 13 }}>
        {t(`以${department} ${role}身份办理`, `Done as ${role}, ${department}`)}
      </span>
    </Decision>
  );
}
