import { EditOutlined } from '@ant-design/icons';
import { Button, Input, Popover, Space, Tag } from 'antd';
import { useState } from 'react';
import { DataTable } from '../../ui/DataTable.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { useText } from '../../ui/language.tsx';
import type { Fault, Faults } from './types.ts';

interface Props {
  faults: Faults | undefined;
  loading: boolean;
  page: number;
  onPage: (page: number) => void;
  busy: boolean;
  onCorrect: (cell: { sheet: string; cell: string; value: string }) => Promise<void>;
}

type Row = Fault & { key: string };

/** Every faulty cell: where, what stands there, what is wrong, what it should be. */
export function FaultTable({ faults, loading, page, onPage, busy, onCorrect }: Props) {
  const { t } = useText();
  const rows: Row[] = (faults?.items ?? []).map((fault, at) => ({
    ...fault,
    key: `${page} ${at} ${fault.sheet}!${fault.cell}`,
  }));
  return (
    <DataTable<Row>
      caption={t('有问题的单元格', 'Faulty cells')}
      rows={rows}
      rowKey="key"
      total={faults?.total ?? 0}
      page={page}
      onPage={onPage}
      size={50}
      loading={loading}
      empty={<EmptyState title={t('没有这种问题。', 'No fault of this kind.')} />}
      columns={[
        { key: 'sheet', title: t('工作表', 'Sheet'), render: (_, row) => row.sheet },
        { key: 'row', title: t('行', 'Row'), align: 'right', render: (_, row) => row.row },
        { key: 'column', title: t('列', 'Column'), render: (_, row) => row.column },
        { key: 'cell', title: t('单元格', 'Cell'), render: (_, row) => <code>{row.cell}</code> },
        {
          key: 'value',
          title: t('现在的值', 'Value'),
          render: (_, row) =>
            row.value === '' ? (
              t('（空）', '(empty)')
            ) : (
              <span style={{ whiteSpace: 'pre-wrap', wordBreak: 'break-all' }}>{row.value}</span>
            ),
        },
        {
          key: 'problem',
          title: t('问题', 'Fault'),
          render: (_, row) => (
            <>
              {t(row.problem, row.problemEn)} {row.mild && <Tag>{t('不影响导入', 'No obstacle')}</Tag>}
            </>
          ),
        },
        {
          key: 'remedy',
          title: t('应当怎样', 'Remedy'),
          width: 260,
          render: (_, row) => (
            <Space size={4} wrap>
              <span>{t(row.remedy, row.remedyEn)}</span>
              {!row.mild && row.kind !== 'merged' && (
                <Correct key={row.key} fault={row} busy={busy} onCorrect={onCorrect} />
              )}
            </Space>
          ),
        },
      ]}
    />
  );
}

function Correct({ fault, busy, onCorrect }: { fault: Fault } & Pick<Props, 'busy' | 'onCorrect'>) {
  const { t } = useText();
  const [open, setOpen] = useState(false);
  const [value, setValue] = useState(fault.repair ?? fault.value);
  const { sheet, cell } = fault;
  const save = () => {
    setOpen(false);
    void onCorrect({ sheet, cell, value });
  };
  return (
    <Popover
      open={open}
      onOpenChange={setOpen}
      trigger="click"
      title={t(`改正 ${sheet} ${cell}`, `Correct ${sheet} ${cell}`)}
      content={
        <Space.Compact>
          <Input
            value={value}
            maxLength={4000}
            onChange={event => setValue(event.target.value)}
            onPressEnter={save}
            aria-label={t('新的值', 'New value')}
            style={{ width: 260 }}
          />
          <Button type="primary" disabled={busy} onClick={save}>
            {t('改正并重新核对', 'Correct and check')}
          </Button>
        </Space.Compact>
      }
    >
      <Button size="small" type="link" icon={<EditOutlined />} disabled={busy}>
        {fault.repair === null ? t('改正', 'Correct') : t(`改为“${fault.repair}”`, `Write “${fault.repair}”`)}
      </Button>
    </Popover>
  );
}
