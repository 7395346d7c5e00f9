import { Checkbox, Collapse, Space, theme } from 'antd';
import { useText } from '../../ui/language.tsx';
import { ShareTypeMark } from '../../ui/ShareTypeMark.tsx';
import { ApplyLine } from './ApplyLine.tsx';
import type { ItemMarks } from './ApplyItems.tsx';
import type { Line } from './applying.ts';
import type { ApplicationForm, Entry } from './types.ts';
import { modeWord } from './words.ts';

/** One entry that is applied for: what it is, what its form needs, and what is asked of it at first. */
export interface Target extends ItemMarks {
  entry: Entry;
  form: ApplicationForm;
  line: Line;
}

interface ApplyLinesProps {
  targets: readonly Target[];
  lines: Record<string, Line>;
  /** Entries of the cart that are left for another time. */
  left: readonly number[];
  modeLocked: boolean;
  onLine: (entryId: number, line: Line) => void;
  onLeft: (left: readonly number[]) => void;
}

/** What is asked of each entry: alone as it is, of several one panel each, with a tick that leaves it out. */
export function ApplyLines({ targets, lines, left, modeLocked, onLine, onLeft }: ApplyLinesProps) {
  const { t } = useText();
  const { token } = theme.useToken();
  const part = ({ entry, form, line, standing, unread }: Target) => (
    <ApplyLine
      entry={entry}
      line={lines[entry.id] ?? line}
      recommended={form.last?.items ?? []}
      modeLocked={modeLocked}
      standing={standing}
      unread={unread}
      onChange={next => onLine(entry.id, next)}
    />
  );
  const [only] = targets;
  if (targets.length === 1 && only !== undefined) return part(only);
  return (
    <div id="entries" tabIndex={-1}>
      <Collapse
        data-test="apply-entries"
        defaultActiveKey={only === undefined ? [] : [String(only.entry.id)]}
        items={targets.map(target => {
          const { entry, line } = target;
          const now = lines[entry.id] ?? line;
          const out = left.includes(entry.id);
          return {
            key: String(entry.id),
            ...(out ? { collapsible: 'disabled' as const } : {}),
            label: (
              <Space wrap size={8}>
                <Checkbox
                  checked={!out}
                  aria-label={t(`申请“${entry.title}”`, `Apply for “${entry.title}”`)}
                  onClick={event => event.stopPropagation()}
                  onChange={event =>
                    onLeft(event.target.checked ? left.filter(id => id !== entry.id) : [...left, entry.id])
                  }
                />
                <span style={{ fontWeight: 500 }}>{entry.title}</span>
                <ShareTypeMark shareType={entry.shareType} />
                <span style={{ color: token.colorTextSecondary, fontSize: 12 }}>
                  {out
                    ? t('这次不申请', 'left out')
                    : t(
                        `${entry.departmentName} · ${modeWord(now.mode, t)} · ${now.items.length} 个数据项`,
                        `${entry.departmentName} · ${modeWord(now.mode, t)} · ${now.items.length} items`,
                      )}
                </span>
              </Space>
            ),
            children: part(target),
          };
        })}
      />
    </div>
  );
}
