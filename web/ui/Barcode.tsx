import { code128 } from './code128.ts';

/** A case number for the scanner at the counter: the part after its first word, which a bar code cannot carry. */
export function Barcode({ text }: { text: string }) {
  const widths = code128(text);
  const bars: { at: number; width: number }[] = [];
  let at = 0;
  widths.forEach((width, index) => {
    if (index % 2 === 0) bars.push({ at, width });
    at += width;
  });
  return (
    <svg
      viewBox={`0 0 ${at} 30`}
      preserveAspectRatio="none"
      style={{ width: `${at * 0.33}mm`, height: '10mm', display: 'block', marginInlineStart: 'auto' }}
      role="img"
      aria-label={text}
    >
      {bars.map(bar => (
        <rect key={bar.at} x={bar.at} y="0" width={bar.width} height="30" fill="#000" />
      ))}
    </svg>
  );
}
