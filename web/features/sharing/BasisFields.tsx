import { AutoComplete, Select, theme } from 'antd';
import { useState } from 'react';
import { useLoad } from '../../api.ts';
import { useSession } from '../../app/session.tsx';
import { useText } from '../../ui/language.tsx';
import { useLate } from '../../ui/useLate.ts';
import { optionsOf } from '../catalog/words.ts';
import { Field } from './Decision.tsx';
import type { Basis, LawList } from './types.ts';

interface BasisFieldsProps {
  basis: Basis;
  /** The ranks that will do; empty for any. */
  ranks: readonly Basis['rank'][];
  onChange: (basis: Basis) => void;
}

/** 依据: a text of the library with its rank and article, or one that the library does not have, by its name. */
export function BasisFields({ basis, ranks, onChange }: BasisFieldsProps) {
  const { t, language } = useText();
  const { token } = theme.useToken();
  const { can } = useSession();
  const [chosen, setChosen] = useState<LawList['items'][number]>();
  const words = useLate(basis.title.trim(), 300);
  const { data } = useLoad<LawList>(can('policy.read') && words !== '' ? '/api/law' : null, { q: words });
  const fits = (rank: Basis['rank']) => ranks.length === 0 || ranks.includes(rank);
  const texts = (data?.items ?? []).filter(text => fits(text.rank));
  const articles = (chosen?.articles ?? []).filter(one => one.includes(basis.article.trim()));
  return (
    <div style={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: 12 }}>
      <Field label={t('依据的文件', 'The text')}>
        <AutoComplete
          value={basis.title}
          options={texts.map(text => ({
            value: text.title,
            label: text.number === '' ? text.title : `${text.title}（${text.number}）`,
          }))}
          maxLength={200}
          placeholder={t('输入名称，从法规库中选', 'Type its title, choose from the library')}
          data-test="refuse-basis"
          style={{ width: '100%' }}
          onChange={(title: string) => onChange({ ...basis, title })}
          onSelect={(title: string) => {
            const text = texts.find(one => one.title === title);
            setChosen(text);
            if (text) onChange({ rank: text.rank, title, article: '' });
          }}
        />
      </Field>
      <div style={{ display: 'flex', gap: 12, flexWrap: 'wrap' }}>
        <Field label={t('条款', 'Article')}>
          <AutoComplete
            value={basis.article}
            options={articles.slice(0, 50).map(article => ({ value: article }))}
            maxLength={80}
            placeholder={t('如“第八条”', 'e.g. article 8')}
            data-test="refuse-article"
            style={{ width: 180 }}
            onChange={(article: string) => onChange({ ...basis, article })}
          />
        </Field>
        <Field label={t('等级', 'Rank')}>
          <Select
            value={basis.rank}
            style={{ width: 190 }}
            data-test="refuse-rank"
            options={optionsOf('rank', language).filter(one => fits(one.value as Basis['rank']))}
            onChange={rank => onChange({ ...basis, rank })}
          />
        </Field>
      </div>
      {ranks.length > 0 && (
        <span style={{ fontSize: 12, color: token.colorTextSecondary }}>
          {t(
            `只能依据：${optionsOf('rank', language)
              .filter(one => ranks.includes(one.value as Basis['rank']))
              .map(one => one.label)
              .join('、')}`,
            `Only these will do: ${optionsOf('rank', language)
              .filter(one => ranks.includes(one.value as Basis['rank']))
              .map(one => one.label)
              .join(', ')}`,
          )}
        </span>
      )}
    </div>
  );
}
