import { PlusOutlined } from '@ant-design/icons';
import { Button, Input, Tag, theme } from 'antd';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { useLoad } from '../../api.ts';
import { useSession } from '../../app/session.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { FilterBar, useFilters } from '../../ui/FilterBar.tsx';
import { formatDate } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { LawForm } from './LawForm.tsx';
import { PolicyTabs } from './PolicyTabs.tsx';
import type { LawDocument } from './types.ts';
import { rankWord, standingWord, statusWord } from './words.ts';

/** 法规库: the texts that rules, entries and refusals cite, searched down to the article. */
export function Library() {
  const { t } = useText();
  const { can } = useSession();
  const filters = useFilters();
  const navigate = useNavigate();
  const q = filters.one('q');
  const { data, problem, reload } = useLoad<{ items: LawDocument[] }>('/api/law', { q });
  const [adding, setAdding] = useState(false);
  return (
    <>
      <PageTitle
        title={t('法规库', 'Law library')}
        sub={t(
          '规则、目录依据和答复引用的文本。废止只登记一次，所有引用处都会显示。',
          'The texts that rules, entries and answers cite. A repeal is entered once and shows wherever it is cited.',
        )}
        actions={
          can('policy.law') && (
            <Button icon={<PlusOutlined />} onClick={() => setAdding(true)} data-test="add-law">
              {t('录入法规', 'Enter a law')}
            </Button>
          )
        }
      />
      <PolicyTabs current="/law" />
      <FilterBar>
        <Input.Search
          allowClear
          key={q}
          defaultValue={q}
          maxLength={100}
          aria-label={t('检索法规和条文', 'Search laws and articles')}
          placeholder={t('名称、文号、条文中的词', 'Title, number, words of an article')}
          style={{ width: 340, maxWidth: '100%' }}
          onSearch={text => filters.put('q', text.trim())}
        />
      </FilterBar>
      {problem && <RefusalNotice problem={problem} />}
      {!data && !problem && <Loading rows={6} />}
      {data && data.items.length === 0 && (
        <EmptyState
          title={t(
            '没有找到。换个词，或请主管部门录入。',
            'Nothing found. Try other words, or ask the authority to enter it.',
          )}
        />
      )}
      <div className="cards">
        {data?.items.map(one => (
          <Found key={one.id} document={one} />
        ))}
      </div>
      {adding && (
        <LawForm
          onClose={() => setAdding(false)}
          onDone={document => {
            setAdding(false);
            reload();
            void navigate(`/law/${document}`);
          }}
        />
      )}
    </>
  );
}

function Found({ document }: { document: LawDocument }) {
  const { t } = useText();
  const { token } = theme.useToken();
  return (
    <article
      data-test="law"
      style={{
        padding: '12px 16px',
        background: token.colorBgContainer,
        border: `1px solid ${token.colorBorderSecondary}`,
        borderRadius: 4,
      }}
    >
      <h2 style={{ fontSize: 15, fontWeight: 500 }}>
        <Link to={`/law/${document.id}`}>{document.title}</Link>
      </h2>
      <LawFacts document={document} />
      {document.hits.slice(0, 5).map(hit => (
        <div key={hit.article} style={{ marginTop: 6, fontSize: 13 }}>
          <Link to={`/law/${document.id}?article=${encodeURIComponent(hit.article)}`}>{hit.article}</Link>{' '}
          <span lang="zh-CN" style={{ color: token.colorTextSecondary }}>
            {hit.excerpt}
          </span>
        </div>
      ))}
      {document.hits.length > 5 && (
        <div style={{ marginTop: 6, fontSize: 13, color: token.colorTextSecondary }}>
          {t(`另有 ${document.hits.length - 5} 条`, `${document.hits.length - 5} more`)}
        </div>
      )}
    </article>
  );
}

/** Rank, number, issuing body, in force from–to, and what is to be known of it. */
export function LawFacts({ document }: { document: LawDocument }) {
  const { t, language } = useText();
  const { token } = theme.useToken();
  const draft = document.status === 'draft';
  const force =
    document.from === null
      ? draft
        ? t('从未施行', 'never in force')
        : t('施行日期未录入', 'date not entered')
      : t(
          `${formatDate(document.from, language)} 起施行${document.until ? `，至 ${formatDate(document.until, language)}` : ''}`,
          `in force from ${formatDate(document.from, language)}${document.until ? ` to ${formatDate(document.until, language)}` : ''}`,
        );
  return (
    <div
      style={{
        display: 'flex',
        flexWrap: 'wrap',
        gap: '4px 10px',
        alignItems: 'center',
        marginTop: 4,
        color: token.colorTextSecondary,
        fontSize: 13,
      }}
    >
      <Tag>{rankWord(document.rank, language)}</Tag>
      {document.repealedSince === undefined ? (
        <Tag {...(draft ? { color: 'warning' } : {})} data-test="standing">
          {document.standing === 'counts' || draft
            ? statusWord(document.status, language)
            : standingWord(document.standing, language)}
        </Tag>
      ) : (
        <Tag color="error" data-test="repealed">
          {t(
            `${document.repealedSince} 起废止（${document.repealedBy ?? ''}）`,
            `Repealed from ${document.repealedSince} (${document.repealedBy ?? ''})`,
          )}
        </Tag>
      )}
      {document.number !== '' && <span>{document.number}</span>}
      {document.issuer !== '' && <span>{document.issuer}</span>}
      {document.level !== 'default' && <span>{force}</span>}
      <span>
        {t(
          `${document.articles.length} 条（节）· ${document.rules} 条规则依据它`,
          `${document.articles.length} articles · ${document.rules} rules rest on it`,
        )}
      </span>
    </div>
  );
}
