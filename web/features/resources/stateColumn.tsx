import type { DataColumn } from '../../ui/DataTable.tsx';
import type { TextChoice } from '../../ui/language.tsx';
import { StatusTag, statusWord } from '../../ui/StatusTag.tsx';
import type { Interface, Resource } from './types.ts';

/** The state of what is mounted, and below it what is wrong: whoever mounted it is to mend it. */
export function stateColumn(t: TextChoice['t']): DataColumn<Pick<Resource | Interface, 'state' | 'problem'>> {
  return {
    key: 'state',
    title: t('状态', 'State'),
    render: (_, row) => (
      <>
        <StatusTag kind="resource" state={row.state} />
        {row.problem !== '' && <div style={{ fontSize: 12 }}>{row.problem}</div>}
      </>
    ),
    text: row => statusWord('resource', row.state, t),
  };
}
