import { Card, Tabs } from 'antd';
import { useFilters } from '../../ui/FilterBar.tsx';
import { useText } from '../../ui/language.tsx';
import { GrantResults } from '../results/GrantResults.tsx';
import { UseRecords } from '../results/UseRecords.tsx';
import { GrantServicePanel } from '../services/GrantService.tsx';
import { GrantCalls, GrantRuns } from './GrantCalls.tsx';
import { GrantFiles } from './GrantFiles.tsx';
import { GrantUse } from './GrantUse.tsx';
import { GrantVersions } from './GrantVersions.tsx';
import type { Grant } from './types.ts';

/** 使用情况, 调用记录, 处置与记录, 变更; which one is open stands in the address. */
export function GrantTabs({ grant }: { grant: Grant }) {
  const { t } = useText();
  const filters = useFilters();
  const batch = grant.mode === 'batch';
  const files = grant.mode === 'file';
  const tabs = [
    { key: 'use', label: t('使用情况', 'Use'), children: <GrantUse grant={grant} /> },
    ...(files ? [{ key: 'files', label: t('文件', 'Files'), children: <GrantFiles grant={grant} /> }] : []),
    ...(batch ? [{ key: 'runs', label: t('运行记录', 'Runs'), children: <GrantRuns grant={grant} /> }] : []),
    {
      key: 'calls',
      label: batch || files ? t('使用记录', 'Records of use') : t('调用记录', 'Calls'),
      children: <GrantCalls grant={grant} />,
    },
    {
      key: 'records',
      label: t('处置与记录', 'Records kept'),
      children: (
        <div className="cards">
          <UseRecords grantId={grant.id} />
          <GrantResults grantId={grant.id} />
        </div>
      ),
    },
    ...(grant.mode === 'query' || grant.mode === 'verify'
      ? [
          {
            key: 'service',
            label: t('接口服务', 'Service'),
            children: <GrantServicePanel grant={grant} />,
          },
        ]
      : []),
    { key: 'changes', label: t('变更', 'Changes'), children: <GrantVersions grant={grant} /> },
  ];
  const asked = filters.one('tab');
  const first = batch ? 'runs' : files ? 'files' : 'calls';
  return (
    <Card styles={{ body: { paddingTop: 4 } }}>
      <Tabs
        activeKey={tabs.some(tab => tab.key === asked) ? asked : first}
        onChange={key => filters.put('tab', key === first ? '' : key)}
        items={tabs}
      />
    </Card>
  );
}
