import { Segmented } from 'antd';
import { useSearchParams } from 'react-router';
import { useText } from '../../ui/language.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { OurTabs } from '../catalog/OurTabs.tsx';
import { ReviewTabs } from '../catalog/ReviewTabs.tsx';
import { DecisionTable } from './DecisionTable.tsx';
import { JointTable } from './JointTable.tsx';
import { PairTable } from './PairTable.tsx';

type View = 'pairs' | 'decisions' | 'joint';

/** 一数一源, for the authority that decides it. */
export function SourcesReview() {
  const { t } = useText();
  return (
    <>
      <PageTitle title={t('目录管理', 'Catalog')} />
      <ReviewTabs current="sources" />
      <Views views={['pairs', 'decisions', 'joint']} />
    </>
  );
}

/** 一数一源, for a department: what was decided, and the help that it owes. */
export function OurSources() {
  const { t } = useText();
  return (
    <>
      <PageTitle title={t('我的目录', 'Our catalog')} />
      <OurTabs current="sources" />
      <Views views={['decisions', 'joint']} />
    </>
  );
}

function Views({ views }: { views: readonly [View, ...View[]] }) {
  const { t } = useText();
  const [search, setSearch] = useSearchParams();
  const view = views.find(one => one === search.get('view')) ?? views[0];
  const words: Record<View, string> = {
    pairs: t('疑似重复采集', 'Looks collected twice'),
    decisions: t('数源决定', 'Decisions'),
    joint: t('联合采集', 'Joint collection'),
  };
  return (
    <>
      <Segmented
        className="choice"
        value={view}
        onChange={value => setSearch({ view: value }, { replace: true })}
        options={views.map(value => ({ value, label: words[value] }))}
      />
      {view === 'pairs' && <PairTable />}
      {view === 'decisions' && <DecisionTable />}
      {view === 'joint' && <JointTable />}
    </>
  );
}
