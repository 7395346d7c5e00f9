import { Alert, Button, Card, Grid, Steps } from 'antd';
import { useState } from 'react';
import { Link, useSearchParams } from 'react-router';
import { useText } from '../../ui/language.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { ChooseEntry } from './ChooseEntry.tsx';
import { ChooseTable } from './ChooseTable.tsx';
import { MatchStep } from './MatchStep.tsx';
import { MountedStep } from './MountedStep.tsx';
import type { Resource, Source, Table } from './types.ts';

/** 挂载资源: entry, database, items to columns, a look at the result. */
export function Mount() {
  const { t } = useText();
  const wide = Grid.useBreakpoint().md !== false;
  const [search] = useSearchParams();
  const asked = Number(search.get('entry') ?? 0);
  const [entryId, setEntryId] = useState<number | null>(asked > 0 ? asked : null);
  const [place, setPlace] = useState<{ source: Source; table: Table } | null>(null);
  const [resource, setResource] = useState<Resource | null>(null);
  const step = resource ? 3 : place ? 2 : entryId === null ? 0 : 1;

  return (
    <>
      <PageTitle
        title={t('挂载资源', 'Mount a resource')}
        actions={
          <Link to="/resources">
            <Button>{t('看已挂载的资源', 'See mounted resources')}</Button>
          </Link>
        }
      />
      {!wide ? (
        <Alert
          type="info"
          showIcon
          title={t('请在电脑上编辑，这里可以查看', 'Please edit on a computer; here you can look')}
        />
      ) : (
        <div className="cards" style={{ maxWidth: 1000 }}>
          <Card size="small">
            <Steps
              size="small"
              current={step}
              items={[
                { title: t('选目录', 'Entry') },
                { title: t('连接', 'Connect') },
                { title: t('对上数据项', 'Match items') },
                { title: t('核对', 'Check') },
              ]}
            />
          </Card>
          <Card>
            {step === 0 && <ChooseEntry onChoose={setEntryId} />}
            {step === 1 && (
              <ChooseTable
                onBack={() => setEntryId(null)}
                onChoose={(source, table) => setPlace({ source, table })}
              />
            )}
            {step === 2 && place && entryId !== null && (
              <MatchStep
                entryId={entryId}
                source={place.source}
                table={place.table}
                onBack={() => setPlace(null)}
                onMounted={setResource}
              />
            )}
            {step === 3 && resource && <MountedStep resource={resource} />}
          </Card>
        </div>
      )}
    </>
  );
}
