import { Progress } from 'antd';
import { formatCount } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';

/** How much of what a department should collect it has collected, in figures and as a bar. */
export function CollectedShare({ collected, should }: { collected: number; should: number }) {
  const { t, language } = useText();
  return (
    <div style={{ minWidth: 110 }}>
      {formatCount(collected, language)} / {formatCount(should, language)}
      {should > 0 && (
        <Progress
          size="small"
          showInfo={false}
          percent={Math.round((collected / should) * 100)}
          aria-label={t('归集进度', 'Collected')}
          style={{ margin: 0 }}
        />
      )}
    </div>
  );
}
