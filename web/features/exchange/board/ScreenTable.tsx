import { useEffect, useState } from 'react';
import { formatCount } from '../../../ui/format.ts';
import { useText } from '../../../ui/language.tsx';
import type { BoardLine } from '../types.ts';

const ROWS = 10;
const TURN = 15_000;

/** What must be seen first stands first: failing, late, then who is furthest behind. */
const worstFirst = (a: BoardLine, b: BoardLine): number =>
  b.failing - a.failing ||
  b.late - a.late ||
  b.should - b.collected - (a.should - a.collected) ||
  b.todayRows - a.todayRows ||
  a.departmentId - b.departmentId;

/** Ten departments at a time; the others take their turn. */
export function ScreenTable({ lines }: { lines: BoardLine[] }) {
  const { t, language } = useText();
  const pages = Math.max(1, Math.ceil(lines.length / ROWS));
  const [page, setPage] = useState(0);
  useEffect(() => {
    if (pages === 1 || matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    const timer = setInterval(() => setPage(was => (was + 1) % pages), TURN);
    return () => clearInterval(timer);
  }, [pages]);
  const at = page % pages;
  const shown = lines.toSorted(worstFirst).slice(at * ROWS, (at + 1) * ROWS);
  const count = (value: number) => formatCount(value, language, true);
  return (
    <section className="screen-panel screen-wide">
      <h2>
        {t('各部门', 'Departments')}
        {pages > 1 && <small>{` ${at + 1} / ${pages}`}</small>}
      </h2>
      {shown.length === 0 ? (
        <p>{t('还没有部门归集或交换数据。', 'No department collects or exchanges data yet.')}</p>
      ) : (
        <table>
          <thead>
            <tr>
              <th scope="col">{t('部门', 'Department')}</th>
              <th scope="col">{t('已归集 / 应归集', 'Collected / due')}</th>
              <th scope="col">{t('今日核对', 'Checked')}</th>
              <th scope="col">{t('今日送出', 'Provided')}</th>
              <th scope="col">{t('今日收到', 'Received')}</th>
              <th scope="col">{t('迟到', 'Late')}</th>
              <th scope="col">{t('失败', 'Failing')}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map(line => (
              <tr key={line.departmentId}>
                <th scope="row">{line.department}</th>
                <td>
                  <span className="screen-share">
                    <i
                      style={{
                        inlineSize: `${line.should === 0 ? 0 : (line.collected / line.should) * 100}%`,
                      }}
                    />
                  </span>
                  {line.collected} / {line.should}
                </td>
                <td>{count(line.todayRows)}</td>
                <td>{count(line.providedRows)}</td>
                <td>{count(line.receivedRows)}</td>
                <td data-tone={line.late > 0 ? 'bad' : ''}>{line.late}</td>
                <td data-tone={line.failing > 0 ? 'bad' : ''}>{line.failing}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
