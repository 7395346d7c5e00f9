import { Link, useNavigate } from 'react-router';
import { useLoad } from '../../../api.ts';
import { useSession } from '../../../app/session.tsx';
import { Canvas, useChartLook } from '../../../ui/ChartCard.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { useText } from '../../../ui/language.tsx';
import { Loading } from '../../../ui/Loading.tsx';
import { RefusalNotice } from '../../../ui/RefusalNotice.tsx';
import type { Lineage as Drawn } from '../types.ts';
import { layOut } from './layOut.ts';

const KINDS: Record<Drawn['nodes'][number]['kind'], readonly [zh: string, en: string]> = {
  source: ['来源表', 'Source table'],
  task: ['任务', 'Task'],
  run: ['运行', 'Run'],
  pool: ['资源池', 'Pool'],
  target: ['去向表', 'Target table'],
  grant: ['授权', 'Grant'],
};
/** The consumer’s side has the consumers’ colour. */
const COLOURS: Record<Drawn['nodes'][number]['kind'], number> = {
  source: 0,
  task: 5,
  run: 5,
  pool: 0,
  grant: 1,
  target: 1,
};
const ROW = 84;
/** In halves of a Chinese character: neighbours must not touch, and the outermost stay inside the drawing. */
const CUT = 30;

const isWide = (letter: string): boolean => /[\u2e80-\uffef]/u.test(letter);

function shortened(text: string): string {
  let halves = 0;
  const letters = Array.from(text);
  const end = letters.findIndex(letter => (halves += isWide(letter) ? 2 : 1) > CUT);
  return end === -1 ? text : `${letters.slice(0, end - 1).join('')}…`;
}

/** 来龙去脉: from the source’s table to whom it is delivered, left to right; every node opens its page. */
export function Lineage({ path }: { path: string }) {
  const { t } = useText();
  const { can } = useSession();
  const { data, problem } = useLoad<Drawn>(path);
  if (problem && !data) return <RefusalNotice problem={problem} />;
  if (!data) return <Loading rows={4} />;
  if (data.nodes.length === 0)
    return <EmptyState title={t('还没有可画的来龙去脉。', 'No lineage to show yet.')} />;
  return <LineageGraph lineage={can('exchange.read') ? data : withoutExchange(data)} />;
}

/** Who may not read tasks and runs is shown that they are there, and no way to them. */
const withoutExchange = ({ nodes, edges }: Drawn): Drawn => ({
  edges,
  nodes: nodes.map(node => ({ ...node, path: node.path?.startsWith('/exchange/') ? null : node.path })),
});

function LineageGraph({ lineage }: { lineage: Drawn }) {
  const { t } = useText();
  const look = useChartLook();
  const navigate = useNavigate();
  const places = layOut(lineage);
  const height = Math.max(1, ...places.map(({ row }) => row + 1)) * ROW + 40;
  const summary = lineage.edges
    .map(({ from, to }) => {
      const name = (id: string) => lineage.nodes.find(node => node.id === id)?.name ?? id;
      return `${name(from)} → ${name(to)}`;
    })
    .join(t('；', '; '));
  return (
    <div data-test="lineage">
      <div className="wide-only">
        <Canvas
          height={height}
          summary={summary}
          onPick={({ name }) => {
            const to = lineage.nodes.find(node => node.id === name)?.path;
            if (to) void navigate(to);
          }}
          option={{
            grid: { left: 108, right: 108, top: 24, bottom: 52 },
            xAxis: { type: 'value', min: 0, max: 1000, show: false },
            yAxis: { type: 'value', min: 0, max: 1000, inverse: true, show: false },
            series: [
              {
                type: 'graph',
                coordinateSystem: 'cartesian2d',
                symbol: 'circle',
                symbolSize: 16,
                edgeSymbol: ['none', 'arrow'],
                edgeSymbolSize: 9,
                cursor: 'pointer',
                emphasis: { disabled: true },
                lineStyle: { color: look.text, width: 1.5, opacity: 1 },
                data: places.map(({ node, x, y }) => ({
                  name: node.id,
                  value: [x, y],
                  itemStyle: { color: look.color[COLOURS[node.kind]] },
                  label: {
                    show: true,
                    position: 'bottom',
                    distance: 6,
                    formatter: `{kind|${t(...KINDS[node.kind])}}\n{name|${shortened(node.name)}}`,
                    rich: {
                      kind: { color: look.text, fontSize: 12, lineHeight: 18, align: 'center' },
                      name: { color: look.strong, fontSize: 13, lineHeight: 20, align: 'center' },
                    },
                  },
                })),
                links: lineage.edges.map(({ from, to }) => ({ source: from, target: to })),
              },
            ],
          }}
        />
      </div>
      <ol
        style={{
          margin: '8px 0 0',
          paddingInlineStart: 20,
          display: 'grid',
          gridTemplateColumns: 'minmax(0, 1fr)',
          gap: 4,
          overflowWrap: 'anywhere',
        }}
      >
        {places.map(({ node }) => (
          <li key={node.id}>
            <span style={{ opacity: 0.75 }}>
              {t(...KINDS[node.kind])}
              {t('：', ': ')}
            </span>
            {node.path === null ? node.name : <Link to={node.path}>{node.name}</Link>}
            {node.sub !== '' && <span style={{ opacity: 0.75 }}> · {t(node.sub, node.subEn)}</span>}
          </li>
        ))}
      </ol>
    </div>
  );
}
