import { Tag, Tooltip } from 'antd';
import { useEffect, useState } from 'react';
import { useText } from '../ui/language.tsx';

interface Seeding {
  state: 'loading' | 'complete' | 'incomplete';
  step: 'entries' | 'data' | 'mounts' | 'cases' | 'catalog';
  done: number;
  total: number;
}

const STEPS: Record<Seeding['step'], readonly [zh: string, en: string]> = {
  entries: ['目录', 'entries'],
  data: ['部门数据', 'departments’ data'],
  mounts: ['挂载', 'mounts'],
  cases: ['办件', 'cases'],
  catalog: ['目录办理', 'catalog work'],
};
const EVERY = 2000;

/** How far the demonstration is; asked until it is complete. `null` while unknown, or when it is not this process’s. */
function useSeeding(): Seeding | null {
  const [seeding, setSeeding] = useState<Seeding | null>(null);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let gone = false;
    const ask = async () => {
      // Not being ready is an answer too, and a network that is away is told elsewhere.
      const told = await fetch('/readyz')
        .then(reply => reply.json() as Promise<{ seeding?: Seeding }>)
        .catch(() => undefined);
      if (gone) return;
      setSeeding(told?.seeding ?? null);
      if (told === undefined || told.seeding?.state === 'loading')
        timer = setTimeout(() => void ask(), EVERY);
    };
    void ask();
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, []);
  return seeding;
}

/** Says on every page that the data are synthetic, and while they load, how far they are. */
export function DemonstrationTag() {
  const { t } = useText();
  const seeding = useSeeding();
  const style = { marginInlineEnd: 0 };
  if (seeding?.state === 'loading') {
    const [zh, en] = STEPS[seeding.step];
    const part = seeding.total > 0 ? ` ${Math.floor((100 * seeding.done) / seeding.total)}%` : '';
    return (
      <Tooltip
        title={t(
          '平台已可使用，演示数据还在后台加载，稍后会更全。',
          'The platform works; the demonstration is still loading in the background.',
        )}
      >
        <Tag color="processing" variant="outlined" data-test="demonstration" style={style}>
          {t(`演示数据加载中：${zh}${part}`, `Demonstration loading: ${en}${part}`)}
        </Tag>
      </Tooltip>
    );
  }
  if (seeding?.state === 'incomplete')
    return (
      <Tooltip title={t('重新启动平台可继续加载。', 'Start the platform again to go on.')}>
        <Tag color="error" variant="outlined" data-test="demonstration" style={style}>
          {t('演示数据不完整', 'Demonstration incomplete')}
        </Tag>
      </Tooltip>
    );
  return (
    <Tag color="warning" variant="outlined" data-test="demonstration" style={style}>
      {t('演示数据', 'Demonstration data')}
    </Tag>
  );
}
