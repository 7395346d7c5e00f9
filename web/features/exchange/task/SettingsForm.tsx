import { Card, Collapse } from 'antd';
import { useText } from '../../../ui/language.tsx';
import type { Choice, Settings } from '../types.ts';
import { CareFields, FaultFields, OrderFields } from './MoreFields.tsx';
import { ModeFields } from './ModeFields.tsx';
import { ScheduleFields } from './ScheduleFields.tsx';

/** How, when and how carefully a task runs. */
export function SettingsForm({
  settings,
  choice,
  onChange,
}: {
  settings: Settings;
  choice: Choice;
  onChange: (change: Partial<Settings>) => void;
}) {
  const { t } = useText();
  return (
    <>
      <Card title={t('每次送什么', 'What each run delivers')}>
        <ModeFields mode={settings.mode} choice={choice} onChange={mode => onChange({ mode })} />
      </Card>
      <Card title={t('多久送一次', 'How often')}>
        <ScheduleFields settings={settings} onChange={onChange} />
      </Card>
      <Card styles={{ body: { padding: 4 } }}>
        <Collapse
          ghost
          data-test="task-more"
          items={[
            {
              key: 'faults',
              label: t(
                '出错怎么办：不合规则的行、列变了、定期对账',
                'Error handling: invalid rows, changed columns, regular reconciliation',
              ),
              children: <FaultFields settings={settings} onChange={onChange} />,
            },
            {
              key: 'care',
              label: t(
                '不影响对方业务：运行时段、快慢、先后',
                'Load on the source: running hours, speed, priority',
              ),
              children: <CareFields settings={settings} choice={choice} onChange={onChange} />,
            },
            {
              key: 'order',
              label: t('高级：等哪些任务、由什么触发、Cron', 'Advanced: prerequisite tasks, triggers, cron'),
              children: (
                <OrderFields
                  settings={settings}
                  choice={choice}
                  onChange={onChange}
                  files={choice.modes.includes('append')}
                />
              ),
            },
          ]}
        />
      </Card>
    </>
  );
}
