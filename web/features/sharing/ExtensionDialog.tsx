import { Input, InputNumber } from 'antd';
import { useState } from 'react';
import { ClauseNote } from '../../ui/ClauseNote.tsx';
import { useText } from '../../ui/language.tsx';
import { useRule } from '../catalog/useRule.ts';
import { Decision, Field } from './Decision.tsx';
import { Signature } from './Signature.tsx';
import { type DialogProps, useAct } from './useAct.ts';

const REASON_LENGTH = 5;

/** 提请延长: once, before the date, with the consent of the authority; the applicant is told. */
export function ExtensionDialog(props: DialogProps) {
  const { application, onClose } = props;
  const { t } = useText();
  const most = application.longestExtension ?? 10;
  const [days, setDays] = useState<number | null>(most);
  const [reason, setReason] = useState('');
  const { act, problem, busy } = useAct(
    props,
    t('已提请主管部门同意延长。', 'The authority has been asked for more days.'),
  );
  // The provider's rules are those of its own region: the reader's.
  const governing = useRule('answer.extension.days');
  const clause =
    application.citations.find(citation => citation.ruleId === 'answer.extension.days') ?? governing;
  return (
    <Decision
      title={t('提请延长答复', 'Ask for more days')}
      confirm={t('提请主管部门', 'Ask the authority')}
      busy={busy}
      problem={problem}
      disabled={days === null || Array.from(reason.trim()).length < REASON_LENGTH}
      test="act-confirm"
      onClose={onClose}
      onConfirm={() => days !== null && void act({ action: 'ask_extension', days, note: reason })}
    >
      <p style={{ margin: 0 }}>
        {t(
          `只能提一次，最多 ${most} 个工作日，须主管部门同意；没有同意前期限不变。主管部门同意时，申请方同时收到告知。`,
          `Once only, ${most} working days at most, with the authority’s consent; until then the date stands. The consumer is told when it consents.`,
        )}
      </p>
      <Field label={t('延长几个工作日', 'Working days')}>
        <InputNumber
          min={1}
          max={most}
          precision={0}
          value={days}
          onChange={setDays}
          data-test="extension-days"
        />
      </Field>
      <Field
        label={t(`理由（不少于 ${REASON_LENGTH} 个字）`, `Reason (${REASON_LENGTH} characters at least)`)}
      >
        <Input.TextArea
          value={reason}
          onChange={event => setReason(event.target.value)}
          autoSize={{ minRows: 2, maxRows: 6 }}
          maxLength={2000}
          data-test="act-note"
        />
      </Field>
      {clause && <ClauseNote citation={clause} />}
      <Signature />
    </Decision>
  );
}
