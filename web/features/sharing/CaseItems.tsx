import { Card, Table, Tag, theme } from 'antd';
import { useText } from '../../ui/language.tsx';
import { MaskSample } from '../../ui/MaskSample.tsx';
import { ItemName, useItemColumns } from './ItemName.tsx';
import type { Application } from './types.ts';
import { levelWord } from './words.ts';

type Item = Application['items'][number];

/**
 * The items asked for. For who answers, unticking one is agreeing in part; what a grant holds already is not decided
 * anew.
 */
export function CaseItems({
  application,
  deciding,
  ticked,
  onTick,
}: {
  application: Application;
  deciding: boolean;
  ticked: string[];
  onTick: (names: string[]) => void;
}) {
  const { t } = useText();
  const { token } = theme.useToken();
  const columns = useItemColumns();
  const asked = application.items.filter(item => item.requested);
  const left = asked.length - ticked.length;
  return (
    <Card
      title={t(
        `数据项 ${asked.length} / ${application.items.length}`,
        `Items ${asked.length} of ${application.items.length}`,
      )}
      extra={
        deciding &&
        left > 0 && (
          <span style={{ color: token.colorWarning }} data-test="case-narrowed" aria-live="polite">
            {t(
              `将同意 ${ticked.length} 项，不同意 ${left} 项，须写理由`,
              `${ticked.length} granted, ${left} not: a reason is needed`,
            )}
          </span>
        )
      }
    >
      <Table<Item>
        size="small"
        rowKey="name"
        dataSource={asked}
        pagination={false}
        scroll={{ x: 'max-content' }}
        data-test="case-items"
        {...(deciding
          ? {
              rowSelection: {
                selectedRowKeys: ticked,
                hideSelectAll: true,
                onChange: (keys: React.Key[]) =>
                  onTick(asked.filter(item => keys.includes(item.name)).map(item => item.name)),
                getCheckboxProps: (item: Item) =>
                  ({ 'aria-label': item.name, disabled: item.standing }) as object,
              },
            }
          : {})}
        columns={[
          {
            key: 'name',
            title: t('数据项', 'Item'),
            render: (_, item) => (
              <>
                <ItemName item={item} />{' '}
                {item.standing && <Tag variant="filled">{t('已授权', 'granted')}</Tag>}
                {!columns && item.purpose !== '' && (
                  <div style={{ whiteSpace: 'normal' }}>{item.purpose}</div>
                )}
              </>
            ),
          },
          ...(columns
            ? [
                {
                  key: 'level',
                  title: t('敏感级别', 'Sensitivity'),
                  render: (_: unknown, item: Item) => (
                    <span style={item.sensitivity >= 3 ? { color: token.colorWarning, fontWeight: 500 } : {}}>
                      {levelWord(item.sensitivity, t)}
                    </span>
                  ),
                },
                {
                  key: 'sample',
                  title: t('给出的样子', 'Shown as'),
                  render: (_: unknown, item: Item) => (
                    <MaskSample mask={item.mask} item={item.name} type={item.type} />
                  ),
                },
              ]
            : []),
          ...(columns && asked.some(item => item.purpose !== '')
            ? [
                {
                  key: 'purpose',
                  title: t('用来做什么', 'Needed for'),
                  render: (_: unknown, item: Item) => (
                    <div style={{ whiteSpace: 'normal', minWidth: 120 }}>{item.purpose || '—'}</div>
                  ),
                },
              ]
            : []),
          ...(asked.some(item => item.approved !== null)
            ? [
                {
                  key: 'approved',
                  title: t('答复', 'Answer'),
                  render: (_: unknown, item: Item) =>
                    item.approved === null ? (
                      '—'
                    ) : item.approved ? (
                      t('同意', 'granted')
                    ) : (
                      <span style={{ color: token.colorError }}>{t('不同意', 'not granted')}</span>
                    ),
                },
              ]
            : []),
        ]}
      />
    </Card>
  );
}
