import { Form } from 'antd';
import type { ReactNode } from 'react';
import type { Problem } from '../../../api.ts';
import { RefusalNotice } from '../../../ui/RefusalNotice.tsx';
import { CheckCard } from './CheckCard.tsx';
import type { useCheck } from './useCheck.ts';

/** The fields of a task; beside them what would happen, and the buttons that make it so. */
export function BesideCheck({
  checked,
  problem,
  acts,
  missing,
  children,
}: {
  checked: ReturnType<typeof useCheck>;
  /** What the platform said against saving it. */
  problem: Problem | null;
  acts: ReactNode;
  /** Why it cannot be saved yet; empty once it can. */
  missing: string;
  children: ReactNode;
}) {
  return (
    <div className="two-columns">
      <Form layout="vertical" requiredMark={false} className="cards" component="div">
        {children}
      </Form>
      <div className="cards" style={{ position: 'sticky', top: 72 }}>
        <CheckCard {...checked} />
        {problem !== null && <RefusalNotice problem={problem} />}
        <div style={{ display: 'flex', gap: 8, flexWrap: 'wrap' }}>{acts}</div>
        {missing !== '' && <p>{missing}</p>}
      </div>
    </div>
  );
}
