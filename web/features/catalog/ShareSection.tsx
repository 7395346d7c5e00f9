import { Checkbox, Form, Input, Radio, Select, Space } from 'antd';
import type { Static } from 'typebox';
import type { RegionRulesView } from '#modules/policy/contract.ts';
import { useLoad } from '../../api.ts';
import { useSession } from '../../app/session.tsx';
import { ClauseNote } from '../../ui/ClauseNote.tsx';
import { useText } from '../../ui/language.tsx';
import { ConditionLines } from './ConditionLines.tsx';
import type { SectionProps } from './CompileForm.tsx';
import { Line } from './Line.tsx';
import type { Content } from './types.ts';
import { optionsOf } from './words.ts';

export function ShareSection({ content, put, fault }: SectionProps) {
  const { t, language } = useText();
  const { can } = useSession();
  const rules = useLoad<Static<typeof RegionRulesView>>(can('policy.read') ? '/api/rules' : null);
  const closed = content.shareType !== 'unconditional';
  const basis = content.basis ?? { rank: 'law' as const, title: '', article: '' };
  const governing = rules.data?.rules.find(
    rule => rule.ruleId === `share.basis_rank.${content.shareType}`,
  )?.effective;

  return (
    <div style={{ maxWidth: 760 }}>
      <Line id="share-type" label={t('共享类型', 'Share type')} fault={fault('shareType')}>
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
              ...(shareType === 'withheld' ? { modes: [], openType: 'none' } : {}),
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
          <Line id="basis-title" label={t('依据', 'Legal basis')} fault={fault('basis')}>
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
            id="condition-0"
            label={
              content.shareType === 'withheld'
                ? t('不予共享的理由', 'Why it is withheld')
                : t('共享条件', 'Conditions')
            }
            hint={
              content.shareType === 'conditional'
                ? t(
                    '目录列明的条件之外，不得另加条件',
                    'No condition may be added later that is not listed here',
                  )
                : ''
            }
            fault={fault('conditions')}
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
      {content.shareType !== 'withheld' && (
        <Line id="modes" label={t('共享方式', 'Ways of sharing')} fault={fault('modes')}>
          <Checkbox.Group
            value={content.modes}
            data-test="entry-modes"
            options={[
              {
                value: 'verify',
                label: t('核验（只回答一致或不一致）', 'Verification (answers match or no match)'),
              },
              { value: 'query', label: t('接口查询', 'Query') },
              { value: 'batch', label: t('批量交换', 'Batch exchange') },
            ]}
            onChange={modes => put({ modes: modes as Content['modes'] })}
          />
        </Line>
      )}
      {content.shareType !== 'withheld' && (
        <Form.Item label={t('开放属性', 'Open to the public')}>
          <Radio.Group
            value={content.openType}
            options={optionsOf('openType', language)}
            onChange={event => put({ openType: event.target.value as Content['openType'] })}
          />
        </Form.Item>
      )}
    </div>
  );
}
