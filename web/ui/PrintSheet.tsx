import type { ReactNode } from 'react';

/** Everything but the sheet vanishes on paper: the shell belongs to another file and need not know of it. */
const STYLE = `
.print-sheet { background: #fff; color: #000; max-width: 166mm; margin: 16px auto; padding: 22mm 20mm 20mm 24mm; box-sizing: content-box; border: 1px solid #ccc; font-family: FangSong, "FangSong_GB2312", STFangsong, "Noto Serif CJK SC", serif; font-size: 12pt; line-height: 1.6; overflow-wrap: anywhere; }
.print-sheet h1 { font: 400 22pt/1.4 "FZXiaoBiaoSong-B05S", SimSun, "Songti SC", "Noto Serif CJK SC", serif; text-align: center; margin: 6pt 0 12pt; }
.print-sheet h2 { font: 400 12pt/1.6 SimHei, "Heiti SC", "Noto Sans CJK SC", sans-serif; margin: 10pt 0 4pt; break-after: avoid; }
.print-sheet p { margin: 0; }
.print-sheet .paper-indented { text-indent: 2em; }
.print-sheet .paper-end { text-align: end; padding-inline-end: 2em; break-inside: avoid; }
.print-sheet :not(.paper-end) + .paper-end { margin-top: 24pt; }
.print-sheet p + table, .print-sheet table + p { margin-top: 5pt; }
.print-sheet blockquote { margin: 0 0 4pt; padding-inline-start: 2em; }
.print-sheet blockquote strong { font-family: SimHei, "Heiti SC", "Noto Sans CJK SC", sans-serif; font-weight: 400; }
.print-sheet blockquote p { text-indent: 2em; }
.print-sheet table { width: 100%; border-collapse: collapse; table-layout: fixed; }
.print-sheet tr { break-inside: avoid; }
.print-sheet th, .print-sheet td { border: 1px solid #000; padding: 4pt 6pt; line-height: 1.4; font-weight: 400; }
.print-sheet th { text-align: center; vertical-align: middle; }
.print-sheet td { text-align: start; vertical-align: middle; }
.print-sheet .stamp { height: 38mm; display: flex; flex-direction: column; }
.print-sheet .stamp > :first-child { margin-bottom: auto; }
.print-sheet .stamp > :last-child { text-align: end; }
.print-sheet a { color: inherit; text-decoration: none; }
.print-corner { text-align: end; font-size: 10pt; line-height: 1.4; }
.print-corner svg { margin-bottom: 3pt; }
.print-actions { max-width: 210mm; margin: 0 auto; display: flex; flex-wrap: wrap; gap: 8px; justify-content: space-between; align-items: center; }
.print-buttons { display: flex; flex-wrap: wrap; gap: 8px; }
@media (max-width: 767px) { .print-sheet { padding: 16px; margin: 16px 0 0; border: 0; font-size: 11pt; } .print-sheet h1 { font-size: 17pt; } }
@media print {
  @page { size: A4; margin: 22mm 20mm 20mm 24mm; @bottom-center { content: counter(page) " / " counter(pages); font: 10pt FangSong, serif; } }
  body * { visibility: hidden; }
  .print-sheet, .print-sheet * { visibility: visible; }
  .print-sheet { position: absolute; inset: 0 0 auto 0; margin: 0; padding: 0; border: 0; max-width: none; }
  .print-actions { display: none; }
}`;

/** A sheet of A4 as it will come out of the printer, with what one can do with it above. */
export function PrintSheet({
  title,
  corner,
  back,
  actions,
  children,
}: {
  title: string;
  corner?: ReactNode;
  back?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}) {
  return (
    <div>
      <style>{STYLE}</style>
      <div className="print-actions">
        <span>{back}</span>
        <span className="print-buttons">{actions}</span>
      </div>
      <article className="print-sheet" lang="zh-CN">
        {corner !== undefined && <div className="print-corner">{corner}</div>}
        <h1>{title}</h1>
        {children}
      </article>
    </div>
  );
}
