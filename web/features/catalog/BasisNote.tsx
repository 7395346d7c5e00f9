import { Tag } from 'antd';
import { useText } from '../../ui/language.tsx';
import type { Content } from './types.ts';
import { wordOf } from './words.ts';

/** The text that the provider named as the ground of its share type, with its rank. */
export function BasisNote({ basis }: { basis: NonNullable<Content['basis']> }) {
  const { t, language } = useText();
  return (
    <div
      style={{
        padding: '8px 12px',
        background: 'var(--clause-ground)',
        color: 'var(--clause-text)',
        borderInlineStart: '3px solid var(--clause-line)',
        fontSize: 13,
      }}
    >
      <span>{t('依据 ', 'Ground: ')}</span>
      <strong style={{ fontWeight: 500 }}>
        {basis.title} {basis.article}
      </strong>{' '}
      <Tag
        variant="outlined"
        style={{ background: 'transparent', color: 'inherit', borderColor: 'var(--clause-line)' }}
      >
        {wordOf('rank', basis.rank, language)}
      </Tag>
    </div>
  );
}
