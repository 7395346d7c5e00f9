import { Tag } from 'antd';
import type { Static } from 'typebox';
import type { CitationView } from '#kernel/schema.ts';
import { Link } from 'react-router';
import { useSession } from '../app/session.tsx';
import { useText } from './language.tsx';
import { useRepeal } from './repeals.ts';

export type Citation = Static<typeof CitationView>;

/** The clause beside the decision it carries, quoted in full (ui.md 5.4). */
export function ClauseNote({ citation, label, tag }: { citation: Citation; label?: string; tag?: string }) {
  const { t } = useText();
  const { can } = useSession();
  const repealedSince = useRepeal(citation)?.since ?? citation.repealedSince;
  const level = {
    national: t('国家', 'National'),
    local: t('本地', 'Local'),
    default: t('平台默认', 'Platform default'),
  }[citation.level];
  const status =
    {
      in_force: t('现行有效', 'in force'),
      trial: t('试行', 'on trial'),
      draft: t('征求意见稿', 'draft'),
    }[citation.status] ?? '';
  return (
    <figure
      data-test="clause"
      style={{
        margin: 0,
        padding: '8px 12px',
        background: 'var(--clause-ground)',
        color: 'var(--clause-text)',
        borderInlineStart: '3px solid var(--clause-line)',
        borderRadius: '0 4px 4px 0',
        fontSize: 13,
        lineHeight: '20px',
      }}
    >
      <figcaption style={{ display: 'flex', flexWrap: 'wrap', gap: '2px 8px', alignItems: 'baseline' }}>
        {label !== undefined && <span>{label}</span>}
        <strong style={{ fontWeight: 500 }}>
          {can('policy.read') && citation.level !== 'default' ? (
            <Link
              to={`/law/${citation.document}?article=${encodeURIComponent(citation.article)}`}
              style={{ color: 'inherit', textDecoration: 'underline', textUnderlineOffset: 3 }}
            >
              {citation.title} {citation.article}
            </Link>
          ) : (
            `${citation.title} ${citation.article}`
          )}
        </strong>
        <Tag
          variant="outlined"
          style={{
            background: 'transparent',
            color: 'inherit',
            borderColor: 'var(--clause-line)',
            marginInlineEnd: 0,
          }}
        >
          {level}
        </Tag>
        {tag !== undefined && (
          <Tag
            variant="outlined"
            style={{
              background: 'transparent',
              color: 'inherit',
              borderColor: 'var(--clause-line)',
              marginInlineEnd: 0,
            }}
          >
            {tag}
          </Tag>
        )}
        {repealedSince !== undefined && (
          <Tag color="error" data-test="repealed" style={{ marginInlineEnd: 0 }}>
            {t(`${repealedSince} 起废止`, `Repealed from ${repealedSince}`)}
          </Tag>
        )}
        {status !== '' && repealedSince === undefined && <span style={{ fontSize: 12 }}>{status}</span>}
      </figcaption>
      {citation.quotation !== '' && (
        <blockquote
          lang="zh-CN"
          style={{
            margin: '4px 0 0',
            maxWidth: '42em',
            fontFamily: '"FZShuSong","Songti SC",SimSun,"Noto Serif CJK SC",serif',
          }}
        >
          {citation.quotation}
        </blockquote>
      )}
    </figure>
  );
}

/** The rules of one step, the stricter first; where two stand, the first says that it acts. */
export function ClauseList({ citations }: { citations: Citation[] }) {
  const { t } = useText();
  const seen = new Map<string, number>();
  for (const citation of citations) seen.set(citation.ruleId, (seen.get(citation.ruleId) ?? 0) + 1);
  const first = new Set<string>();
  return (
    <div style={{ display: 'flex', flexDirection: 'column', gap: 8 }}>
      {citations.map(citation => {
        const acts = (seen.get(citation.ruleId) ?? 0) > 1 && !first.has(citation.ruleId);
        first.add(citation.ruleId);
        const key = `${citation.ruleId} ${citation.document} ${citation.article}`;
        return acts ? (
          <ClauseNote key={key} citation={citation} tag={t('以此为准', 'this one acts')} />
        ) : (
          <ClauseNote key={key} citation={citation} />
        );
      })}
    </div>
  );
}
