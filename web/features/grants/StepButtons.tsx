import { Button, Space } from 'antd';
import { useState } from 'react';
import { useText } from '../../ui/language.tsx';
import { ActDialog } from './ActDialog.tsx';
import { ACTS, primaryOf } from './acts.ts';
import { offered } from './offered.ts';
import type { Grant, GrantAction } from './types.ts';

interface StepButtonsProps {
  grant: Grant;
  /** The steps that belong here, the deciding one last. */
  steps: readonly GrantAction[];
  /** Why one of them has to wait. */
  waits?: Partial<Record<GrantAction, string>>;
  onDone: () => void;
}

/** The buttons of a proposal or of a disposal, where it is told. */
export function StepButtons({ grant, steps, waits = {}, onDone }: StepButtonsProps) {
  const { t } = useText();
  const [open, setOpen] = useState<GrantAction | null>(null);
  const mine = offered(grant);
  // What was reported already may be reported anew, but it is the head’s turn now.
  const again = grant.disposal?.state === 'reported';
  const first = primaryOf(mine.filter(action => action !== 'report_disposal' || !again));
  const shown = steps.filter(action => mine.includes(action));
  if (shown.length === 0) return null;
  const told = shown.flatMap(action => waits[action] ?? []);
  return (
    <div style={{ display: 'grid', gap: 6 }}>
      <Space wrap>
        {shown.map(action => (
          <Button
            key={action}
            type={action === first && waits[action] === undefined ? 'primary' : 'default'}
            danger={ACTS[action].danger === true}
            disabled={waits[action] !== undefined}
            onClick={() => setOpen(action)}
            data-test={action}
          >
            {action === 'report_disposal' && again
              ? t('重新申报', 'Report it anew')
              : t(...ACTS[action].label)}
          </Button>
        ))}
      </Space>
      {told.map(why => (
        <span key={why} style={{ fontSize: 13 }} data-test="step-waits">
          {why}
        </span>
      ))}
      {open !== null && (
        <ActDialog grant={grant} action={open} onClose={() => setOpen(null)} onDone={onDone} />
      )}
    </div>
  );
}
