import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { useText } from '../../ui/language.tsx';
import { ChooseEntry } from './ChooseEntry.tsx';
import { ChooseTable } from './ChooseTable.tsx';
import { MatchStep } from './MatchStep.tsx';
import { MountPage, MountSteps } from './MountFrame.tsx';
import { MountedStep } from './MountedStep.tsx';
import type { Resource, Source, Table } from './types.ts';

/** 挂载资源: entry, database, items to columns, a look at the result. */
export function Mount() {
  const { t } = useText();
  const [search] = useSearchParams();
  const asked = Number(search.get('entry') ?? 0);
  const [entryId, setEntryId] = useState<number | null>(asked > 0 ? asked : null);
  const [place, setPlace] = useState<{ source: Source; table: Table } | null>(null);
  const [resource, setResource] = useState<Resource | null>(null);
  const step = resource ? 3 : place ? 2 : entryId === null ? 0 : 1;

  return (
    <MountPage title={t('挂载资源', 'Mount a resource')}>
      <MountSteps
        current={step}
        titles={[
          t('选目录', 'Entry'),
          t('连接', 'Connect'),
          t('对上数据项', 'Match items'),
          t('核对', 'Check'),
        ]}
      >
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
      </MountSteps>
    </MountPage>
  );
}
