import { Alert, Collapse } from 'antd';
import { Link } from 'react-router';
import { useText } from '../../ui/language.tsx';
import type { Gap } from './types.ts';
import { GAPS, gapPath } from './words.ts';

const SHOWN = 50;

/** 应编尽编: what should be on the list and is not, each with the place where that is mended. */
export function Gaps({ gaps, own }: { gaps: readonly Gap[]; own: boolean }) {
  const { t } = useText();
  if (gaps.length === 0)
    return <Alert type="success" showIcon title={t('应编尽编：没有缺项。', 'Nothing is missing.')} />;
  const byKind = [...Map.groupBy(gaps, gap => gap.kind)];
  return (
    <Alert
      type="warning"
      showIcon
      data-test="gaps"
      title={t(
        `应编尽编：还缺 ${gaps.length} 项`,
        gaps.length === 1 ? '1 thing is missing' : `${gaps.length} things are missing`,
      )}
      description={
        <Collapse
          ghost
          size="small"
          items={byKind.map(([kind, found]) => ({
            key: kind,
            label: `${t(...GAPS[kind])} ${found.length}`,
            children: (
              <ul style={{ margin: 0, paddingInlineStart: 18 }}>
                {found.slice(0, SHOWN).map(gap => (
                  <li key={`${gap.id} ${gap.detail}`}>
                    {own || kind === 'not_listed' ? <Link to={gapPath(gap)}>{gap.title}</Link> : gap.title}{' '}
                    {gap.detail}
                  </li>
                ))}
                {found.length > SHOWN && (
                  <li>{t(`还有 ${found.length - SHOWN} 项`, `${found.length - SHOWN} more`)}</li>
                )}
              </ul>
            ),
          }))}
        />
      }
    />
  );
}
