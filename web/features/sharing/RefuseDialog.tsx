import { Input, Radio, theme } from 'antd';
import { useState } from 'react';
import { useText } from '../../ui/language.tsx';
import { Decision, Field } from './Decision.tsx';
import type { Application, RefusalCategory } from './types.ts';
import { useAct } from './useAct.ts';
import { categoryWord } from './words.ts';

const CATEGORIES: readonly RefusalCategory[] = ['condition_not_met', 'law_forbids', 'not_held_here', 'other'];

/** 不同意: category, reason and basis. Whether they suffice is the rules' business, and they say so with the clause. */
export function RefuseDialog({
  application,
  onClose,
  onDone,
}: {
  application: Application;
  onClose: () => void;
  onDone: () => void;
}) {
  const { t } = useText();
  const { token } = theme.useToken();
  const [category, setCategory] = useState<RefusalCategory>('condition_not_met');
  const [reason, setReason] = useState('');
  const [basis, setBasis] = useState('');
  const { act, problem, busy } = useAct(application.id, t('已答复：不同意。', 'Answered: refused.'), onDone);
  const needsBasis = category === 'law_forbids';
  const lacksBasis = needsBasis && basis.trim() === '';
  const basisHint = {
    condition_not_met: t('写明是哪一条共享条件', 'Name the condition of the entry'),
    law_forbids: t('写明文件名称和条款', 'Name the document and the article'),
    not_held_here: t('知道由谁掌握的，请写明', 'Name the holder if you know it'),
    other: t('有依据的请写明', 'Name the basis if there is one'),
  }[category];
  return (
    <Decision
      title={t('不同意', 'Refuse')}
      confirm={lacksBasis ? t('缺少依据，不能不同意', 'No basis, no refusal') : t('确认不同意', 'Refuse')}
      danger
      busy={busy}
      problem={problem}
      disabled={lacksBasis || reason.trim().length < 20}
      test="refuse-confirm"
      onClose={onClose}
      onConfirm={() =>
        void act({ action: 'refuse', note: reason, category, ...(basis === '' ? {} : { basis }) })
      }
    >
      <div>
        <span style={{ display: 'block', marginBottom: 4 }}>{t('理由类别', 'Category')}</span>
        <Radio.Group
          value={category}
          onChange={event => setCategory(event.target.value as RefusalCategory)}
          style={{ display: 'flex', flexDirection: 'column', gap: 8 }}
          options={CATEGORIES.map(word => ({ label: categoryWord(word, t), value: word }))}
          data-test="refuse-category"
        />
      </div>
      <Field
        label={t('具体理由（至少 20 字）', 'Reason (at least 20 characters)')}
        hint={t(`已写 ${reason.trim().length} 字`, `${reason.trim().length} characters`)}
      >
        <Input.TextArea
          value={reason}
          onChange={event => setReason(event.target.value)}
          autoSize={{ minRows: 3, maxRows: 8 }}
          maxLength={2000}
          data-test="refuse-reason"
        />
      </Field>
      <Field label={t('依据', 'Basis')}>
        <Input
          value={basis}
          onChange={event => setBasis(event.target.value)}
          placeholder={basisHint}
          maxLength={300}
          data-test="refuse-basis"
        />
      </Field>
      <span style={{ color: token.colorTextSecondary, fontSize: 13 }}>
        {t(
          '材料不全请用“补正”，材料不全不是不同意的理由。',
          'If material is missing, ask for it: that is no ground for refusing.',
        )}
      </span>
    </Decision>
  );
}
