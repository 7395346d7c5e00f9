import { Input, theme } from 'antd';
import { useState } from 'react';
import { useSession } from '../../app/session.tsx';
import { formatDate } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { roleName } from './AgreeDialog.tsx';
import { Decision, Field } from './Decision.tsx';
import type { Application, ApplicationAction } from './types.ts';
import { useAct } from './useAct.ts';
import { modeWord } from './words.ts';

/** The decisions that need a word at most: consent, authorise, submit, withdraw, decline, supply. */
export function NoteDialog({
  application,
  action,
  label,
  onClose,
  onDone,
}: {
  application: Application;
  action: ApplicationAction;
  label: string;
  onClose: () => void;
  onDone: () => void;
}) {
  const { t, language } = useText();
  const { token } = theme.useToken();
  const { session } = useSession();
  const [note, setNote] = useState('');
  const said: Partial<Record<ApplicationAction, string>> = {
    submit: t('已送本部门共享机构负责人签批。', 'Sent to the head of your sharing office.'),
    consent: t('已签批，申请已提交。', 'Signed; the request has been sent.'),
    decline: t('已退回本部门经办人。', 'Returned to your department’s officer.'),
    withdraw: t('申请已撤回。', 'The request is withdrawn.'),
    authorise: t('已授权，授权立即生效。', 'Authorised; the grant is in force.'),
    supply_material: t('材料已补齐，继续计时。', 'Material supplied; the clock runs on.'),
  };
  const { act, problem, busy } = useAct(application.id, said[action] ?? label, onDone);
  const needed = action === 'decline' || action === 'supply_material' || action === 'withdraw';
  const danger = action === 'decline' || action === 'withdraw';
  const count = application.items.filter(item => item.requested).length;
  return (
    <Decision
      title={label}
      confirm={
        action === 'consent'
          ? t('确认同意', 'Confirm')
          : action === 'authorise'
            ? t('确认授权', 'Confirm')
            : label
      }
      danger={danger}
      busy={busy}
      problem={problem}
      disabled={needed && note.trim().length < 2}
      test="act-confirm"
      onClose={onClose}
      onConfirm={() => void act({ action, note })}
    >
      <p style={{ margin: 0 }}>
        {t(
          `${application.consumer.name} 以${modeWord(application.mode, t)}方式使用 ${application.provider.name}“${application.entryTitle}”的 ${count} 个数据项，用于 ${application.matter}，到 ${formatDate(application.until, language)}。`,
          `${application.consumer.name} would use ${count} items of “${application.entryTitle}” (${application.provider.name}) by ${modeWord(application.mode, t).toLowerCase()} for ${application.matter} until ${formatDate(application.until, language)}.`,
        )}
      </p>
      <Field
        label={
          action === 'supply_material'
            ? t('补了什么', 'What has been supplied')
            : needed
              ? t('理由', 'Reason')
              : t('意见（可不写）', 'Opinion (optional)')
        }
      >
        <Input.TextArea
          value={note}
          onChange={event => setNote(event.target.value)}
          autoSize={{ minRows: 2, maxRows: 6 }}
          maxLength={2000}
          data-test="act-note"
        />
      </Field>
      <span style={{ color: token.colorTextSecondary, fontSize: 13 }}>
        {t(
          `以 ${session.post?.departmentName ?? ''} ${roleName(session.post?.role, t)} 身份办理`,
          `Done as ${roleName(session.post?.role, t)}, ${session.post?.departmentName ?? ''}`,
        )}
      </span>
    </Decision>
  );
}
