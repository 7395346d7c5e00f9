import { FilterOutlined } from '@ant-design/icons';
import {
  Button,
  Card,
  Drawer,
  Grid,
  Input,
  type InputRef,
  Pagination,
  Segmented,
  Select,
  Tag,
  theme,
} from 'antd';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useLoad } from '../../api.ts';
import { useSession } from '../../app/session.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { useFilters } from '../../ui/FilterBar.tsx';
import { formatCount } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { useLate } from '../../ui/useLate.ts';
import { Facets, useFacetLabels } from './Facets.tsx';
import { ResultItem } from './ResultItem.tsx';
import { ResultTable } from './ResultTable.tsx';
import type { FacetName, Found } from './types.ts';

const FACETS: readonly FacetName[] = [
  'shareType',
  'departmentId',
  'regionCode',
  'mounted',
  'mode',
  'updateCycle',
  'subject',
];
const OFTEN = ['婚姻登记', '户籍', '企业登记', '社保缴费', '不动产', '纳税'];
const SIZE = 20;

/** 找数据. The whole view lives in the address. */
export function Search() {
  const { t, language } = useText();
  const { token } = theme.useToken();
  const { session } = useSession();
  const narrow = Grid.useBreakpoint().lg === false;
  const filters = useFilters();
  const [words, setWords] = useState(filters.one('q'));
  const late = useLate(words, 250);
  const [panel, setPanel] = useState(false);
  const box = useRef<InputRef>(null);
  const list = useRef<HTMLUListElement>(null);
  const q = filters.one('q');
  const view = filters.one('view') === 'table' ? 'table' : 'list';
  const chosen = FACETS.flatMap(name => filters.all(name).map(value => ({ name, value })));
  const { data, problem, loading } = useLoad<Found>('/api/catalog', {
    q,
    ...Object.fromEntries(FACETS.map(name => [name, filters.all(name)])),
    sort: filters.one('sort') || undefined,
    page: filters.page,
    size: SIZE,
  });
  const labelOf = useFacetLabels(data);

  useEffect(() => {
    document.title = t('找数据 · 数桥', 'Find data · Shuqiao');
  }, [t]);
  useEffect(() => {
    if (late.trim() !== q) filters.put('q', late.trim());
  }, [late]);
  useEffect(() => setWords(q), [q]);
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      const place = event.target as HTMLElement;
      if (event.key === '/' && !/^(INPUT|TEXTAREA|SELECT)$/.test(place.tagName)) {
        event.preventDefault();
        box.current?.focus();
      }
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);

  function walk(event: KeyboardEvent) {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    const links = [...(list.current?.querySelectorAll<HTMLAnchorElement>('a.results-name') ?? [])];
    if (links.length === 0) return;
    event.preventDefault();
    const at = links.indexOf(document.activeElement as HTMLAnchorElement);
    const next = event.key === 'ArrowDown' ? at + 1 : at - 1;
    if (next < 0) box.current?.focus();
    else links[Math.min(next, links.length - 1)]?.focus();
  }

  const facets = data && <Facets found={data} chosen={filters.all} onChoose={filters.put} />;
  const total = data
    ? data.more
      ? t('2,000 条以上', 'more than 2,000')
      : t(`${formatCount(data.total, language)} 条`, `${formatCount(data.total, language)}`)
    : '';

  return (
    <div onKeyDown={walk}>
      <h1 style={{ position: 'absolute', left: -9999 }}>{t('找数据', 'Find data')}</h1>
      <Input.Search
        ref={box}
        size="large"
        autoFocus={!narrow}
        allowClear
        value={words}
        data-test="catalog-search"
        onChange={event => setWords(event.target.value)}
        onSearch={value => filters.put('q', value.trim())}
        placeholder={t(
          '输入名称、数据项或部门，如“婚姻登记”“公民身份号码”',
          'A name, an item or a department',
        )}
        aria-label={t('检索目录', 'Search the catalog')}
        enterButton={t('检索', 'Search')}
      />
      <div style={{ margin: '10px 0 16px', display: 'flex', gap: 8, flexWrap: 'wrap', alignItems: 'center' }}>
        <span style={{ color: token.colorTextTertiary }}>{t('常搜', 'Often')}</span>
        {OFTEN.map(word => (
          <Button
            key={word}
            size="small"
            type="text"
            style={{ paddingInline: 6, color: token.colorLink }}
            onClick={() => filters.put('q', word)}
          >
            {word}
          </Button>
        ))}
      </div>
      {problem && <RefusalNotice problem={problem} />}
      <div
        style={{
          display: 'grid',
          gridTemplateColumns: narrow ? 'minmax(0, 1fr)' : '240px minmax(0, 1fr)',
          gap: 16,
          alignItems: 'start',
        }}
      >
        {!narrow && <aside aria-label={t('筛选', 'Filters')}>{facets ?? <Loading />}</aside>}
        <div>
          <div style={{ display: 'flex', gap: 8, flexWrap: 'wrap', alignItems: 'center', marginBottom: 8 }}>
            {narrow && (
              <Button icon={<FilterOutlined />} onClick={() => setPanel(true)} data-test="filters">
                {chosen.length > 0
                  ? t(`筛选（${chosen.length}）`, `Filters (${chosen.length})`)
                  : t('筛选', 'Filters')}
              </Button>
            )}
            <span role="status" data-test="catalog-total">
              {data && t(`共 ${total}`, `${total} in all`)}
            </span>
            {chosen.map(({ name, value }) => (
              <Tag
                key={`${name} ${value}`}
                closable
                variant="filled"
                onClose={() =>
                  filters.put(
                    name,
                    filters.all(name).filter(other => other !== value),
                  )
                }
              >
                {labelOf(name, value)}
              </Tag>
            ))}
            {chosen.length > 0 && (
              <Button type="link" size="small" onClick={filters.clear}>
                {t('清空', 'Clear')}
              </Button>
            )}
            <span style={{ flex: 1 }} />
            <Select
              value={filters.one('sort') || 'relevance'}
              onChange={value => filters.put('sort', value === 'relevance' ? '' : value)}
              aria-label={t('排序', 'Order')}
              popupMatchSelectWidth={false}
              options={[
                { value: 'relevance', label: t('按相关度', 'Best match') },
                { value: 'recent', label: t('按最近更新', 'Last updated') },
                { value: 'used', label: t('按使用部门最多', 'Most used') },
              ]}
            />
            {!narrow && (
              <Segmented
                value={view}
                onChange={value => filters.put('view', value === 'list' ? '' : value)}
                options={[
                  { value: 'list', label: t('列表', 'List') },
                  { value: 'table', label: t('表格', 'Table') },
                ]}
              />
            )}
          </div>
          {!data && !problem && <Loading rows={10} />}
          {data?.items.length === 0 && (
            <Card>
              <EmptyState
                title={
                  q === ''
                    ? t('没有符合这些条件的目录。', 'No entry fits these filters.')
                    : t(
                        `没有找到“${q}”。可能还没有部门编目，也可以换个说法再找。`,
                        `Nothing found for “${q}”. Perhaps no department has listed it yet; try other words.`,
                      )
                }
                action={<Button onClick={filters.clear}>{t('看全部目录', 'See all entries')}</Button>}
              />
            </Card>
          )}
          {data && data.items.length > 0 && view === 'list' && (
            <>
              <Card styles={{ body: { padding: 0 } }} style={{ opacity: loading ? 0.7 : 1 }}>
                <ul className="results" ref={list}>
                  {data.items.map(entry => (
                    <ResultItem
                      key={entry.id}
                      entry={entry}
                      words={q}
                      mine={session.post?.departmentId === entry.departmentId}
                    />
                  ))}
                </ul>
              </Card>
              {data.total > SIZE && (
                <Pagination
                  style={{ marginTop: 16, justifyContent: 'flex-end' }}
                  current={filters.page}
                  pageSize={SIZE}
                  total={data.total}
                  simple={narrow}
                  showSizeChanger={false}
                  onChange={page => filters.put('page', page)}
                />
              )}
            </>
          )}
          {data && data.items.length > 0 && view === 'table' && (
            <ResultTable
              found={data}
              page={filters.page}
              onPage={page => filters.put('page', page)}
              loading={loading}
            />
          )}
        </div>
      </div>
      <Drawer open={narrow && panel} onClose={() => setPanel(false)} size={300} title={t('筛选', 'Filters')}>
        {facets}
      </Drawer>
    </div>
  );
}
