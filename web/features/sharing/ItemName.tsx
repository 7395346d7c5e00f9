import { Grid, Tag, theme } from 'antd';
import { useText } from '../../ui/language.tsx';
import { MaskSample } from '../../ui/MaskSample.tsx';
import type { EntryItem } from './types.ts';
import { levelWord } from './words.ts';

/** A phone has no room for the columns beside the name: there they stand below it. */
export const useItemColumns = (): boolean => Grid.useBreakpoint().md ?? true;

/** An item's name; on a phone with its level and the way it will look. */
export function ItemName({
  item,
}: {
  item: Pick<EntryItem, 'name' | 'identifier' | 'sensitivity' | 'mask'> & { type: string; sample?: string };
}) {
  const { t } = useText();
  const { token } = theme.useToken();
  const columns = useItemColumns();
  return (
    <>
      {item.name} {item.identifier && <Tag variant="filled">{t('标识', 'identifier')}</Tag>}
      {!columns && (
        <div style={{ fontSize: 12, color: token.colorTextSecondary, whiteSpace: 'normal' }}>
          {levelWord(item.sensitivity, t)}{' '}
          {item.sample === undefined || item.sample === '' ? (
            <MaskSample mask={item.mask} item={item.name} type={item.type} />
          ) : (
            <MaskSample mask={item.mask} sample={item.sample} />
          )}
        </div>
      )}
    </>
  );
}
