import { DownloadOutlined } from '@ant-design/icons';
import { Button, Grid, Pagination, Table, type TableProps, theme } from 'antd';
import type { ReactNode } from 'react';
import { saveCsv } from './csv.ts';
import { formatCount } from './format.ts';
import { useText } from './language.tsx';
import { useSession } from '../app/session.tsx';

export interface DataColumn<R> {
  key: string;
  title: ReactNode;
  render?: (value: unknown, row: R, index: number) => ReactNode;
  /** What the cell says in an exported file. A column without it is not exported. */
  text?: (row: R) => string;
  align?: 'left' | 'right' | 'center';
  width?: number | string;
  /** Stays in sight where the table is wider than its place: what can be done must not need scrolling. */
  pinned?: boolean;
}

export interface DataTableProps<R> {
  rows: readonly R[];
  columns: readonly DataColumn<R>[];
  rowKey: keyof R & string;
  /** Absent: the rows are all there are. */
  total?: number;
  /** There are more than `total`, and nobody counted them. */
  more?: boolean;
  page?: number;
  /** Absent: the list has one page. */
  onPage?: (page: number) => void;
  size?: number;
  loading: boolean;
  empty: ReactNode;
  caption: string;
  exportName?: string;
  rowSelection?: TableProps<R>['rowSelection'];
}

/** A list: server paging, the first column a link, the shown rows to a file, stacked items on a phone. */
export function DataTable<R extends object>(props: DataTableProps<R>) {
  const { t, language } = useText();
  const { session } = useSession();
  const wide = Grid.useBreakpoint().md ?? true;
  const { rows, columns, page = 1, size = 20, onPage, loading, empty, caption, exportName } = props;
  const total = props.total ?? rows.length;
  const shown = columns.filter(column => column.key !== '');

  function save() {
    const told = columns.filter(column => column.text);
    const note = session.demonstration ? [[t('演示数据', 'Demonstration data')]] : [];
    const heads = told.map(column => (typeof column.title === 'string' ? column.title : column.key));
    saveCsv(exportName ?? caption, [
      ...note,
      heads,
      ...rows.map(row => told.map(column => column.text?.(row) ?? '')),
    ]);
  }

  const foot = rows.length > 0 && (
    <div className="data-table-foot">
      <span>
        {props.more === true
          ? t(`超过 ${formatCount(total, language)} 条`, `more than ${formatCount(total, language)}`)
          : t(`共 ${formatCount(total, language)} 条`, `${formatCount(total, language)} in all`)}
      </span>
      {exportName && (
        <Button type="text" size="small" icon={<DownloadOutlined />} onClick={save} data-test="export">
          {t('导出本页', 'Export this page')}
        </Button>
      )}
      <span style={{ flex: 1 }} />
      {onPage && total > size && (
        <Pagination
          simple={!wide}
          current={page}
          pageSize={size}
          total={total}
          onChange={onPage}
          showSizeChanger={false}
        />
      )}
    </div>
  );

  if (!wide) {
    return (
      <section aria-label={caption}>
        {rows.length === 0 && !loading ? (
          empty
        ) : (
          <ul className="stacked">
            {rows.map((row, index) => (
              <Stacked key={String(row[props.rowKey])} row={row} index={index} columns={shown} />
            ))}
          </ul>
        )}
        {foot}
      </section>
    );
  }
  return (
    <>
      <Table<R>
        className="data-table"
        size="medium"
        rowKey={props.rowKey}
        dataSource={[...rows]}
        columns={shown.map(({ key, title, render, align, width, pinned }) => ({
          key,
          title,
          ...(render
            ? {
                render: (value: unknown, row: R, index: number) => (
                  <div className="data-cell">{render(value, row, index)}</div>
                ),
              }
            : { dataIndex: key }),
          ...(align ? { align } : {}),
          ...(width === undefined ? {} : { width }),
          ...(pinned ? { fixed: 'end' as const } : {}),
        }))}
        loading={loading && rows.length > 0}
        locale={{ emptyText: loading ? ' ' : empty }}
        pagination={false}
        scroll={{ x: 'max-content' }}
        aria-label={caption}
        {...(props.rowSelection ? { rowSelection: props.rowSelection } : {})}
      />
      {foot}
    </>
  );
}

function Stacked<R>({ row, index, columns }: { row: R; index: number; columns: readonly DataColumn<R>[] }) {
  const { token } = theme.useToken();
  return (
    <li style={{ background: token.colorBgContainer, borderColor: token.colorBorderSecondary }}>
      {columns.map((column, at) => {
        const value = (row as Record<string, unknown>)[column.key];
        const content = column.render ? column.render(value, row, index) : (value as ReactNode);
        // Where nothing can be done, nothing is said: an empty line would look like something that is missing.
        if (column.title === '' && (content === null || content === undefined || content === false))
          return null;
        return (
          <div key={column.key} className={at === 0 ? 'stacked-head' : 'stacked-line'}>
            {at > 0 && column.title !== '' && (
              <span style={{ color: token.colorTextTertiary }}>{column.title}</span>
            )}
            <div>{content}</div>
          </div>
        );
      })}
    </li>
  );
}
