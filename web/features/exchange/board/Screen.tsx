import { CloseOutlined, FullscreenOutlined } from '@ant-design/icons';
import { Button, Tooltip } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { useAppearance } from '../../../app/appearance.tsx';
import { useSession } from '../../../app/session.tsx';
import { formatCount, formatTime } from '../../../ui/format.ts';
import { useText } from '../../../ui/language.tsx';
import { RefusalNotice } from '../../../ui/RefusalNotice.tsx';
import type { Board } from '../types.ts';
import './screen.css';
import { ScreenRuns } from './ScreenRuns.tsx';
import { ScreenTable } from './ScreenTable.tsx';
import { useBoard } from './useBoard.ts';

const WIDTH = 1920;
const HEIGHT = 1080;
/** Nobody moves the mouse of a wall. */
const REST = 5000;

/** 大屏: collection and exchange for a wall, readable from 5 m; no personal data, nothing that spins. */
export function Screen() {
  const { t } = useText();
  const { dark } = useAppearance();
  const navigate = useNavigate();
  const { board, problem, lostSince } = useBoard();
  const whole = useRef<HTMLDivElement>(null);
  const scale = useScale();
  const resting = useRest();
  const fill = () => void whole.current?.requestFullscreen().catch(() => undefined);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() === 'f' && !event.ctrlKey && !event.metaKey) fill();
      if (event.key === 'Escape' && document.fullscreenElement === null)
        void navigate('/exchange/departments');
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [navigate]);
  useEffect(() => {
    document.title = t('归集与交换', 'Collection and exchange');
  }, [t]);
  return (
    <div
      ref={whole}
      className="screen"
      data-ground={dark ? 'dark' : 'light'}
      data-test="screen"
      style={{ cursor: resting ? 'none' : 'default' }}
    >
      <div className="screen-acts" style={{ opacity: resting ? 0 : 1 }}>
        <Tooltip title={t('全屏（F）', 'Full screen (F)')}>
          <Button
            type="text"
            icon={<FullscreenOutlined />}
            aria-label={t('全屏', 'Full screen')}
            onClick={fill}
          />
        </Tooltip>
        <Tooltip title={t('关闭（Esc）', 'Close (Esc)')}>
          <Button
            type="text"
            icon={<CloseOutlined />}
            aria-label={t('关闭', 'Close')}
            onClick={() => void navigate('/exchange/departments')}
          />
        </Tooltip>
      </div>
      <div className="screen-page" style={{ transform: `translate(-50%, -50%) scale(${scale})` }}>
        {board ? (
          <Page board={board} lostSince={lostSince} />
        ) : (
          problem && <RefusalNotice problem={problem} />
        )}
      </div>
    </div>
  );
}

function Page({ board, lostSince }: { board: Board; lostSince: number | null }) {
  const { t, language } = useText();
  const { session } = useSession();
  const { totals } = board;
  const figures = [
    {
      key: 'collected',
      value: `${totals.collected} / ${totals.should}`,
      label: t('已归集 / 应归集', 'Collected / due'),
    },
    {
      key: 'todayRows',
      value: formatCount(totals.todayRows, language, true),
      label: t('今日归集核对行数', 'Rows checked today'),
    },
    {
      key: 'providedRows',
      value: formatCount(totals.providedRows, language, true),
      label: t('今日送出行数', 'Rows provided today'),
    },
    {
      key: 'receivedRows',
      value: formatCount(totals.receivedRows, language, true),
      label: t('今日收到行数', 'Rows received today'),
    },
    { key: 'running', value: formatCount(totals.running, language), label: t('运行中', 'Running') },
    {
      key: 'late',
      value: formatCount(totals.late, language),
      label: t('迟到', 'Late'),
      tone: totals.late > 0 ? 'bad' : '',
    },
    {
      key: 'failing',
      value: formatCount(totals.failing, language),
      label: t('失败', 'Failing'),
      tone: totals.failing > 0 ? 'bad' : '',
    },
  ];
  return (
    <>
      <header>
        <h1>{t('数据归集与交换', 'Data collection and exchange')}</h1>
        {session.demonstration && <span className="screen-demo">{t('演示数据', 'Demonstration data')}</span>}
        <Clock />
      </header>
      <section className="screen-figures" aria-label={t('今日', 'Today')}>
        {figures.map(({ key, value, label, tone }) => (
          <div key={key} className="screen-panel" data-tone={tone ?? ''}>
            <span>{label}</span>
            {/* A new figure fades in at its place. */}
            <strong key={value}>{value}</strong>
          </div>
        ))}
      </section>
      <div className="screen-body">
        <ScreenTable lines={board.departments} />
        <ScreenRuns board={board} />
      </div>
      <footer data-lost={lostSince !== null}>
        {lostSince === null
          ? t(
              `实时 · 数据截至 ${formatTime(board.at, language, true)} · 每次运行逐行对账，双方签名，存证可查`,
              `Live · as of ${formatTime(board.at, language, true)} · every run is reconciled row by row, signed by both sides and recorded`,
            )
          : t(
              `${formatTime(new Date(lostSince).toISOString(), language, true)} 起没有实时数据，正在重连`,
              `No live data since ${formatTime(new Date(lostSince).toISOString(), language, true)}; reconnecting`,
            )}
      </footer>
    </>
  );
}

function Clock() {
  const { language } = useText();
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), 1000);
    return () => clearInterval(timer);
  }, []);
  return <time>{formatTime(now.toISOString(), language, true)}</time>;
}

/** By the smaller ratio, so that nothing is cut off. */
function useScale(): number {
  const of = () => Math.min(innerWidth / WIDTH, innerHeight / HEIGHT);
  const [scale, setScale] = useState(of);
  useEffect(() => {
    const onSize = () => setScale(of());
    addEventListener('resize', onSize);
    return () => removeEventListener('resize', onSize);
  }, []);
  return scale;
}

function useRest(): boolean {
  const [resting, setResting] = useState(false);
  useEffect(() => {
    let timer = setTimeout(() => setResting(true), REST);
    const onMove = () => {
      setResting(false);
      clearTimeout(timer);
      timer = setTimeout(() => setResting(true), REST);
    };
    for (const name of ['mousemove', 'keydown'] as const) addEventListener(name, onMove);
    return () => {
      clearTimeout(timer);
      for (const name of ['mousemove', 'keydown'] as const) removeEventListener(name, onMove);
    };
  }, []);
  return resting;
}
