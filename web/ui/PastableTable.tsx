import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Checkbox, Input, Tooltip, theme } from 'antd';
import { type ClipboardEvent, type CSSProperties, Fragment, type ReactNode, useId, useState } from 'react';
import { cellsOf } from './csv.ts';
import { useText } from './language.tsx';

/** What a pasted word is to a column: a value, or the reason why it is none. */
export type Reading<V> = { value: V } | { fault: string };

export interface PasteColumn<R> {
  key: keyof R & string;
  label: string;
  kind: 'text' | 'number' | 'check' | 'choice';
  width: number;
  /** What may be chosen; beside a text, what is offered while it is typed. */
  options?: readonly { value: string; label: string }[];
  /** Reads a pasted cell; without it the words are taken as they are. */
  read?: (text: string) => Reading<R[keyof R & string]>;
  /** A line below the cell. */
  below?: (row: R) => ReactNode;
}

export interface PastableTableProps<R> {
  rows: readonly R[];
  columns: readonly PasteColumn<R>[];
  blank: () => R;
  onChange: (rows: R[]) => void;
  /** Called when one cell changed, so that others may follow it. */
  follow?: (row: R, changed: keyof R & string) => R;
  caption: string;
  max: number;
}

/** A table of items into which a block of cells from WPS or Excel can be pasted; wrong cells stay and say why. */
export function PastableTable<R extends object>(props: PastableTableProps<R>) {
  const { t } = useText();
  const { token } = theme.useToken();
  const { rows, columns, blank, onChange, max } = props;
  const lists = useId();
  const follow = props.follow ?? (row => row);
  const [faults, setFaults] = useState<Record<string, string>>({});
  const placeOf = (at: number, key: string) => `${at} ${key}`;

  function change(at: number, key: keyof R & string, value: unknown) {
    const { [placeOf(at, key)]: _settled, ...rest } = faults;
    setFaults(rest);
    onChange(rows.map((row, index) => (index === at ? follow({ ...row, [key]: value }, key) : row)));
  }

  function paste(event: ClipboardEvent, at: number, column: number) {
    const text = event.clipboardData.getData('text/plain');
    if (!/[\t\n]/.test(text.trim())) return;
    event.preventDefault();
    take(cellsOf(text), at, column);
  }

  function take(block: string[][], at: number, column: number) {
    const heads = block[0] ?? [];
    const known = heads.map(head => columns.findIndex(one => one.label === head));
    const headed = known.filter(index => index >= 0).length >= Math.min(2, heads.length);
    const order = headed ? known : heads.map((_, index) => column + index);
    const body = headed ? block.slice(1) : block;
    const next = [...rows];
    const wrong: Record<string, string> = { ...faults };
    body.slice(0, max - at).forEach((cells, offset) => {
      const place = at + offset;
      let row = next[place] ?? blank();
      cells.forEach((cell, index) => {
        const target = columns[order[index] ?? -1];
        if (!target || cell === '') return;
        const read = target.read ? target.read(cell) : { value: cell };
        if ('fault' in read) wrong[placeOf(place, target.key)] = read.fault;
        else {
          delete wrong[placeOf(place, target.key)];
          row = follow({ ...row, [target.key]: read.value }, target.key);
        }
      });
      next[place] = row;
    });
    setFaults(wrong);
    onChange(next);
  }

  /** Behind the last row that holds something: a block does not leave an empty row above it. */
  function firstFree(): number {
    const empty = JSON.stringify(blank());
    return rows.findLastIndex(row => JSON.stringify(row) !== empty) + 1;
  }

  function remove(at: number) {
    setFaults({});
    onChange(rows.filter((_, index) => index !== at));
  }

  const faultsOf = (at: number): string[] =>
    columns.flatMap(column => {
      const fault = faults[placeOf(at, column.key)];
      return fault === undefined ? [] : [t(`${column.label}：${fault}`, `${column.label}: ${fault}`)];
    });
  const wrong = Object.keys(faults).length;
  return (
    <div>
      {columns.map(
        column =>
          column.kind === 'text' &&
          column.options && (
            <datalist key={column.key} id={`${lists}${column.key}`}>
              {column.options.map(({ value, label }) => (
                <option key={value} value={value}>
                  {label}
                </option>
              ))}
            </datalist>
          ),
      )}
      <div className="paste-table">
        <table>
          <caption style={{ position: 'absolute', left: -9999 }}>{props.caption}</caption>
          <thead>
            <tr style={{ background: token.colorFillTertiary, color: token.colorTextSecondary }}>
              <th scope="col" style={{ width: 32 }} aria-label={t('序号', 'No.')} />
              {columns.map(column => (
                <th key={column.key} scope="col" style={{ width: column.width, minWidth: column.width }}>
                  {column.label}
                </th>
              ))}
              <th scope="col" style={{ width: 36 }} aria-label={t('删除', 'Delete')} />
            </tr>
          </thead>
          <tbody>
            {rows.map((row, at) => (
              <Fragment key={at}>
                <tr style={{ borderBottom: `1px solid ${token.colorBorderSecondary}` }}>
                  <td style={{ textAlign: 'right', color: token.colorTextTertiary, paddingTop: 8 }}>
                    {at + 1}
                  </td>
                  {columns.map((column, index) => {
                    const fault = faults[placeOf(at, column.key)];
                    return (
                      <td key={column.key} onPaste={event => paste(event, at, index)}>
                        <Cell
                          column={column}
                          value={row[column.key]}
                          wrong={fault !== undefined}
                          label={t(`第 ${at + 1} 行 ${column.label}`, `Row ${at + 1}, ${column.label}`)}
                          test={`item-${column.key}-${at}`}
                          {...(column.kind === 'text' && column.options
                            ? { list: `${lists}${column.key}` }
                            : {})}
                          onChange={value => change(at, column.key, value)}
                          onEnter={() =>
                            at === rows.length - 1 && rows.length < max && onChange([...rows, blank()])
                          }
                        />
                        {column.below?.(row)}
                      </td>
                    );
                  })}
                  <td>
                    <Tooltip title={t('删除这一行', 'Delete this row')}>
                      <Button
                        type="text"
                        size="small"
                        icon={<DeleteOutlined />}
                        aria-label={t(`删除第 ${at + 1} 行`, `Delete row ${at + 1}`)}
                        onClick={() => remove(at)}
                      />
                    </Tooltip>
                  </td>
                </tr>
                {faultsOf(at).length > 0 && (
                  <tr>
                    <td />
                    <td colSpan={columns.length + 1} style={{ color: token.colorError, fontSize: 12 }}>
                      {faultsOf(at).join(t('；', '; '))}
                    </td>
                  </tr>
                )}
              </Fragment>
            ))}
          </tbody>
        </table>
      </div>
      <div style={{ display: 'flex', gap: 8, flexWrap: 'wrap', alignItems: 'center', marginTop: 8 }}>
        <Button
          icon={<PlusOutlined />}
          data-test="item-add"
          disabled={rows.length >= max}
          onClick={() => onChange([...rows, blank()])}
        >
          {t('添加一行', 'Add a row')}
        </Button>
        <Input
          aria-label={t('从表格粘贴', 'Paste from a spreadsheet')}
          data-test="item-paste"
          value=""
          readOnly={false}
          onChange={() => undefined}
          placeholder={t(
            '在 WPS 里选中一块，粘贴到这里（Ctrl+V）',
            'Copy a block in WPS or Excel and paste it here (Ctrl+V)',
          )}
          style={{ flex: '1 1 280px', maxWidth: 420 }}
          onPaste={event => {
            event.preventDefault();
            take(cellsOf(event.clipboardData.getData('text/plain')), firstFree(), 0);
          }}
        />
        {wrong > 0 && (
          <span role="alert" style={{ color: token.colorError }}>
            {t(`${wrong} 个单元格没有读懂，已标红`, `${wrong} cells were not understood and are marked`)}
          </span>
        )}
      </div>
    </div>
  );
}

