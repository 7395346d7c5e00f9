import { DownloadOutlined, FilterOutlined } from '@ant-design/icons';
import {
  Alert,
  Button,
  Card,
  Drawer,
  Dropdown,
  Grid,
  type InputRef,
  Pagination,
  Segmented,
  Select,
  Tabs,
  Tag,
} from 'antd';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { addressOf, useLoad } from '../../api.ts';
import { useSession } from '../../app/session.tsx';
import { useFilters } from '../../ui/FilterBar.tsx';
import { formatCount } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { CartButton } from '../cart/index.ts';
import { Facets } from './Facets.tsx';
import { FACET_NAMES, facetLabel } from './facetWords.ts';
import { NothingFound } from './NothingFound.tsx';
import { ResultItem } from './ResultItem.tsx';
import { ResultTable } from './ResultTable.tsx';
import { SearchBox } from './SearchBox.tsx';
import type { Found } from './types.ts';

const SIZE = 20;

/** 找数据. The whole view lives in the address. */
export function Search() {
  const { t, language } = useText();
  const { session } = useSession();
  const narrow = Grid.useBreakpoint().lg === false;
  const filters = useFilters();
  const [panel, setPanel] = useState(false);
  const [suggesting, setSuggesting] = useState(false);
  const box = useRef<InputRef>(null);
  const list = useRef<HTMLUListElement>(null);
  const q = filters.one('q');
  const kind = filters.one('kind') === 'interface' ? 'interface' : 'entry';
  const view = filters.one('view') === 'table' && !narrow ? 'table' : 'list';
  const chosen = FACET_NAMES.flatMap(name => filters.all(name).map(value => ({ name, value })));
  const asked = {
    q,
    kind: kind === 'interface' ? kind : undefined,
    ...Object.fromEntries(FACET_NAMES.map(name => [name, filters.all(name)])),
    sort: filters.one('sort') || undefined,
  };
  const { data, problem, loading } = useLoad<Found>('/api/catalog', {
    ...asked,
    page: filters.page,
    size: SIZE,
  });

  useEffect(() => {
    document.title = t('找数据 · 数桥', 'Find data · Shuqiao');
  }, [t]);
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
    const plain = !event.ctrlKey && !event.metaKey && !event.altKey;
    const at = document.activeElement;
    if (plain && event.key.toLowerCase() === 'a' && at?.matches('a.results-name')) {
      at.closest('li')?.querySelector<HTMLButtonElement>('[data-test="cart-toggle"]')?.click();
      return;
    }
    if (suggesting || (event.key !== 'ArrowDown' && event.key !== 'ArrowUp')) return;
    const links = [...(list.current?.querySelectorAll<HTMLAnchorElement>('a.results-name') ?? [])];
    if (links.length === 0) return;
    event.preventDefault();
    const place = links.indexOf(at as HTMLAnchorElement);
    const next = event.key === 'ArrowDown' ? place + 1 : place - 1;
    if (next < 0) box.current?.focus();
    else links[Math.min(next, links.length - 1)]?.focus();
  }

  const facets = data && <Facets found={data} kind={kind} chosen={filters.all} onChoose={filters.put} />;
  const count = (n: number): string => formatCount(n, language);
  const reachable = data ? Math.min(data.total, data.reach) : 0;

  return (
    <div onKeyDown={walk}>
      <h1 style={{ position: 'absolute', left: -9999 }}>{t('找数据', 'Find data')}</h1>
      <SearchBox
        box={box}
        q={q}
        onSearch={words => filters.put('q', words)}
        onDepartment={id =>
          filters.put('departmentId', [...new Set([...filters.all('departmentId'), String(id)])])
        }
        onOpen={setSuggesting}
        autoFocus={!narrow}
      />
      <Tabs
        activeKey={kind}
        onChange={key => filters.put('kind', key === 'entry' ? '' : key)}
        items={[
          { key: 'entry', label: t('目录', 'Entries') + (data ? ` ${count(data.kinds.entry)}` : '') },
          {
            key: 'interface',
            label: t('接口', 'Interfaces') + (data ? ` ${count(data.kinds.interface)}` : ''),
          },
        ]}
      />
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
              {data && t(`共 ${count(data.total)} 条`, `${count(data.total)} in all`)}
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
                {facetLabel(data, name, value, language)}
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
                { value: 'used', label: t('按使用部门最多', 'Most departments') },
                { value: 'called', label: t('按调用最多', 'Most calls') },
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
            {session.signedIn && data && data.total > 0 && (
              <Dropdown
                menu={{
                  items: (['xlsx', 'csv'] as const).map(format => ({
                    key: format,
                    label: (
                      <a href={addressOf('/api/catalog/export', { ...asked, format })} download>
                        {format === 'xlsx' ? t('Excel/WPS 表格', 'Spreadsheet (.xlsx)') : 'CSV'}
                      </a>
                    ),
                  })),
                }}
              >
                <Button icon={<DownloadOutlined />} data-test="export">
                  {t('导出结果', 'Export')}
                </Button>
              </Dropdown>
            )}
          </div>
          {!data && !problem && <Loading rows={10} />}
          {data?.items.length === 0 && <NothingFound q={q} onClear={filters.clear} />}
          {data && data.items.length > 0 && view === 'list' && (
            <Card styles={{ body: { padding: 0 } }} style={{ opacity: loading ? 0.7 : 1 }}>
              <ul className="results" ref={list}>
                {data.items.map(entry => (
                  <ResultItem
                    key={entry.id}
                    entry={entry}
                    lit={data.lit}
                    mine={session.post?.departmentId === entry.departmentId}
                  />
                ))}
              </ul>
            </Card>
          )}
          {data && data.items.length > 0 && view === 'list' && data.total > SIZE && (
            <Pagination
              style={{ marginTop: 16, justifyContent: 'flex-end' }}
              current={filters.page}
              pageSize={SIZE}
              total={reachable}
              simple={narrow}
              showSizeChanger={false}
              onChange={page => filters.put('page', page)}
            />
          )}
          {data && data.items.length > 0 && view === 'table' && (
            <ResultTable
              found={data}
              page={filters.page}
              onPage={page => filters.put('page', page)}
              loading={loading}
            />
          )}
          {data && data.total > data.reach && filters.page * SIZE >= data.reach && (
            <Alert
              style={{ marginTop: 12 }}
              type="info"
              title={t(
                `只能翻到最相关的 ${count(data.reach)} 条；请再加条件缩小范围。`,
                `Only the best ${count(data.reach)} can be paged through; narrow the search.`,
              )}
            />
          )}
        </div>
      </div>
      <Drawer open={narrow && panel} onClose={() => setPanel(false)} size={300} title={t('筛选', 'Filters')}>
        {facets}
      </Drawer>
      <CartButton />
    </div>
  );
}
