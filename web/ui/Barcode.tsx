/** A number for the scanner at the counter, drawn from the widths of its bars and gaps. */
export function Barcode({ text, bars }: { text: string; bars: readonly number[] }) {
  const drawn: { at: number; width: number }[] = [];
  let at = 0;
  bars.forEach((width, index) => {
    if (index % 2 === 0) drawn.push({ at, width });
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
      {drawn.map(bar => (
        <rect key={bar.at} x={bar.at} y="0" width={bar.width} height="30" fill="#000" />
      ))}
    </svg>
  );
}
