import { Link } from 'react-router';
import type { DataColumn } from '../../ui/DataTable.tsx';
import { useFigureColumn } from '../../ui/figureColumn.tsx';
import { formatTime } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { useTook } from './RunMark.tsx';
import type { Run } from './types.ts';

/** What every list of runs says of a run. */
export function useRunColumns() {
  const { t, language } = useText();
  const took = useTook();
  const figure = useFigureColumn();
  return {
    no: {
      key: 'no',
      title: t('运行', 'Run'),
      render: (_, run) => <Link to={`/exchange/runs/${run.id}`}>{run.no}</Link>,
      text: run => run.no,
    },
    read: figure('rowsRead', t('读出', 'Read')),
    written: figure('rowsWritten', t('写入', 'Written')),
    took: { key: 'took', title: t('用时', 'Took'), align: 'right', render: (_, run) => took(run) ?? '—' },
    at: {
      key: 'at',
      title: t('时间', 'Time'),
      render: (_, run) => formatTime(run.createdAt, language),
      text: run => formatTime(run.createdAt, language, true),
    },
  } satisfies Record<string, DataColumn<Run>>;
}
