import { Card, Tabs } from 'antd';
import { useState } from 'react';
import { useParams } from 'react-router';
import { useLoad } from '../../../api.ts';
import { useFilters } from '../../../ui/FilterBar.tsx';
import { formatCount } from '../../../ui/format.ts';
import { useText } from '../../../ui/language.tsx';
import { Loading } from '../../../ui/Loading.tsx';
import { RefusalNotice } from '../../../ui/RefusalNotice.tsx';
import type { RunDetail } from '../types.ts';
import { isLive } from '../words.ts';
import { Differences } from './Differences.tsx';
import { Fields } from './Fields.tsx';
import { Lineage } from './Lineage.tsx';
import { ReceiptCard } from './ReceiptCard.tsx';
import { RunAlerts } from './RunAlerts.tsx';
import { RunHead } from './RunHead.tsx';
import { RunLog } from './RunLog.tsx';
import { RunStages } from './RunStages.tsx';
import { SetAside } from './SetAside.tsx';

/** 交换运行: did every row arrive, unchanged; if not, which (ui.md 3.20). */
export function RunPage() {
  const { id } = useParams();
  const [live, setLive] = useState(true);
  const { data, problem, reload } = useLoad<RunDetail>(
    `/api/exchange/runs/${id}`,
    undefined,
    [],
    live ? { every: 500 } : undefined,
  );
  const goesOn = data === undefined || isLive(data) || data.comparing;
  if (goesOn !== live) setLive(goesOn);
  if (problem && !data) return <RefusalNotice problem={problem} />;
  if (!data) return <Loading rows={10} />;
  return (
    <>
      <RunHead run={data} reload={reload} />
      <div className="cards">
        <RunAlerts run={data} />
        <RunStages run={data} />
        {data.receipt !== null && <ReceiptCard run={data} receipt={data.receipt} />}
        <Differences run={data} />
        <RunTabs run={data} reload={reload} />
      </div>
    </>
  );
}

function RunTabs({ run, reload }: { run: RunDetail; reload: () => void }) {
  const { t, language } = useText();
  const { one, put } = useFilters();
  return (
    <Tabs
      activeKey={one('tab') === '' ? 'aside' : one('tab')}
      onChange={key => put('tab', key === 'aside' ? '' : key)}
      items={[
        {
          key: 'aside',
          label:
            run.setAside === 0
              ? t('搁置行', 'Rows set aside')
              : t(
                  `搁置行 ${formatCount(run.setAside, language)}`,
                  `Rows set aside ${formatCount(run.setAside, language)}`,
                ),
          children: <SetAside run={run} onSent={reload} />,
        },
        { key: 'fields', label: t('字段对应', 'Columns'), children: <Fields run={run} /> },
        {
          key: 'lineage',
          label: t('来龙去脉', 'Lineage'),
          children: (
            <Card>
              <Lineage path={`/api/exchange/runs/${run.id}/lineage`} />
            </Card>
          ),
        },
        { key: 'log', label: t('经过', 'Log'), children: <RunLog run={run} /> },
      ]}
    />
  );
}
