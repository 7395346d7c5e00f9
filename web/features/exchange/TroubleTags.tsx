import { Tag, Tooltip } from 'antd';
import { formatTime } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import type { Task } from './types.ts';
import { TROUBLES } from './words.ts';

/** Why a task does not do what its plan says, each with its sentence. */
export function TroubleTags({ task }: { task: Pick<Task, 'troubles'> }) {
  const { t, language } = useText();
  if (task.troubles.length === 0) return null;
  return (
    <div style={{ display: 'flex', gap: 4, flexWrap: 'wrap', marginTop: 2 }}>
      {task.troubles.map(({ kind, since, zh, en }) => (
        <Tooltip
          key={kind}
          title={`${t(zh, en)} ${t(`（自 ${formatTime(since, language)}）`, `(since ${formatTime(since, language)})`)}`}
        >
          <Tag
            tabIndex={0}
            variant="filled"
            color={kind === 'blocked' ? 'warning' : 'error'}
            style={{ marginInlineEnd: 0 }}
            data-test="trouble"
          >
            {t(...TROUBLES[kind])}
          </Tag>
        </Tooltip>
      ))}
    </div>
  );
}
