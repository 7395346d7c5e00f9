import { Alert } from 'antd';
import { Link } from 'react-router';
import { useLoad } from '../../api.ts';
import { useText } from '../../ui/language.tsx';
import type { Pointers } from './types.ts';

/** Items of an entry that another department serves by decision of the authority: apply there (N809 19). */
export function PointerNote({ entryId }: { entryId: number }) {
  const { t } = useText();
  const { data } = useLoad<Pointers>(`/api/catalog/${entryId}/sources`);
  const items = data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <Alert
      type="info"
      showIcon
      data-test="pointers"
      title={t(
        `有 ${items.length} 个数据项由数源部门统一提供，请向数源部门申请`,
        `Served by their named source: ${items.length}. Apply there`,
      )}
      description={
        <ul style={{ margin: 0, paddingInlineStart: 18 }}>
          {items.map(one => (
            <li key={`${one.decisionId} ${one.item}`}>
              {one.item} → <Link to={`/catalog/${one.sourceEntryId}`}>{one.sourceTitle}</Link> ·{' '}
              {one.sourceItem}（{one.departmentName}）
            </li>
          ))}
        </ul>
      }
    />
  );
}
