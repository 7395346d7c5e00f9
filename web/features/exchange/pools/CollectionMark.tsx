import { Tag } from 'antd';
import { useText } from '../../../ui/language.tsx';
import type { Collection } from '../types.ts';
import { ENDED, STATES } from './words.ts';

/** How far an entry’s collection is; why it ended, and that its last run failed. */
export function CollectionMark({ row }: { row: Pick<Collection, 'state' | 'ended' | 'failing' | 'kind'> }) {
  const { t } = useText();
  const tag = (color: string, words: string) => (
    <Tag variant="filled" color={color} style={{ marginInlineEnd: 0 }} data-test="collection-state">
      {words}
    </Tag>
  );
  if (row.kind === 'files' && row.state !== 'refused') return tag('success', t('已归集', 'Collected'));
  return (
    <span style={{ display: 'inline-flex', gap: 4, flexWrap: 'wrap' }}>
      {tag(STATES[row.state].tone, t(...STATES[row.state].words))}
      {row.failing && tag('error', t('失败', 'Failing'))}
      {row.state === 'ended' && row.ended !== null && (
        <span style={{ fontSize: 12, opacity: 0.75 }}>{t(...ENDED[row.ended])}</span>
      )}
    </span>
  );
}
