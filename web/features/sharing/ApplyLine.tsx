import { theme } from 'antd';
import type { ReactNode } from 'react';
import { useText } from '../../ui/language.tsx';
import { ApplyItems, type ItemMarks } from './ApplyItems.tsx';
import { ApplyRows } from './ApplyRows.tsx';
import { ApplyUse } from './ApplyUse.tsx';
import { type Line, modesOf, usualFrequency } from './applying.ts';
import { ModeChoice } from './ModeChoice.tsx';
import type { Entry, ShareMode } from './types.ts';

interface ApplyLineProps extends ItemMarks {
  entry: Entry;
  line: Line;
  recommended: readonly string[];
  /** A grant keeps its way of sharing. */
  modeLocked: boolean;
  onChange: (line: Line) => void;
}

/** What is asked of one entry: the way, the items, the rows, how often. */
export function ApplyLine({
  entry,
  line,
  recommended,
  modeLocked,
  standing,
  unread,
  onChange,
}: ApplyLineProps) {
  const { t } = useText();

  function take(mode: ShareMode) {
    const usual = usualFrequency(line.mode);
    const untouched =
      line.frequency.perDay === usual.perDay && line.frequency.peakPerMinute === usual.peakPerMinute;
    onChange({ ...line, mode, ...(untouched ? { frequency: usualFrequency(mode) } : {}) });
  }

  return (
    <div style={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: 20 }}>
      <Part title={t('共享方式', 'Mode')}>
        <ModeChoice modes={modesOf(entry)} value={line.mode} locked={modeLocked} onChange={take} />
      </Part>
      <Part title={t('数据项', 'Data items')}>
        <ApplyItems
          entry={entry}
          line={line}
          recommended={recommended}
          standing={standing}
          unread={unread}
          onChange={onChange}
        />
      </Part>
      <Part title={t('数据范围', 'Range of data')}>
        <ApplyRows
          id={`rows-${entry.id}`}
          items={entry.content.items}
          rows={line.rows}
          onChange={rows => onChange({ ...line, rows })}
        />
      </Part>
      <Part title={t('频次和时段', 'How often, and when')}>
        <ApplyUse id={`hours-${entry.id}`} line={line} onChange={onChange} />
      </Part>
    </div>
  );
}

/** A heading inside a card; the card itself may hold several. */
function Part({ title, children }: { title: string; children: ReactNode }) {
  const { token } = theme.useToken();
  return (
    <div>
      <div style={{ fontWeight: 500, marginBottom: 8, color: token.colorText }}>{title}</div>
      {children}
    </div>
  );
}
