import { PrinterOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useText } from './language.tsx';

/** Everything but the sheet vanishes on paper: the shell belongs to another file and need not know of it. */
const STYLE = `
.print-sheet { background: #fff; color: #000; max-width: 172mm; margin: 16px auto; padding: 22mm 20mm 20mm 24mm; box-sizing: content-box; border: 1px solid #ccc; font-family: FangSong, "FangSong_GB2312", STFangsong, "Noto Serif CJK SC", serif; font-size: 12pt; line-height: 1.6; }
.print-sheet h1 { font: 400 22pt/1.4 "FZXiaoBiaoSong-B05S", SimSun, "Songti SC", "Noto Serif CJK SC", serif; text-align: center; margin: 0 0 12pt; }
.print-sheet table { width: 100%; border-collapse: collapse; }
.print-sheet th, .print-sheet td { border: 1px solid #000; padding: 4pt 6pt; text-align: start; vertical-align: top; font-weight: 400; overflow-wrap: anywhere; }
.print-sheet th { width: 24%; }
.print-sheet .stamp { height: 42mm; display: flex; flex-direction: column; justify-content: space-between; }
.print-sheet a { color: inherit; text-decoration: none; }
@media (max-width: 767px) { .print-sheet { padding: 16px; margin: 0; border: 0; } }
@media print {
  @page { size: A4; margin: 22mm 20mm 20mm 24mm; }
  body * { visibility: hidden; }
  .print-sheet, .print-sheet * { visibility: visible; }
  .print-sheet { position: absolute; inset: 0 0 auto 0; margin: 0; padding: 0; border: 0; max-width: none; }
  .print-actions { display: none; }
}`;

/** A sheet of A4 as it will come out of the printer. */
export function PrintSheet({
  title,
  corner,
  back,
  children,
}: {
  title: string;
  corner?: ReactNode;
  back?: ReactNode;
  children: ReactNode;
}) {
  const { t } = useText();
  return (
    <div>
      <style>{STYLE}</style>
      <div
        className="print-actions"
        style={{
          maxWidth: '216mm',
          margin: '0 auto',
          display: 'flex',
          justifyContent: 'space-between',
          alignItems: 'center',
        }}
      >
        <span>{back}</span>
        <Button type="primary" icon={<PrinterOutlined />} onClick={() => window.print()} data-test="print">
          {t('打印', 'Print')}
        </Button>
      </div>
      <article className="print-sheet" lang="zh-CN">
        {corner !== undefined && <div style={{ textAlign: 'end', fontSize: '10pt' }}>{corner}</div>}
        <h1>{title}</h1>
        {children}
      </article>
    </div>
  );
}
