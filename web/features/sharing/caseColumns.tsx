import { Tag } from 'antd';
import { Link } from 'react-router';
import { postName } from '../../app/roles.ts';
import type { DataColumn } from '../../ui/DataTable.tsx';
import { DeadlineBar } from '../../ui/DeadlineBar.tsx';
import { formatTime } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { StatusTag, statusWord } from '../../ui/StatusTag.tsx';
import type { ApplicationRow } from './types.ts';
import { kindWord, levelWord, modeWord, turnWord } from './words.ts';

export type Box = 'mine' | 'todo' | 'received' | 'all';

/** What a list of cases shows; who else has a part in them depends on whose list it is. */
export function useCaseColumns(box: Box): DataColumn<ApplicationRow>[] {
  const { t, language } = useText();
  const incoming = box === 'todo' || box === 'received';
  return [
    {
      key: 'no',
      title: t('编号 · 提交时间', 'No. · made'),
      render: (_, row) => (
        <>
          <Link to={`/cases/${row.id}`}>{row.no}</Link>
          {row.kind !== 'single' && (
            <Tag
              variant="filled"
              color={row.kind === 'green' ? 'warning' : 'default'}
              style={{ marginInlineStart: 6 }}
            >
              {kindWord(row.kind, t)}
            </Tag>
          )}
          <div style={{ fontSize: 12, opacity: 0.8 }}>
            {formatTime(row.receivedAt ?? row.createdAt, language)}
          </div>
          {row.formNo !== null && (
            <div style={{ fontSize: 12, opacity: 0.8 }}>{t(`同单 ${row.formNo}`, `form ${row.formNo}`)}</div>
          )}
        </>
      ),
      text: row => row.no,
    },
    {
      key: 'entry',
      title: t('目录 · 方式 · 事项', 'Entry · mode · matter'),
      render: (_, row) => (
        <div className="narrow-cell" style={{ ['--most' as string]: '170px' }}>
          <div>{row.entryTitle}</div>
          <div style={{ fontSize: 12, opacity: 0.8 }}>
            {modeWord(row.mode, t)} · {row.matter}
          </div>
        </div>
      ),
      text: row => `${row.entryTitle} · ${modeWord(row.mode, t)} · ${row.matter}`,
    },
    {
      key: 'sides',
      title: {
        mine: t('提供部门', 'Provider'),
        todo: t('申请 → 提供', 'From → to'),
        received: t('申请部门', 'From'),
        all: t('申请 → 提供', 'From → to'),
      }[box],
      render: (_, row) => <Narrow>{sidesOf(box, row)}</Narrow>,
      text: row => sidesOf(box, row),
    },
    ...(incoming
      ? [
          {
            key: 'items',
            title: t('数据项 · 最高敏感', 'Items · highest level'),
            render: (_: unknown, row: ApplicationRow) =>
              `${row.itemCount} · ${levelWord(row.topSensitivity, t)}`,
            text: (row: ApplicationRow) => `${row.itemCount} · ${levelWord(row.topSensitivity, t)}`,
          },
        ]
      : []),
    ...(box === 'todo'
      ? []
      : [
          {
            key: 'holder',
            title: t('现在在谁手里', 'Now with'),
            render: (_: unknown, row: ApplicationRow) => (
              <Narrow>{postName(row.holder, language) || '—'}</Narrow>
            ),
            text: (row: ApplicationRow) => row.holder,
          },
        ]),
    {
      key: 'state',
      title: t('状态', 'State'),
      render: (_, row) => (
        <div className="narrow-cell">
          <StatusTag
            kind="application"
            state={row.state}
            yourTurn={row.yourTurn ? turnWord(row.state, t) : false}
          />
        </div>
      ),
      text: row => statusWord('application', row.state, t),
    },
    {
      key: 'clock',
      title: t('期限', 'Time limit'),
      render: (_, row) => <DeadlineBar clock={row.clock} compact />,
      text: row => row.clock?.due ?? '',
    },
  ];
}

/** Who else has a part in a case; both sides where the reader may be either or neither. */
function sidesOf(box: Box, { consumer, provider }: ApplicationRow): string {
  const both = `${consumer.name} → ${provider.name}`;
  return { mine: provider.name, todo: both, received: consumer.name, all: both }[box];
}

/** Long names wrap inside a list instead of pushing the last column off the screen. */
function Narrow({ children }: { children: string }) {
  return (
    <div className="narrow-cell" style={{ minWidth: 90, ['--most' as string]: '112px' }}>
      {children}
    </div>
  );
}
