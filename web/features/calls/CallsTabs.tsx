import { Badge, Tabs } from 'antd';
import { useNavigate } from 'react-router';
import { useLoad } from '../../api.ts';
import { useText } from '../../ui/language.tsx';
import type { AlertRows } from './types.ts';

const PLACES: Record<string, string> = {
  calls: '/calls',
  health: '/calls/health',
  alerts: '/calls/alerts',
  rules: '/calls/rules',
};

/** 调用统计 / 运行状况 / 使用异常 / 异常规则. */
export function CallsTabs({ current }: { current: 'calls' | 'health' | 'alerts' | 'rules' }) {
  const { t } = useText();
  const navigate = useNavigate();
  const { data } = useLoad<AlertRows>('/api/calls/alerts', { state: 'open', size: 1 });
  return (
    <Tabs
      activeKey={current}
      onChange={key => void navigate(PLACES[key] ?? '/calls')}
      items={[
        { key: 'calls', label: t('调用统计', 'Calls') },
        { key: 'health', label: t('运行状况', 'Health') },
        {
          key: 'alerts',
          label: (
            <Badge count={data?.open ?? 0} size="small" offset={[8, 0]}>
              {t('使用异常', 'Unusual use')}
            </Badge>
          ),
        },
        { key: 'rules', label: t('异常规则', 'Rules') },
      ]}
    />
  );
}
