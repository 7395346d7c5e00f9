import { Tag, Tooltip } from 'antd';
import { useText } from '../../ui/language.tsx';
import type { Standing } from './types.ts';
import { certaintyWord } from './words.ts';

/** How sure a thing is, where it is from, and whether it is still chosen. */
export function Mark({ thing }: { thing: Standing }) {
  const { t, language } = useText();
  return (
    <span style={{ display: 'inline-flex', gap: 6, flexWrap: 'wrap' }}>
      <Tooltip title={thing.source}>
        <Tag
          tabIndex={0}
          {...(thing.certainty === 'recalled' ? { color: 'warning' } : {})}
          aria-label={`${certaintyWord(thing.certainty, language)} ${thing.source}`}
        >
          {certaintyWord(thing.certainty, language)}
        </Tag>
      </Tooltip>
      {thing.retired && <Tag color="error">{t('已停用', 'Retired')}</Tag>}
      {thing.origin === 'changed' && <Tag>{t('已改', 'Changed')}</Tag>}
      {thing.origin === 'added' && <Tag>{t('本地', 'Local')}</Tag>}
    </span>
  );
}