interface CellProps<R> {
  column: PasteColumn<R>;
  value: unknown;
  wrong: boolean;
  label: string;
  test: string;
  /** Of the words offered while one types. */
  list?: string;
  onChange: (value: unknown) => void;
  onEnter: () => void;
}

function Cell<R>({ column, value, wrong, label, test, list, onChange, onEnter }: CellProps<R>) {
  const { token } = theme.useToken();
  if (column.kind === 'check')
    return (
      <Checkbox
        checked={value === true}
        aria-label={label}
        data-test={test}
        onChange={event => onChange(event.target.checked)}
      />
    );
  if (column.kind === 'choice') {
    // The browser's own list: three hundred rows of drop-downs stay quick.
    const style: CSSProperties = {
      width: '100%',
      height: 28,
      border: `1px solid ${wrong ? token.colorError : token.colorBorder}`,
      borderRadius: 4,
      background: token.colorBgContainer,
      color: token.colorText,
      font: 'inherit',
    };
    return (
      <select
        value={String(value)}
        aria-label={label}
        data-test={test}
        style={style}
        onChange={event => onChange(event.target.value)}
      >
        {column.options?.map(option => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    );
  }
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  return (
    <Input
      size="small"
      value={text}
      aria-label={label}
      data-test={test}
      {...(list === undefined ? {} : { list })}
      style={{ height: 28, ...(column.kind === 'number' ? { textAlign: 'right' } : {}) }}
      {...(wrong ? { status: 'error' as const } : {})}
      onPressEnter={onEnter}
      onChange={event => {
        const words = event.target.value;
        if (column.kind === 'text') onChange(words);
        else if (/^\d*$/.test(words)) onChange(words === '' ? null : Number(words));
      }}
    />
  );
}
