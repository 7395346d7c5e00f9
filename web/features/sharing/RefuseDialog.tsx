import { Checkbox, Input, Radio, theme } from 'antd';
import { useState } from 'react';
import { ClauseNote } from '../../ui/ClauseNote.tsx';
import { useText } from '../../ui/language.tsx';
import { BasisFields } from './BasisFields.tsx';
import { Decision, Field } from './Decision.tsx';
import { Signature } from './Signature.tsx';
import type { Basis, RefusalCategory } from './types.ts';
import { type DialogProps, useAct } from './useAct.ts';
import { categoryWord } from './words.ts';

const REASON_LENGTH = 20;
/** 数据不在本部门 is an answer of its own: it names the holder and the request goes on there. */
const GROUNDS = ['condition_not_met', 'law_forbids', 'other'] as const satisfies readonly RefusalCategory[];
type Ground = (typeof GROUNDS)[number];

/** 不同意, and 提请不同意 where the rule holds in principle only: ground, reason, basis, each with its clause. */
export function RefuseDialog(props: DialogProps) {
  const { application, onClose } = props;
  const { t } = useText();
  const { token } = theme.useToken();
  const outside = props.action === 'refuse_outside';
  const { categories, ranks } = application.refusal;
  const allowed = (ground: Ground) => outside || categories.includes(ground);
  const [ground, setGround] = useState<Ground>(() => GROUNDS.find(allowed) ?? 'condition_not_met');
  const [unmet, setUnmet] = useState<string[]>([]);
  const [reason, setReason] = useState('');
  const [basis, setBasis] = useState<Basis>({ rank: ranks[0] ?? 'law', title: '', article: '' });
  const written = Array.from(reason.trim()).length;
  const lacksBasis = ground === 'law_forbids' && !outside && basis.title.trim() === '';
  const lacksCondition = ground === 'condition_not_met' && unmet.length === 0;
  const clause = application.citations.find(citation => citation.ruleId === 'answer.refusal');
  const { act, problem, busy } = useAct(
    props,
    outside
      ? t('已提请主管部门决定。', 'The authority decides.')
      : t('已答复：不同意。', 'Answered: refused.'),
  );
  const confirm = lacksBasis
    ? t('缺少依据，不能不同意', 'No basis, no refusal')
    : outside
      ? t('提请主管部门', 'Ask the authority')
      : t('确认不同意', 'Refuse');
  return (
    <Decision
      title={outside ? t('提请不同意', 'Ask leave to refuse') : t('不同意', 'Refuse')}
      confirm={confirm}
      danger
      busy={busy}
      problem={problem}
      disabled={lacksBasis || lacksCondition || !allowed(ground) || written < REASON_LENGTH}
      test="refuse-confirm"
      onClose={onClose}
      onConfirm={() =>
        void act({
          action: outside ? 'refuse_outside' : 'refuse',
          note: reason,
          category: ground,
          ...(basis.title.trim() === '' || ground === 'condition_not_met' ? {} : { basis }),
          ...(ground === 'condition_not_met' ? { conditions: unmet } : {}),
        })
      }
    >
      {outside && (
        <p style={{ margin: 0 }}>
          {t(
            '规则是“原则上”的：由主管部门决定可否作例外，期限照常计算。',
            'The rule holds in principle: the authority decides on an exception; the clock runs on.',
          )}
        </p>
      )}
      <div>
        <span style={{ display: 'block', marginBottom: 4 }}>{t('理由类别', 'Ground')}</span>
        <Radio.Group
          value={ground}
          onChange={event => setGround(event.target.value as Ground)}
          style={{ display: 'flex', flexDirection: 'column', gap: 8 }}
          data-test="refuse-category"
        >
          {GROUNDS.map(one => (
            <Radio
              key={one}
              value={one}
              disabled={!allowed(one)}
              data-test={`refuse-${one.replaceAll('_', '-')}`}
            >
              {categoryWord(one, t)}
              {!allowed(one) && (
                <span style={{ color: token.colorTextSecondary }}>
                  {t('（本地规定不允许以此为由不同意）', ' (the rules of this place know no such refusal)')}
                </span>
              )}
            </Radio>
          ))}
        </Radio.Group>
      </div>
      {ground === 'condition_not_met' &&
        (application.conditions.length === 0 ? (
          <p style={{ margin: 0, color: token.colorTextSecondary }}>
            {t(
              '目录没有列明共享条件，不能以条件不满足为由不同意。',
              'The entry lists no conditions, so none can be unmet.',
            )}
          </p>
        ) : (
          <div>
            <span style={{ display: 'block', marginBottom: 4 }}>
              {t('哪一条不满足（目录的原文）', 'Which is not met (in the entry’s own words)')}
            </span>
            <Checkbox.Group
              value={unmet}
              onChange={values => setUnmet(values.map(String))}
              style={{ display: 'flex', flexDirection: 'column', gap: 8 }}
              options={application.conditions.map(line => ({ label: line, value: line }))}
              data-test="refuse-conditions"
            />
          </div>
        ))}
      {ground !== 'condition_not_met' && <BasisFields basis={basis} ranks={ranks} onChange={setBasis} />}
      <Field
        label={t(`具体理由（不少于 ${REASON_LENGTH} 个字）`, `Reason (${REASON_LENGTH} characters at least)`)}
        hint={t(`已写 ${written} 字`, `${written} characters`)}
      >
        <Input.TextArea
          value={reason}
          onChange={event => setReason(event.target.value)}
          autoSize={{ minRows: 3, maxRows: 8 }}
          maxLength={2000}
          data-test="refuse-reason"
        />
      </Field>
      {clause !== undefined && <ClauseNote citation={clause} />}
      <span style={{ color: token.colorTextSecondary, fontSize: 13 }}>
        {application.actions.includes('ask_material')
          ? t(
              '材料不全请用“补正”；数据不在本部门请用“转掌握部门”。这两种都不是不同意的理由。',
              'If material is missing, ask for it; if another department holds the data, pass it on. Neither is a refusal.',
            )
          : t(
              '数据不在本部门请用“转掌握部门”，不是不同意的理由。',
              'If another department holds the data, pass it on: that is no refusal.',
            )}
      </span>
      <Signature />
    </Decision>
  );
}
