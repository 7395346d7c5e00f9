import { Input, Tabs } from 'antd';
import type { ReactNode } from 'react';
import { useNavigate } from 'react-router';
import type { Problem } from '../../api.ts';
import { useSession } from '../../app/session.tsx';
import { FilterBar, useFilters } from '../../ui/FilterBar.tsx';
import { useText } from '../../ui/language.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { PolicyTabs } from '../policy/PolicyTabs.tsx';

/** What all pages of the library have: the title, the tabs, the search, what the platform says against it. */
export function Frame({
  current,
  placeholder,
  actions,
  problem,
  children,
}: {
  current: '' | 'classes' | 'elements' | 'synonyms' | 'documents';
  placeholder: string;
  actions?: ReactNode;
  problem: Problem | null;
  children: ReactNode;
}) {
  const { t } = useText();
  const { session } = useSession();
  const navigate = useNavigate();
  const filters = useFilters();
  const q = filters.one('q');
  return (
    <>
      <PageTitle
        title={t('数据标准', 'Data standards')}
        sub={t(
          '目录用到的代码、分类和数据元，注明出处；未见原文的标“待核对”。',
          'The codes, classes and elements of the catalog, with their sources; what was not seen in the original is to be checked.',
        )}
        actions={actions}
      />
      {session.signedIn && <PolicyTabs current="/standards" />}
      <Tabs
        type="card"
        size="small"
        activeKey={current}
        onChange={key => void navigate(`/standards${key === '' ? '' : `/${key}`}`)}
        items={[
          { key: '', label: t('代码表', 'Code tables') },
          { key: 'classes', label: t('分类', 'Classes') },
          { key: 'elements', label: t('数据元', 'Elements') },
          { key: 'synonyms', label: t('同义词', 'Synonyms') },
          { key: 'documents', label: t('标准文件', 'Documents') },
        ]}
      />
      <FilterBar>
        <Input.Search
          allowClear
          key={`${current} ${q}`}
          defaultValue={q}
          maxLength={100}
          aria-label={placeholder}
          placeholder={placeholder}
          data-test="standards-search"
          style={{ width: 340, maxWidth: '100%' }}
          onSearch={text => filters.put('q', text.trim())}
        />
      </FilterBar>
      {problem && <RefusalNotice problem={problem} />}
      {children}
    </>
  );
}
