import { Input, Radio, Select } from 'antd';
import { useState } from 'react';
import { useSession } from '../../app/session.tsx';
import { api } from '../../api.ts';
import { ClauseList } from '../../ui/ClauseNote.tsx';
import { useText } from '../../ui/language.tsx';
import { useSend } from '../../ui/useSend.ts';
import { Dialog } from '../administration/Dialog.tsx';
import { wordOf } from '../catalog/words.ts';
import { categoryWord } from '../sharing/words.ts';
import type { StepDialogProps } from './ActDialog.tsx';
import { Labelled } from './Labelled.tsx';
import type { Basis, MandateRecorded } from './types.ts';

const RANKS: readonly Basis['rank'][] = [
  'law',
  'regulation',
  'state_council',
  'national_policy',
  'local_regulation',
  'local_rule',
  'other',
];

/** 不同意: its kind, its reason and its basis, as far as the rules of the provider’s place ask for them. */
export function RefuseDialog({ mandate, onClose, onDone }: StepDialogProps) {
  const { t, language } = useText();
  const { session } = useSession();
  const { send, problem, busy } = useSend();
  const { categories, ranks, basisNeeded } = mandate.refusal;
  const answersRequest = mandate.provider.id === session.post?.departmentId;
  const [category, setCategory] = useState(categories[0]);
  const [note, setNote] = useState('');
  const [rank, setRank] = useState<Basis['rank']>((ranks[0] ?? 'law') as Basis['rank']);
  const [title, setTitle] = useState('');
  const [article, setArticle] = useState('');
  const needed = answersRequest && (basisNeeded || category === 'law_forbids');
  const lacks = needed && (title.trim() === '' || article.trim() === '');
  const body = {
    action: 'refuse',
    note: note.trim(),
    ...(answersRequest && category !== undefined ? { category } : {}),
    ...(title.trim() === '' ? {} : { basis: { rank, title: title.trim(), article: article.trim() } }),
  };
  return (
    <Dialog
      title={t(`不同意：${mandate.no}`, `Refuse: ${mandate.no}`)}
      confirm={lacks ? t('缺少依据，不能不同意', 'No basis, no refusal') : t('确认不同意', 'Refuse')}
      danger
      busy={busy}
      disabled={lacks || note.trim().length < 2}
      problem={problem}
      onClose={onClose}
      onConfirm={() =>
        void send(
          () => api.post<MandateRecorded>(`/api/mandates/${mandate.id}/actions`, body),
          t('已答复：不同意。', 'Answered: refused.'),
          () => {
            onClose();
            onDone();
          },
        )
      }
    >
      {answersRequest && categories.length > 0 && (
        <div>
          <span id="refuse-kind" style={{ display: 'block', marginBottom: 4 }}>
            {t('理由类别', 'Kind of reason')}
          </span>
          <Radio.Group
            aria-labelledby="refuse-kind"
            data-test="mandate-refuse-category"
            value={category}
            onChange={event => setCategory(event.target.value as typeof category)}
            style={{ display: 'grid', gap: 8 }}
            options={categories.map(value => ({ value, label: categoryWord(value, t) }))}
          />
        </div>
      )}
      <Labelled id="refuse-note" label={t('理由', 'Reason')}>
        <Input.TextArea
          id="refuse-note"
          data-test="mandate-note"
          rows={3}
          maxLength={1000}
          value={note}
          onChange={event => setNote(event.target.value)}
        />
      </Labelled>
      {answersRequest && (
        <>
          <Labelled
            id="refuse-title"
            label={needed ? t('依据文件', 'Basis: the text') : t('依据文件（可不填）', 'Basis (optional)')}
          >
            <Input
              id="refuse-title"
              data-test="mandate-basis-title"
              maxLength={200}
              value={title}
              onChange={event => setTitle(event.target.value)}
            />
          </Labelled>
          <div
            style={{ display: 'grid', gridTemplateColumns: 'repeat(auto-fit, minmax(180px, 1fr))', gap: 16 }}
          >
            <Labelled id="refuse-article" label={t('条款', 'Article')}>
              <Input
                id="refuse-article"
                data-test="mandate-basis-article"
                maxLength={80}
                value={article}
                onChange={event => setArticle(event.target.value)}
              />
            </Labelled>
            <Labelled id="refuse-rank" label={t('文件种类', 'Rank of the text')}>
              <Select
                id="refuse-rank"
                data-test="mandate-basis-rank"
                value={rank}
                onChange={setRank}
                options={(ranks.length > 0 ? RANKS.filter(one => ranks.includes(one)) : RANKS).map(value => ({
                  value,
                  label: wordOf('rank', value, language),
                }))}
              />
            </Labelled>
          </div>
          <ClauseList citations={mandate.citations.filter(one => one.ruleId === 'answer.refusal')} />
        </>
      )}
    </Dialog>
  );
}
