import { Button, Checkbox, Input, Table, Tag, theme } from 'antd';
import { useState } from 'react';
import { useText } from '../../ui/language.tsx';
import { MaskSample } from '../../ui/MaskSample.tsx';
import { unsaidItems } from './applyFaults.ts';
import { type Line, STATED_FROM, withheldItem } from './applying.ts';
import { ItemName, useItemColumns } from './ItemName.tsx';
import type { Entry, EntryItem } from './types.ts';
import { levelWord } from './words.ts';

/** What a file does to a value. */
const CLEAR = { kind: 'none' } as const;

export interface ItemMarks {
  /** Granted already: it stays, and is not decided anew. */
  standing?: ReadonlySet<string> | undefined;
  /** Granted, and not read for a long time. */
  unread?: ReadonlySet<string> | undefined;
}

interface ApplyItemsProps extends ItemMarks {
  entry: Entry;
  line: Line;
  /** What similar requests used. */
  recommended: readonly string[];
  onChange: (line: Line) => void;
}

/** Which items, each with how it will look, and for sensitive ones what they are needed for. */
export function ApplyItems({ entry, line, recommended, standing, unread, onChange }: ApplyItemsProps) {
  const { t } = useText();
  const { token } = theme.useToken();
  const columns = useItemColumns();
  const [words, setWords] = useState('');
  const { items } = entry.content;
  const whole = line.mode === 'file';
  const available = items.filter(item => !withheldItem(entry, item));
  const shown = items.filter(item => item.name.includes(words.trim()));
  const chosen = new Set(line.items);
  const choose = (names: ReadonlySet<string>) =>
    onChange({ ...line, items: items.map(item => item.name).filter(name => names.has(name)) });
  const suggested = recommended.filter(name => available.some(item => item.name === name));
  const unsaid = unsaidItems(entry, line);

  const marks = (item: EntryItem) => (
    <>
      {standing?.has(item.name) === true && <Tag variant="filled">{t('已授权', 'granted')}</Tag>}
      {unread?.has(item.name) === true && (
        <Tag variant="filled" color="warning">
          {t('近期未用', 'not used lately')}
        </Tag>
      )}
      {withheldItem(entry, item) && (
        <div style={{ fontSize: 12, color: token.colorTextSecondary, whiteSpace: 'normal' }}>
          {t('不予共享', 'Withheld')}
          {item.conditions.length > 0 && `：${item.conditions.join('；')}`}
        </div>
      )}
    </>
  );
  const purpose = (item: EntryItem) =>
    item.sensitivity >= STATED_FROM && chosen.has(item.name) ? (
      <Input
        size="small"
        id={`purpose-${entry.id}-${item.name}`}
        value={line.purposes[item.name] ?? ''}
        maxLength={200}
        placeholder={t('用来做什么，如“核对是否本人”', 'What for, e.g. “to check identity”')}
        aria-label={t(`${item.name}用来做什么`, `What ${item.name} is needed for`)}
        data-test="apply-purpose"
        style={{ marginTop: 4 }}
        onChange={event =>
          onChange({ ...line, purposes: { ...line.purposes, [item.name]: event.target.value } })
        }
      />
    ) : null;

  return (
    <section aria-label={t('数据项', 'Data items')} id={`items-${entry.id}`} tabIndex={-1}>
      <div style={{ display: 'flex', gap: 12, flexWrap: 'wrap', marginBottom: 12, alignItems: 'center' }}>
        {items.length > 10 && (
          <Input
            allowClear
            value={words}
            onChange={event => setWords(event.target.value)}
            placeholder={t('按名称筛选，如“姓名”', 'Filter by name')}
            aria-label={t('按名称筛选', 'Filter by name')}
            style={{ width: 220 }}
          />
        )}
        <Checkbox
          disabled={whole}
          checked={available.every(item => chosen.has(item.name))}
          indeterminate={chosen.size > 0 && available.some(item => !chosen.has(item.name))}
          onChange={event => choose(new Set(event.target.checked ? available.map(item => item.name) : []))}
        >
          {t('全选', 'All')}
        </Checkbox>
        {whole && (
          <span style={{ color: token.colorTextSecondary }}>
            {t(
              '文件含全部数据项，按原样给出，平台不脱敏',
              'A file holds all items as they are: the platform masks nothing',
            )}
          </span>
        )}
        {!whole && suggested.length > 0 && (
          <Button size="small" onClick={() => choose(new Set(suggested))}>
            {t('同类申请用过的', 'As in similar requests')}
          </Button>
        )}
        <span style={{ color: token.colorTextSecondary, marginInlineStart: 'auto' }} aria-live="polite">
          {t(`已选 ${chosen.size} / ${items.length}`, `${chosen.size} of ${items.length} chosen`)}
        </span>
      </div>
      <Table<EntryItem>
        size="small"
        rowKey="name"
        dataSource={shown}
        pagination={false}
        scroll={{ x: 'max-content' }}
        data-test="apply-items"
        rowSelection={{
          selectedRowKeys: line.items,
          preserveSelectedRowKeys: true,
          hideSelectAll: true,
          onChange: keys => choose(new Set(keys.map(String))),
          getCheckboxProps: item =>
            ({ 'aria-label': item.name, disabled: whole || withheldItem(entry, item) }) as object,
        }}
        columns={[
          {
            key: 'name',
            title: t('数据项', 'Item'),
            render: (_, item) => (
              <div style={{ maxWidth: 270, whiteSpace: 'normal' }}>
                <ItemName item={item} /> {marks(item)}
                {purpose(item)}
              </div>
            ),
          },
          ...(columns
            ? [
                {
                  key: 'level',
                  title: t('敏感级别', 'Sensitivity'),
                  render: (_: unknown, item: EntryItem) => (
                    <span
                      style={
                        item.sensitivity >= STATED_FROM ? { color: token.colorWarning, fontWeight: 500 } : {}
                      }
                    >
                      {levelWord(item.sensitivity, t)}
                    </span>
                  ),
                },
                {
                  key: 'sample',
                  title: t('给出的样子', 'Shown as'),
                  render: (_: unknown, item: EntryItem) => (
                    <MaskSample mask={whole ? CLEAR : item.mask} item={item.name} type={item.type} />
                  ),
                },
              ]
            : []),
        ]}
      />
      {unsaid.length > 0 && (
        <div style={{ color: token.colorTextSecondary, fontSize: 13, marginTop: 8 }}>
          {t(
            `还没写用来做什么：${unsaid.join('、')}。写明了答复更快。`,
            `Not said yet what these are for: ${unsaid.join(', ')}. Saying so speeds up the answer.`,
          )}
        </div>
      )}
    </section>
  );
}
