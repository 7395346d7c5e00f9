import { Card, Descriptions } from 'antd';
import { useText } from '../../ui/language.tsx';
import { wordOf } from '../catalog/words.ts';
import { categoryWord } from '../sharing/words.ts';
import type { Mandate } from './types.ts';

/** What the other side said, with the basis that a refusal names. */
export function AnswerCard({
  answer,
  state,
}: {
  answer: NonNullable<Mandate['answer']>;
  state: Mandate['state'];
}) {
  const { t, language } = useText();
  const { category, basis } = answer;
  return (
    <Card title={state === 'refused' ? t('不同意的理由', 'Why it was refused') : t('答复意见', 'The answer')}>
      <Descriptions
        column={1}
        items={[
          ...(category === null
            ? []
            : [{ key: 'category', label: t('类别', 'Kind'), children: categoryWord(category, t) }]),
          {
            key: 'reason',
            label: state === 'refused' ? t('理由', 'Reason') : t('意见', 'Opinion'),
            children: <span style={{ whiteSpace: 'pre-wrap' }}>{answer.reason}</span>,
          },
          ...(basis === null
            ? []
            : [
                {
                  key: 'basis',
                  label: t('依据', 'Basis'),
                  children: `《${basis.title}》${basis.article}（${wordOf('rank', basis.rank, language)}）`,
                },
              ]),
        ]}
      />
    </Card>
  );
}
