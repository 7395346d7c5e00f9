import { Input, Radio, Select, Space } from 'antd';
import { ClauseNote } from '../../ui/ClauseNote.tsx';
import { useText } from '../../ui/language.tsx';
import type { SectionProps } from './CompileForm.tsx';
import { ConditionLines } from './ConditionLines.tsx';
import { Line } from './Line.tsx';
import type { Content } from './types.ts';
import { useRule } from './useRule.ts';
import { optionsOf } from './words.ts';

const TERMS = ['scope', 'purpose', 'useTerms'] as const;

export function ShareSection(section: SectionProps) {
  const { t, language } = useText();
  const { content, put } = section;
  const closed = content.shareType !== 'unconditional';
  const basis = content.basis ?? { rank: 'law' as const, title: '', article: '' };
  const governing = useRule(`share.basis_rank.${content.shareType}`);
  const examples: Record<(typeof TERMS)[number], string> = {
    scope: t('如“本市各级政务部门”', 'Such as “all departments of the city”'),
    purpose: t('如“办理社会救助、住房保障时核对”', 'Such as “welfare and housing checks”'),
    useTerms: t('如“只用于当次核对，不留存”', 'Such as “for that check only, not kept”'),
  };

  return (
    <div style={{ maxWidth: 760 }}>
      <Line of={section} field="shareType" id="share-type">
        <Radio.Group
          id="share-type"
          value={content.shareType}
          data-test="entry-share-type"
          options={optionsOf('shareType', language)}
          onChange={event => {
            const shareType = event.target.value as Content['shareType'];
            put({
              shareType,
              ...(shareType === 'unconditional' ? { basis: null, conditions: [] } : {}),
              ...(shareType === 'withheld' ? { modes: [], openType: 'none', openConditions: '' } : {}),
            });
          }}
        />
      </Line>
      {governing && (
        <div style={{ marginBottom: 20 }}>
          <ClauseNote citation={governing} />
        </div>
      )}
      {closed && (
        <>
          <Line of={section} field="basis" id="basis-title">
            <Space.Compact style={{ width: '100%' }}>
              <Select
                style={{ width: 170 }}
                value={basis.rank}
                aria-label={t('依据的等级', 'Rank of the text')}
                data-test="entry-basis-rank"
                options={optionsOf('rank', language)}
                onChange={rank => put({ basis: { ...basis, rank } })}
              />
              <Input
                id="basis-title"
                data-test="entry-basis-title"
                maxLength={200}
                value={basis.title}
                placeholder={t('如“中华人民共和国税收征收管理法”', 'The title of the text')}
                onChange={event => put({ basis: { ...basis, title: event.target.value } })}
              />
              <Input
                style={{ width: 130 }}
                data-test="entry-basis-article"
                maxLength={80}
                value={basis.article}
                aria-label={t('条款', 'Article')}
                placeholder={t('第八条', 'Article 8')}
                onChange={event => put({ basis: { ...basis, article: event.target.value } })}
              />
            </Space.Compact>
          </Line>
          <Line
            of={section}
            field="conditions"
            id="condition-0"
            {...(content.shareType === 'withheld'
              ? { label: t('不予共享的理由', 'Why it is withheld') }
              : {
                  hint: t(
                    '目录列明的条件之外，不得另加条件',
                    'No condition may be added later that is not listed here',
                  ),
                })}
          >
            <ConditionLines
              key={content.shareType}
              withheld={content.shareType === 'withheld'}
              conditions={content.conditions}
              onChange={conditions => put({ conditions })}
            />
          </Line>
        </>
      )}
      {content.shareType !== 'withheld' &&
        TERMS.map(field => (
          <Line key={field} of={section} field={field} id={field}>
            <Input
              id={field}
              maxLength={500}
              value={content[field]}
              placeholder={examples[field]}
              onChange={event => put({ [field]: event.target.value })}
            />
          </Line>
        ))}
    </div>
  );
}
