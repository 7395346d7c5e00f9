import { Checkbox, Form, InputNumber, Radio, Select, Space, Switch } from 'antd';
import { useText } from '../../../ui/language.tsx';
import type { Choice, Event, Settings } from '../types.ts';
import { CronField } from './ScheduleFields.tsx';
import { Time } from './Time.tsx';
import { isPastMidnight } from './usual.ts';

interface Props {
  settings: Settings;
  choice: Choice;
  onChange: (change: Partial<Settings>) => void;
}

/** Hours, pace and precedence: so that a department’s system does not suffer. */
export function CareFields({ settings, choice, onChange }: Props) {
  const { t } = useText();
  const { window, pace, priority } = settings;
  const hours = choice.hours;
  return (
    <>
      <Form.Item
        extra={
          hours === null
            ? t(
                '时间到了没有送完，就停在原处，下一个时段接着送。',
                'A run that is not finished by then pauses and continues in the next period.',
              )
            : t(
                `授权只允许在 ${hours.from}—${hours.to} 使用。`,
                `The grant may be used from ${hours.from} to ${hours.to} only.`,
              )
        }
      >
        <label style={{ display: 'inline-flex', gap: 8, alignItems: 'center' }}>
          <Switch
            size="small"
            checked={window !== null}
            onChange={on =>
              onChange({ window: on ? { from: hours?.from ?? '22:00', to: hours?.to ?? '06:00' } : null })
            }
          />
          {t('只在这段时间里运行', 'Run only between these hours')}
        </label>
        {window !== null && (
          <Space style={{ display: 'flex', marginTop: 8 }}>
            <Time
              label={t('从', 'From')}
              value={window.from}
              onChange={from => onChange({ window: { ...window, from } })}
            />
            {t('至', 'to')}
            <Time
              label={t('至', 'To')}
              value={window.to}
              onChange={to => onChange({ window: { ...window, to } })}
            />
            {isPastMidnight(window) && t('（次日）', '(next day)')}
          </Space>
        )}
      </Form.Item>
      <Space wrap size={16} align="start">
        <Form.Item
          label={t('每秒最多读', 'Rows per second, at most')}
          htmlFor="task-pace"
          extra={
            choice.mostPace === null
              ? t('不填不限', 'Leave empty for no limit')
              : t(
                  `提供部门限定每秒 ${choice.mostPace.toLocaleString('en-US')} 行`,
                  `The provider allows ${choice.mostPace.toLocaleString('en-US')} rows per second`,
                )
          }
        >
          <InputNumber
            id="task-pace"
            min={1}
            max={choice.mostPace ?? 10_000_000}
            precision={0}
            value={pace}
            suffix={t('行', 'rows')}
            onChange={value => onChange({ pace: value })}
            style={{ width: 170 }}
          />
        </Form.Item>
        <Form.Item label={t('先后', 'Priority')} htmlFor="task-priority">
          <Select
            id="task-priority"
            value={priority}
            onChange={value => onChange({ priority: value })}
            style={{ width: 170 }}
            options={[1, 2, 3, 4, 5, 6, 7, 8, 9].map(value => ({
              value,
              label:
                value === 1
                  ? t('1（最先）', '1 (first)')
                  : value === 9
                    ? t('9（最后）', '9 (last)')
                    : value === 5
                      ? t('5（平常）', '5 (normal)')
                      : String(value),
            }))}
          />
        </Form.Item>
      </Space>
    </>
  );
}

