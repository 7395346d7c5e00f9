import { Tabs } from 'antd';
import { useNavigate } from 'react-router';
import { useText } from '../../ui/language.tsx';

const PLACES = {
  tasks: '/exchange',
  runs: '/exchange/runs',
  departments: '/exchange/departments',
  pools: '/pools',
} as const;

/** 交换任务 / 运行记录 / 按部门看 / 部门资源池. */
export function ExchangeTabs({ current }: { current: keyof typeof PLACES }) {
  const { t } = useText();
  const navigate = useNavigate();
  return (
    <Tabs
      activeKey={current}
      onChange={key => void navigate(PLACES[key as keyof typeof PLACES])}
      items={[
        { key: 'tasks', label: t('交换任务', 'Tasks') },
        { key: 'runs', label: t('运行记录', 'Runs') },
        { key: 'departments', label: t('按部门看', 'By department') },
        { key: 'pools', label: t('部门资源池', 'Pools') },
      ]}
    />
  );
}
