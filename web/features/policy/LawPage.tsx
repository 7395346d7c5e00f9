import { StopOutlined } from '@ant-design/icons';
import { Alert, Button, Input, Tag, theme } from 'antd';
import { useEffect, useState } from 'react';
import { useParams } from 'react-router';
import { useLoad } from '../../api.ts';
import { useSession } from '../../app/session.tsx';
import { FilterBar, useFilters } from '../../ui/FilterBar.tsx';
import { useText } from '../../ui/language.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { LawFacts } from './Library.tsx';
import { PolicyTabs } from './PolicyTabs.tsx';
import { RepealDialog } from './RepealDialog.tsx';
import { Repeals } from './Repeals.tsx';
import type { LawText } from './types.ts';

/** A whole text, article by article, with the rules of the platform that rest on each. */
export function LawPage() {
  const { t } = useText();
  const { token } = theme.useToken();
  const { can } = useSession();
  const { document: id = '' } = useParams();
  const filters = useFilters();
  const wanted = filters.one('article');
  const words = filters.one('q').trim();
  const { data, problem, reload } = useLoad<LawText>(`/api/law/${encodeURIComponent(id)}`);
  const [repealing, setRepealing] = useState<string | null>(null);
  const loaded = data !== undefined;
  useEffect(() => {
    if (loaded && wanted !== '')
      document.getElementById(`article-${wanted}`)?.scrollIntoView({ block: 'center' });
  }, [loaded, wanted]);
  const shown = data?.text.filter(
    one => words === '' || `${one.article} ${one.text}`.includes(words) || one.article === wanted,
  );

  return (
    <>
      <PageTitle
        title={data?.title ?? t('法规', 'Law')}
        sub={data && <LawFacts document={data} />}
        actions={
          can('policy.law') &&
          data &&
          data.level !== 'default' &&
          data.repealedSince === undefined && (
            <Button icon={<StopOutlined />} onClick={() => setRepealing('')} data-test="repeal">
              {t('登记废止', 'Enter a repeal')}
            </Button>
          )
        }
      />
      <PolicyTabs current="/law" />
      {problem && <RefusalNotice problem={problem} />}
      {!data && !problem && <Loading rows={10} />}
      {data && (data.sourceNote !== '' || data.dateNote !== '') && (
        <Alert
          type="info"
          showIcon
          style={{ marginBottom: 12 }}
          title={[data.dateNote, data.sourceNote].filter(note => note !== '').join('。')}
        />
      )}
      {data && data.repeals.length > 0 && <Repeals document={data} onDone={reload} />}
      {data && data.text.length > 0 && (
        <FilterBar>
          <Input.Search
            allowClear
            defaultValue={words}
            aria-label={t('在本文中查找', 'Find in this text')}
            placeholder={t('在本文中查找', 'Find in this text')}
            style={{ width: 260 }}
            onSearch={text => filters.put('q', text)}
          />
        </FilterBar>
      )}
      {data && data.text.length === 0 && (
        <Alert
          type="info"
          title={t('只有名称，原文还没有录入。', 'Only its name; the text is not entered yet.')}
        />
      )}
      {shown?.map(one => (
        <section
          key={one.article}
          id={`article-${one.article}`}
          data-test="article"
          style={{
            padding: '10px 14px',
            borderInlineStart: `3px solid ${one.article === wanted ? token.colorPrimary : 'transparent'}`,
            background: one.article === wanted ? token.colorFillTertiary : 'transparent',
          }}
        >
          <div style={{ display: 'flex', flexWrap: 'wrap', gap: 8, alignItems: 'baseline' }}>
            <h2 style={{ fontSize: 14, fontWeight: 500, color: token.colorTextSecondary }}>{one.article}</h2>
            {one.repealedSince !== undefined && (
              <Tag color="error">
                {t(`${one.repealedSince} 起废止`, `Repealed from ${one.repealedSince}`)}
              </Tag>
            )}
            {can('policy.law') && one.repealedSince === undefined && (
              <Button type="link" size="small" onClick={() => setRepealing(one.article)}>
                {t('登记废止', 'Repeal')}
              </Button>
            )}
          </div>
          <div
            lang="zh-CN"
            style={{
              maxWidth: '46em',
              whiteSpace: 'pre-line',
              lineHeight: 1.8,
              fontFamily: '"FZShuSong","Songti SC",SimSun,"Noto Serif CJK SC",serif',
            }}
          >
            {one.text}
          </div>
          {one.rules.length > 0 && (
            <div style={{ marginTop: 4, fontSize: 13, color: token.colorTextSecondary }}>
              {t('依据本条的规则：', 'Rules that rest on it: ')}
              {one.rules.map(rule => t(rule.name, rule.nameEn)).join(t('、', ', '))}
            </div>
          )}
        </section>
      ))}
      {repealing !== null && data && (
        <RepealDialog
          document={data}
          article={repealing}
          onClose={() => setRepealing(null)}
          onDone={() => {
            setRepealing(null);
            reload();
          }}
        />
      )}
    </>
  );
}
