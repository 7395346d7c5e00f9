import { Button } from 'antd';
import { useState } from 'react';
import { useLoad } from '../../api.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { useText } from '../../ui/language.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { ResultsTabs } from './ResultsTabs.tsx';
import { RoundCard } from './RoundCard.tsx';
import { RoundDialog } from './RoundDialog.tsx';
import type { Rounds as RoundsView } from './types.ts';

/** 评选: each department has one vote, none for its own example; the authority closes the round. */
export function Rounds() {
  const { t } = useText();
  const { data, problem, reload } = useLoad<RoundsView>('/api/example-rounds');
  const [opening, setOpening] = useState(false);
  const open = data?.mayOpen ? (
    <Button type="primary" data-test="round-open" onClick={() => setOpening(true)}>
      {t('发起评选', 'Open a round')}
    </Button>
  ) : undefined;
  return (
    <>
      <ResultsTabs current="rounds" actions={open} />
      {problem && <RefusalNotice problem={problem} />}
      {!data && !problem && <Loading rows={6} />}
      {data?.items.length === 0 && (
        <EmptyState
          title={t(
            '还没有评选。主管部门公布案例后，在这里发起投票。',
            'No rounds yet. The authority opens one over examples that are up.',
          )}
          action={open}
        />
      )}
      <div className="cards">
        {data?.items.map(round => (
          <RoundCard key={round.id} round={round} onDone={reload} />
        ))}
      </div>
      {opening && <RoundDialog onClose={() => setOpening(false)} onDone={reload} />}
    </>
  );
}
