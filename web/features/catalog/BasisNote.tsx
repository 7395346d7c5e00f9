import { Tag } from 'antd';
import type { Static } from 'typebox';
import { Link } from 'react-router';
import type { LookupView } from '#modules/policy/contract.ts';
import { useLoad } from '../../api.ts';
import { useSession } from '../../app/session.tsx';
import { useText } from '../../ui/language.tsx';
import type { Content } from './types.ts';
import { wordOf } from './words.ts';

/** The text that the provider named as the ground of its share type, with its rank. */
export function BasisNote({ basis }: { basis: NonNullable<Content['basis']> }) {
  const { t, language } = useText();
  const { can } = useSession();
  const { data } = useLoad<Static<typeof LookupView>>('/api/law/lookup', {
    title: basis.title,
    article: basis.article,
  });
  const words = `${basis.title} ${basis.article}`;
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
        {data?.document && can('policy.read') ? (
          <Link
            to={`/law/${data.document}${data.article === null ? '' : `?article=${encodeURIComponent(data.article)}`}`}
            style={{ color: 'inherit', textDecoration: 'underline', textUnderlineOffset: 3 }}
          >
            {words}
          </Link>
        ) : (
          words
        )}
      </strong>{' '}
      <Tag
        variant="outlined"
        style={{ background: 'transparent', color: 'inherit', borderColor: 'var(--clause-line)' }}
      >
        {wordOf('rank', basis.rank, language)}
      </Tag>
      {data?.repealedSince && (
        <Tag color="error" data-test="repealed">
          {t(`${data.repealedSince} 起废止`, `Repealed from ${data.repealedSince}`)}
        </Tag>
      )}
    </div>
  );
}
