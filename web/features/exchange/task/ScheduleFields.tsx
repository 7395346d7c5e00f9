import { Checkbox, Form, Input, InputNumber, Segmented, Select, Space, Switch, theme } from 'antd';
import { useText } from '../../../ui/language.tsx';
import { CODE_STACK } from '../../../ui/theme.ts';
import type { Schedule, Settings } from '../types.ts';
import { WEEKDAYS } from '../words.ts';
import { Time } from './Time.tsx';

type Kind = Schedule['kind'];
const KINDS: readonly (readonly [Exclude<Kind, 'cron'>, zh: string, en: string])[] = [
  ['daily', '每天', 'Daily'],
  ['weekly', '每周', 'Weekly'],
  ['monthly', '每月', 'Monthly'],
  ['every', '每隔一段', 'Interval'],
  ['none', '不定时', 'No schedule'],
];

const timeOf = (schedule: Schedule): string => ('time' in schedule ? schedule.time : '02:00');

function begin(kind: Kind, before: Schedule): Schedule {
  switch (kind) {
    case 'daily':
      return { kind, time: timeOf(before) };
    case 'weekly':
      return { kind, days: [1], time: timeOf(before) };
    case 'monthly':
      return { kind, days: [1], time: timeOf(before) };
    case 'every':
      return { kind, n: 1, unit: 'hours' };
    case 'cron':
      return { kind, line: '30 2 * * 1-5' };
    case 'none':
      return { kind };
  }
}

/** 每天 / 每周 / 每月 and a time, Beijing time; a cron line for who wants one. */
export function ScheduleFields({
  settings,
  onChange,
}: {
  settings: Settings;
  onChange: (change: Partial<Settings>) => void;
}) {
  const { t } = useText();
  const { token } = theme.useToken();
  const { schedule } = settings;
  const put = (next: Schedule) => onChange({ schedule: next });
  return (
    <>
      <div className="choice">
        <Segmented
          value={schedule.kind === 'cron' ? '' : schedule.kind}
          onChange={kind => put(begin(kind as Kind, schedule))}
          options={KINDS.map(([value, zh, en]) => ({ value, label: t(zh, en) }))}
          aria-label={t('多久送一次', 'How often')}
          data-test="task-schedule"
        />
      </div>
      <div style={{ display: 'flex', flexWrap: 'wrap', columnGap: 16 }}>
        <When schedule={schedule} put={put} />
      </div>
      {schedule.kind === 'none' ? (
        <p style={{ color: token.colorTextSecondary }}>
          {t(
            '有人点“运行”，或下面设定的事情发生时才送。',
            'Runs only when someone starts it, or when an event set below happens.',
          )}
        </p>
      ) : (
        <label style={{ display: 'inline-flex', gap: 8, alignItems: 'center' }}>
          <Switch
            size="small"
            checked={settings.workingDaysOnly}
            onChange={workingDaysOnly => onChange({ workingDaysOnly })}
            data-test="task-working-days"
          />
          {t(
            '只在工作日（按国务院放假安排，含调休上班）',
            'Working days only (State Council holiday calendar, including make-up working days)',
          )}
        </label>
      )}
    </>
  );
}

function When({ schedule, put }: { schedule: Schedule; put: (next: Schedule) => void }) {
  const { t } = useText();
  const at = (
    <Form.Item label={t('时间', 'Time')} htmlFor="schedule-time" style={{ marginBottom: 12 }}>
      <Time
        id="schedule-time"
        label={t('时间', 'Time')}
        value={timeOf(schedule)}
        onChange={time => put({ ...schedule, time } as Schedule)}
      />
    </Form.Item>
  );
  if (schedule.kind === 'daily') return at;
  if (schedule.kind === 'weekly')
    return (
      <>
        <Form.Item label={t('哪几天', 'Days')} style={{ marginBottom: 12 }}>
          <Checkbox.Group
            value={schedule.days}
            onChange={days => put({ ...schedule, days: days.length === 0 ? schedule.days : days })}
            options={WEEKDAYS.map((words, index) => ({ value: index + 1, label: t(...words) }))}
          />
        </Form.Item>
        {at}
      </>
    );
  if (schedule.kind === 'monthly')
    return (
      <>
        <Form.Item label={t('哪几天', 'Days')} htmlFor="schedule-days" style={{ marginBottom: 12 }}>
          <Select
            id="schedule-days"
            mode="multiple"
            style={{ minWidth: 220 }}
            value={schedule.days}
            onChange={days => put({ ...schedule, days: days.length === 0 ? schedule.days : days })}
            options={Array.from({ length: 31 }, (_, day) => ({
              value: day + 1,
              label: day === 30 ? t('最后一天', 'Last day') : t(`${day + 1} 日`, `${day + 1}`),
            }))}
          />
        </Form.Item>
        {at}
      </>
    );
  if (schedule.kind === 'every')
    return (
      <Form.Item
        label={t('每隔', 'Every')}
        htmlFor="schedule-every"
        extra={t('从零点（北京时间）算起', 'Counted from midnight, Beijing time')}
        style={{ marginBottom: 12 }}
      >
        <Space.Compact>
          <InputNumber
            id="schedule-every"
            min={1}
            max={1440}
            precision={0}
            value={schedule.n}
            onChange={n => put({ ...schedule, n: n ?? 1 })}
            style={{ width: 90 }}
          />
          <Select
            value={schedule.unit}
            onChange={unit => put({ ...schedule, unit })}
            aria-label={t('单位', 'Unit')}
            style={{ width: 110 }}
            options={[
              { value: 'minutes', label: t('分钟', 'minutes') },
              { value: 'hours', label: t('小时', 'hours') },
            ]}
          />
        </Space.Compact>
      </Form.Item>
    );
  return null;
}

/** 高级: the line that cron knows. */
export function CronField({ schedule, put }: { schedule: Schedule; put: (next: Schedule) => void }) {
  const { t } = useText();
  const on = schedule.kind === 'cron';
  return (
    <Form.Item
      style={{ marginBottom: 0 }}
      extra={
        on &&
        t(
          '五段：分 时 日 月 周（北京时间）。“30 2 * * 1-5”是周一至周五 02:30。',
          'Five fields: minute, hour, day, month, weekday, Beijing time. “30 2 * * 1-5” is 02:30 from Monday to Friday.',
        )
      }
    >
      <label style={{ display: 'flex', gap: 8, alignItems: 'center' }}>
        <Switch
          size="small"
          checked={on}
          onChange={checked => put(begin(checked ? 'cron' : 'daily', schedule))}
          data-test="task-cron-on"
        />
        {t('用 Cron 表达式代替上面的时间', 'Use a cron expression instead of the schedule above')}
      </label>
      {on && (
        <Input
          value={schedule.line}
          onChange={event => put({ kind: 'cron', line: event.target.value })}
          maxLength={200}
          aria-label={t('Cron 表达式', 'Cron expression')}
          style={{ width: 260, fontFamily: CODE_STACK, marginTop: 8 }}
          data-test="task-cron"
        />
      )}
    </Form.Item>
  );
}
