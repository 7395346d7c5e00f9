import { Button, Input, Space, Tag, theme } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { api } from '../../../api.ts';
import type { DataColumn } from '../../../ui/DataTable.tsx';
import { formatCount } from '../../../ui/format.ts';
import { useText } from '../../../ui/language.tsx';
import { useSend } from '../../../ui/useSend.ts';
import type { Correction, SetAsideRow } from '../types.ts';
import { SET_ASIDE } from '../words.ts';

/** 行 · 数据项 · 原文 · 原因 · 改正为 · 处理. */
export function useSetAsideColumns({
  path,
  opened,
  corrects,
  reload,
}: {
  path: string;
  opened: boolean;
  corrects: boolean;
  reload: () => void;
}): DataColumn<SetAsideRow>[] {
  const { t, language } = useText();
  return [
    {
      key: 'row',
      title: t('行', 'Row'),
      align: 'right',
      render: (_, row) => (
        <>
          <span className="narrow-only">{t('第 ', 'Row ')}</span>
          {formatCount(row.row, language)}
          <span className="narrow-only">{t(' 行', '')}</span>
        </>
      ),
    },
    ...(opened
      ? [
          {
            key: 'key',
            title: t('标识', 'Identifier'),
            render: (_: unknown, row: SetAsideRow) =>
              row.key === null
                ? '—'
                : Object.entries(row.key).map(([item, value]) => (
                    <div key={item}>
                      <span style={{ opacity: 0.75 }}>{item}</span> {value}
                    </div>
                  )),
          },
        ]
      : []),
    {
      key: 'item',
      title: t('数据项', 'Item'),
      render: (_, row) => (
        <>
          {row.item || row.column}
          <div style={{ fontSize: 12, opacity: 0.75 }}>{row.item === '' ? '' : row.column}</div>
        </>
      ),
    },
    ...(opened
      ? [
          {
            key: 'raw',
            title: t('原文', 'Original value'),
            render: (_: unknown, row: SetAsideRow) => (
              <div className="data-cell" style={{ whiteSpace: 'pre-wrap' }}>
                {row.raw === null || row.raw === '' ? t('（空）', '(empty)') : row.raw}
              </div>
            ),
          },
        ]
      : []),
    {
      key: 'reason',
      title: t('原因', 'Reason'),
      render: (_, row) => <div className="data-cell">{t(row.reasonZh, row.reasonEn)}</div>,
    },
    ...(opened && corrects
      ? [
          {
            key: 'correct',
            title: t('改正为', 'Correct to'),
            render: (_: unknown, row: SetAsideRow) => <CorrectField path={path} row={row} onDone={reload} />,
          },
        ]
      : []),
    {
      key: 'state',
      title: t('处理', 'State'),
      render: (_, row) => (
        <Space size={4} wrap>
          <Tag variant="filled" color={SET_ASIDE[row.state].tone} style={{ marginInlineEnd: 0 }}>
            {t(...SET_ASIDE[row.state].words)}
          </Tag>
          {row.sentBy !== null && <Link to={`/exchange/runs/${row.sentBy.id}`}>{row.sentBy.no}</Link>}
        </Space>
      ),
    },
  ];
}

function CorrectField({ path, row, onDone }: { path: string; row: SetAsideRow; onDone: () => void }) {
  const { t } = useText();
  const { token } = theme.useToken();
  const before = row.correction?.value ?? null;
  const [value, setValue] = useState(before ?? row.raw ?? '');
  const { send, problem, busy } = useSend();
  if (row.state !== 'open' && row.state !== 'corrected') return before ?? t('（空）', '(empty)');
  const put = (to: string | null) =>
    send(
      () => api.put<Correction>(`${path}/${row.n}`, { value: to }),
      t(`第 ${row.row} 行已改正，待重送。`, `Row ${row.row} corrected, to be resent.`),
      onDone,
    );
  const same = row.correction !== null && value === before;
  return (
    <div style={{ minWidth: 220 }}>
      <Space.Compact style={{ width: '100%' }}>
        <Input
          value={value}
          maxLength={4000}
          onChange={event => setValue(event.target.value)}
          onPressEnter={() => void put(value)}
          aria-label={t(`第 ${row.row} 行“${row.item}”改正为`, `Row ${row.row}, ${row.item}: correct to`)}
          aria-invalid={problem !== null}
          {...(problem === null ? {} : { status: 'error' as const })}
          data-test={`correct-${row.n}`}
        />
        <Button disabled={busy || same} onClick={() => void put(value)} data-test={`correct-save-${row.n}`}>
          {t('改正', 'Correct')}
        </Button>
      </Space.Compact>
      {problem !== null && (
        <div role="alert" style={{ color: token.colorError, fontSize: 12, maxWidth: 320 }}>
          {t(problem.title, problem.titleEn)}
          {problem.remedy !== '' && t(`。${problem.remedy}`, `. ${problem.remedyEn}`)}
        </div>
      )}
    </div>
  );
}
