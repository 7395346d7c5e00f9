import { theme } from 'antd';
import type { ReactNode } from 'react';
import { useText } from '../../ui/language.tsx';
import { ApplyItems, type ItemMarks } from './ApplyItems.tsx';
import { ApplyRows } from './ApplyRows.tsx';
import { ApplyUse } from './ApplyUse.tsx';
import { type Line, modesOf, takesWhole, usualFrequency } from './applying.ts';
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
  const { token } = theme.useToken();

  function take(mode: ShareMode) {
    const usual = usualFrequency(line.mode);
    const untouched =
      line.frequency.perDay === usual.perDay && line.frequency.peakPerMinute === usual.peakPerMinute;
    onChange(takesWhole(entry, { ...line, mode, ...(untouched ? { frequency: usualFrequency(mode) } : {}) }));
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
        {line.mode === 'file' ? (
          <p id={`rows-${entry.id}`} style={{ margin: 0, color: token.colorTextSecondary }}>
            {t(
              '文件整份给出，不能限定范围。只需要一部分数据的，请选接口查询或批量交换。',
              'A file goes out whole and cannot be limited. For a part of the data choose a query or an exchange.',
            )}
          </p>
        ) : (
          <ApplyRows
            id={`rows-${entry.id}`}
            items={entry.content.items}
            rows={line.rows}
            onChange={rows => onChange({ ...line, rows })}
          />
        )}
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
