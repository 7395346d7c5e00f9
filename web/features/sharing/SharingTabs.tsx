import { Tabs } from 'antd';
import { useNavigate } from 'react-router';
import { useSession } from '../../app/session.tsx';
import { useText } from '../../ui/language.tsx';

/** 我的申请 / 待我办理 / 我的授权 / 对外授权 are always apart (ui.md section 2). */
export function SharingTabs({
  current,
}: {
  current:
    | 'mine'
    | 'todo'
    | 'all'
    | 'holding'
    | 'given'
    | 'mandates'
    | 'demands'
    | 'links'
    | 'results'
    | 'disputes';
}) {
  const { t } = useText();
  const { can } = useSession();
  const navigate = useNavigate();
  const places: Record<string, string> = {
    mine: '/requests',
    todo: '/todo',
    all: '/requests?box=all',
    holding: '/grants',
    given: '/grants?side=given',
    mandates: '/mandates',
    demands: '/demands',
    links: '/links',
    results: '/results',
    disputes: '/disputes',
  };
  const cityWide = can('sharing.authorise') || can('ledger.read');
  return (
    <Tabs
      activeKey={current}
      onChange={key => void navigate(places[key] ?? '/requests')}
      items={[
        ...(cityWide ? [{ key: 'all', label: t('全部办件', 'All cases') }] : []),
        { key: 'mine', label: t('我的申请', 'Our requests') },
        { key: 'todo', label: t('待我办理', 'For me to handle') },
        { key: 'holding', label: t('我的授权', 'Our grants') },
        { key: 'given', label: t('对外授权', 'Grants given') },
        { key: 'mandates', label: t('委托与整体授权', 'Consents & authorisations') },
        { key: 'demands', label: t('供需对接', 'Supply and demand') },
        { key: 'links', label: t('直连登记', 'Direct links') },
        { key: 'results', label: t('成效与案例', 'Results and examples') },
        { key: 'disputes', label: t('争议协调', 'Disputes') },
      ]}
    />
  );
}
