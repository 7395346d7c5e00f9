import { theme } from 'antd';
import type { DataColumn } from './DataTable.tsx';
import { formatCount } from './format.ts';
import { useText } from './language.tsx';

/** A column of counts, under the name of its field; with `bad`, whatever is above zero stands out. */
export function useFigureColumn() {
  const { language } = useText();
  const { token } = theme.useToken();
  return <K extends string>(key: K, title: string, { bad = false } = {}) =>
    ({
      key,
      title,
      align: 'right',
      render: (_, row) => {
        const figure = formatCount(row[key], language);
        return bad && (row[key] ?? 0) > 0 ? (
          <span style={{ color: token.colorError }}>{figure}</span>
        ) : (
          figure
        );
      },
      text: row => String(row[key] ?? ''),
    }) satisfies DataColumn<Record<K, number | null>>;
}
