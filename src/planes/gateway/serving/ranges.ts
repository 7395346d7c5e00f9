/** Bytes of a file, `to` excluded. */
export interface Span {
  from: number;
  to: number;
}

/**
 * What of `size` bytes a Range header asks for (RFC 9110, 14.1.2 and 14.2): one range. Anything else, several ranges, a
 * unit of its own, or what cannot be read, stands for the whole, as that text allows; `none`: it lies beyond the end.
 */
export function spanOf(header: string | undefined, size: number): Span | 'whole' | 'none' {
  const [, first = '', last = ''] = /^bytes=[ \t]*(\d*)-(\d*)[ \t]*$/i.exec(header ?? '') ?? [];
  if (first === '' && last === '') return 'whole';
  if (first === '') {
    const length = Number(last);
    return length === 0 ? 'none' : { from: Math.max(0, size - length), to: size };
  }
  const from = Number(first);
  const end = last === '' ? Infinity : Number(last);
  if (end < from) return 'whole';
  return from >= size ? 'none' : { from, to: Math.min(end + 1, size) };
}

/** Adds a span to spans in rising order of which none touches another. */
export function addSpan(spans: readonly Span[], span: Span): Span[] {
  if (span.to <= span.from) return [...spans];
  let { from, to } = span;
  const apart = spans.filter(one => {
    if (one.to < from || one.from > to) return true;
    from = Math.min(from, one.from);
    to = Math.max(to, one.to);
    return false;
  });
  return [...apart, { from, to }].sort((a, b) => a.from - b.from);
}

export const coversAll = (spans: readonly Span[], size: number): boolean =>
  spans[0]?.from === 0 && spans[0].to >= size;