/** What a run forgives, and what it does not. */
export function FaultFields({ settings, onChange }: Omit<Props, 'choice'>) {
  const { t } = useText();
  const { tolerance, drift, compareEvery } = settings;
  const set = (change: Partial<Settings['tolerance']>) =>
    onChange({ tolerance: { ...tolerance, ...change } });
  return (
    <>
      <Form.Item
        label={t('遇到不合规则的行', 'Invalid rows')}
        extra={
          tolerance.rows === null && tolerance.share === null
            ? t('两个都不填：有一行不对就停。', 'Both empty: the first invalid row stops the run.')
            : t(
                '不合规则的行先搁置，其余照送；超过任何一个就停，什么也不换上。',
                'Invalid rows are set aside and the others delivered; beyond either limit the run stops and nothing is replaced.',
              )
        }
      >
        <Space wrap>
          {t('超过', 'Stop beyond')}
          <InputNumber
            min={0}
            precision={0}
            value={tolerance.rows}
            onChange={rows => set({ rows })}
            suffix={t('行', 'rows')}
            aria-label={t('最多几行', 'Rows at most')}
            style={{ width: 120 }}
          />
          <Space>
            {t('或超过', 'or')}
            <InputNumber
              min={0}
              max={100}
              step={0.5}
              value={tolerance.share === null ? null : Math.round(tolerance.share * 1e4) / 100}
              onChange={share => set({ share: share === null ? null : share / 100 })}
              suffix="%"
              aria-label={t('最多百分之几', 'Per cent at most')}
              style={{ width: 110 }}
            />
            {t('就停', '')}
          </Space>
        </Space>
      </Form.Item>
      <Form.Item label={t('来源表的列变了', 'If the source’s columns change')}>
        <Radio.Group
          value={drift}
          onChange={event => onChange({ drift: event.target.value as Settings['drift'] })}
          style={{ display: 'flex', flexDirection: 'column', gap: 8 }}
        >
          <Radio value="stop">{t('停下，请提供部门确认', 'Stop and ask the provider to confirm')}</Radio>
          <Radio value="go_on">
            {t(
              '要送的数据项不受影响就继续，并告诉双方；受影响时仍然停下',
              'Continue if the items to be delivered are unaffected, and notify both sides; otherwise stop',
            )}
          </Radio>
        </Radio.Group>
      </Form.Item>
      <Form.Item
        label={t('送达以后，定期再对账', 'Reconcile again after delivery')}
        htmlFor="task-compare"
        extra={t(
          '看目标表里的数据有没有被别人改过。不填就只在有人点“再对一次账”时核对。',
          'Checks whether anyone changed the data in the target table. Leave empty to reconcile only on request.',
        )}
      >
        <InputNumber
          id="task-compare"
          min={1}
          max={366}
          precision={0}
          value={compareEvery}
          prefix={t('每', 'every')}
          suffix={t('天', 'days')}
          onChange={value => onChange({ compareEvery: value })}
          style={{ width: 140 }}
        />
      </Form.Item>
    </>
  );
}

/** What a run waits for, and what starts one besides the clock. */
export function OrderFields({ settings, choice, onChange, files }: Props & { files: boolean }) {
  const { t } = useText();
  const { after, afterSince, on, schedule } = settings;
  const tasks = choice.tasks.map(({ id, title, target }) => ({ value: id, label: `${title} → ${target}` }));
  const followed = on.flatMap(event => (event.kind === 'task' ? [event.taskId] : []));
  const has = (kind: Event['kind']) => on.some(event => event.kind === kind);
  const turn = (kind: 'source' | 'collected', checked: boolean) =>
    onChange({ on: [...on.filter(event => event.kind !== kind), ...(checked ? [{ kind }] : [])] });
  return (
    <>
      <Form.Item label={t('等这些任务先送达', 'Wait until these tasks have delivered')} htmlFor="task-after">
        <Space wrap>
          <Select
            id="task-after"
            mode="multiple"
            allowClear
            showSearch={{ optionFilterProp: 'label' }}
            value={after}
            onChange={value => onChange({ after: value })}
            placeholder={tasks.length === 0 ? t('没有别的任务', 'No other tasks') : t('不等', 'None')}
            disabled={tasks.length === 0}
            style={{ minWidth: 320, maxWidth: '100%' }}
            options={tasks}
          />
          {after.length > 0 && (
            <Select
              value={afterSince}
              onChange={value => onChange({ afterSince: value })}
              aria-label={t('何时送达才算', 'Delivered when')}
              style={{ width: 200 }}
              options={[
                { value: 'today', label: t('当天送达过', 'Delivered today') },
                { value: 'last_run', label: t('本任务上次以后送达过', 'Since this task’s last run') },
              ]}
            />
          )}
        </Space>
      </Form.Item>
      <Form.Item label={t('除了定时，这些时候也送', 'Besides the schedule, also run after')}>
        <div style={{ display: 'grid', gap: 8 }}>
          <Select
            mode="multiple"
            allowClear
            showSearch={{ optionFilterProp: 'label' }}
            value={followed}
            onChange={ids =>
              onChange({
                on: [
                  ...on.filter(event => event.kind !== 'task'),
                  ...ids.map(taskId => ({ kind: 'task' as const, taskId })),
                ],
              })
            }
            placeholder={t('这些任务送达后', 'These tasks have delivered')}
            aria-label={t('这些任务送达后', 'These tasks have delivered')}
            disabled={tasks.length === 0}
            style={{ minWidth: 320, maxWidth: '100%' }}
            options={tasks}
          />
          {(files || has('source')) && (
            <Checkbox checked={has('source')} onChange={event => turn('source', event.target.checked)}>
              {t('来源文件出现或更新后', 'The source file appears or is updated')}
            </Checkbox>
          )}
          <Checkbox checked={has('collected')} onChange={event => turn('collected', event.target.checked)}>
            {t('这条目录归集进资源池后', 'This entry is collected into the pool')}
          </Checkbox>
        </div>
      </Form.Item>
      <CronField schedule={schedule} put={next => onChange({ schedule: next })} />
    </>
  );
}
