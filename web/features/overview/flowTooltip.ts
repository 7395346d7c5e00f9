/** A mark of the flow chart, as the chart hands it to its tooltip. */
export interface FlowMark {
  dataType?: string;
  name: string;
  data: { source?: string; target?: string; grants?: number; calls?: number };
}

/** The chart takes its tooltip as HTML; the names of departments are text. */
const plain = (name: string): string =>
  name
    .trim()
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');

export function flowTooltip(
  { dataType, name, data }: FlowMark,
  t: (zh: string, en: string) => string,
): string {
  if (dataType !== 'edge') return plain(name);
  const { source = '', target = '', grants = 0, calls = 0 } = data;
  const uses = t(`${grants} 个授权，${calls} 次调用`, `${grants} grants, ${calls} calls`);
  return `${plain(source)} → ${plain(target)}<br>${uses}`;
}
