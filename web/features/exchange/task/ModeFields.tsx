import { Alert, Form, InputNumber, Radio, Select, Space, theme } from 'antd';
import { Fragment } from 'react';
import { useText } from '../../../ui/language.tsx';
import type { Choice, Mode } from '../types.ts';
import { MODES } from '../words.ts';
import { modeOf } from './usual.ts';

const WHAT: Record<Mode['kind'], readonly [zh: string, en: string]> = {
  full: [
    '每次把全部行送一遍，读回核对后整体换上；查询的人看到的始终是完整的一份。',
    'Delivers all rows every time and swaps them in as a whole once what was read back matches; readers always see a complete set.',
  ],
  incremental: [
    '只送新的和改过的行，按标识项更新；没有变的不动，来源里删掉的不会跟着删。',
    'Delivers only new and changed rows, matched by the identifier. Unchanged rows stay as they are; rows deleted at the source are not deleted here.',
  ],
  append: [
    '来源是只增不改的文件，只送新增加的部分。',
    'For source files that only grow: delivers what was added.',
  ],
};

const NEEDS: Record<Mode['kind'], readonly [zh: string, en: string]> = {
  full: ['', ''],
  incremental: [
    '没有可用的标识（交换凭授权里不脱敏的标识项，归集凭来源表的主键），改过的行对不上，不能用增量。',
    'No usable identifier (an unmasked identifier item in the grant; for a collection, the table’s primary key), so changed rows cannot be matched.',
  ],
  append: ['来源是数据库表，不是文件。', 'The source is a database table, not files.'],
};

const UNITS: Record<Choice['watermarks'][number]['unit'], readonly [zh: string, en: string]> = {
  units: ['个编号', 'numbers'],
  days: ['天', 'days'],
  seconds: ['分钟', 'minutes'],
};

/** How much of the source a run takes, in plain words; what cannot be chosen says why. */
export function ModeFields({
  mode,
  choice,
  onChange,
}: {
  mode: Mode;
  choice: Choice;
  onChange: (mode: Mode) => void;
}) {
  const { t } = useText();
  const { token } = theme.useToken();
  const may = (kind: Mode['kind']): boolean =>
    choice.modes.includes(kind) && (kind !== 'incremental' || choice.watermarks.length > 0);
  const needs = (kind: Mode['kind']): string =>
    kind === 'incremental' && choice.modes.includes(kind)
      ? t(
          '授权里没有只增不减、又不脱敏的数值、日期或时间，看不出哪些行是新的。',
          'The grant has no unmasked number, date or time that only increases, so new rows cannot be told from old ones.',
        )
      : t(...NEEDS[kind]);
  return (
    <>
      <Radio.Group
        value={mode.kind}
        onChange={event => onChange(modeOf(event.target.value as Mode['kind'], choice))}
        aria-label={t('方式', 'Mode')}
        data-test="task-mode"
        style={{ display: 'flex', flexDirection: 'column', gap: 12 }}
      >
        {(Object.keys(MODES) as Mode['kind'][]).map(kind => (
          <Fragment key={kind}>
            <Radio className="top-radio" value={kind} disabled={!may(kind)} data-test={`mode-${kind}`}>
              <span style={{ fontWeight: 500 }}>{t(...MODES[kind])}</span>
              <div style={{ color: may(kind) ? token.colorTextSecondary : token.colorTextTertiary }}>
                {t(...WHAT[kind])}
                {!may(kind) && <div>{needs(kind)}</div>}
              </div>
            </Radio>
            {kind === 'incremental' && mode.kind === kind && (
              <NewRows mode={mode} choice={choice} onChange={onChange} />
            )}
          </Fragment>
        ))}
      </Radio.Group>
    </>
  );
}

function NewRows({
  mode,
  choice,
  onChange,
}: {
  mode: Extract<Mode, { kind: 'incremental' }>;
  choice: Choice;
  onChange: (mode: Mode) => void;
}) {
  const { t } = useText();
  const unit = choice.watermarks.find(({ item }) => item === mode.item)?.unit ?? 'units';
  // Nobody thinks of an hour as 3,600 seconds.
  const scale = unit === 'seconds' ? 60 : 1;
  const overlap = Math.round(mode.overlap / scale);
  const words = t(
    `${overlap} ${UNITS[unit][0]}`,
    `${overlap} ${overlap === 1 ? UNITS[unit][1].slice(0, -1) : UNITS[unit][1]}`,
  );
  return (
    <div style={{ paddingInlineStart: 24 }}>
      <Space wrap size={16} align="start">
        <Form.Item
          label={t('凭哪个数据项看出是新的', 'Item that tells which rows are new')}
          htmlFor="watermark"
          style={{ marginBottom: 12 }}
        >
          <Select
            id="watermark"
            data-test="task-watermark"
            style={{ width: 240 }}
            value={mode.item}
            onChange={item => {
              const next = modeOf('incremental', {
                ...choice,
                watermarks: choice.watermarks.filter(one => one.item === item),
              });
              onChange(next);
            }}
            options={choice.watermarks.map(({ item }) => ({ value: item, label: item }))}
          />
        </Form.Item>
        <Form.Item label={t('每次往回多读', 'Re-read margin')} htmlFor="overlap" style={{ marginBottom: 12 }}>
          <InputNumber
            id="overlap"
            data-test="task-overlap"
            style={{ width: 170 }}
            min={0}
            max={1_000_000}
            precision={0}
            value={overlap}
            suffix={t(...UNITS[unit])}
            onChange={value => onChange({ ...mode, overlap: Math.round((value ?? 0) * scale) })}
          />
        </Form.Item>
      </Space>
      <Alert
        type="info"
        showIcon
        title={t(
          `第一次送全部。以后每次从上次见到的最大“${mode.item}”往回 ${words}读起：有的行登记得早、提交得晚，多读一段就不会漏；重复读到的行按标识项（${choice.key.join('、')}）对上，不会变成两行。`,
          `The first run delivers everything. Each later run starts ${words} before the highest “${mode.item}” seen so far, so that rows committed late are not missed. Rows read twice are matched by the identifier (${choice.key.join(', ')}) and never duplicated.`,
        )}
      />
    </div>
  );
}
