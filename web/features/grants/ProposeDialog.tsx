import { Checkbox, Radio, TimePicker } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { formatDate } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { Field } from '../sharing/Decision.tsx';
import { civilDate } from '../sharing/words.ts';
import { DateField } from './DateField.tsx';
import { GrantDecision } from './GrantDecision.tsx';
import { LimitFields } from './LimitFields.tsx';
import type { Limits } from './limits.ts';
import { plusDays } from './shown.ts';
import type { Change, GrantActBody, Window } from './types.ts';
import { type DialogProps, useGrantAct } from './useGrantAct.ts';

type Proposal = NonNullable<GrantActBody['proposal']>;

/** What stands in the dialog at first, to be changed: two weeks to answer, and as long again until it takes effect. */
const CONSULT_DAYS = 14;
const EFFECT_DAYS = 30;

/** The provider proposes to end the service, or to narrow it; a wider one is the consumer's to ask for. */
export function ProposeDialog(props: DialogProps) {
  const { grant } = props;
  const { t, language } = useText();
  const { act, problem, busy } = useGrantAct(props);
  const today = civilDate();
  const [note, setNote] = useState('');
  const [kind, setKind] = useState<Change['kind']>('end');
  const [consultUntil, setConsultUntil] = useState(plusDays(today, CONSULT_DAYS));
  const [on, setOn] = useState(plusDays(today, EFFECT_DAYS));
  const names = grant.items.map(item => item.name);
  const [items, setItems] = useState(names);
  const [until, setUntil] = useState(grant.until);
  const [hours, setHours] = useState<Window>(grant.limits.window ?? { from: '', to: '' });
  const [bounds, setBounds] = useState<Limits>({});
  const left = names.filter(name => !items.includes(name));
  const shorter = until !== '' && until < grant.until;
  const timed =
    hours.from !== '' &&
    hours.to !== '' &&
    (hours.from !== grant.limits.window?.from || hours.to !== grant.limits.window.to);
  const limited = Object.keys(bounds).length > 0;
  const changes = left.length > 0 || shorter || timed || limited;
  const proposal: Proposal = {
    kind,
    on,
    consultUntil,
    ...(kind === 'change'
      ? {
          ...(left.length > 0 ? { items } : {}),
          ...(shorter ? { until } : {}),
          ...(timed ? { window: hours } : {}),
          ...(limited ? { limits: bounds } : {}),
        }
      : {}),
  };
  const day = formatDate(on, language, true);
  const answer = formatDate(consultUntil, language, true);
  return (
    <GrantDecision
      grant={grant}
      action="propose"
      note={note}
      onNote={setNote}
      busy={busy}
      problem={problem}
      incomplete={on === '' || consultUntil === '' || (kind === 'change' && (!changes || items.length === 0))}
      says={
        on === '' || consultUntil === ''
          ? undefined
          : kind === 'end'
            ? t(
                `拟于 ${day}终止服务，请使用部门在 ${answer}前答复；再报主管部门备案。生效前照常提供。`,
                `The service is to end on ${day}; the consumer answers by ${answer}; then the authority is told. Until that day it goes on.`,
              )
            : t(
                `拟于 ${day}变更服务，请使用部门在 ${answer}前答复；再报主管部门备案。生效前照常提供。`,
                `The service is to change on ${day}; the consumer answers by ${answer}; then the authority is told. Until that day it goes on.`,
              )
      }
      onClose={props.onClose}
      onConfirm={() => void act({ action: 'propose', note: note.trim(), proposal })}
    >
      <Field label={t('提议什么', 'What is proposed')}>
        <Radio.Group
          value={kind}
          onChange={event => setKind(event.target.value as Change['kind'])}
          options={[
            { value: 'end', label: t('终止服务', 'End the service') },
            { value: 'change', label: t('变更服务（缩小）', 'Change it (narrower)') },
          ]}
          data-test="propose-kind"
        />
      </Field>
      {kind === 'change' && (
        <>
          <Field
            label={t('保留哪些数据项', 'Items to keep')}
            hint={
              left.length > 0
                ? t(`将不再提供：${left.join('、')}`, `No longer provided: ${left.join(', ')}`)
                : t('扩大范围由使用部门申请。', 'For more, the consumer applies.')
            }
          >
            <Checkbox.Group
              value={items}
              onChange={kept => setItems(names.filter(name => kept.includes(name)))}
              options={names}
              style={{ display: 'flex', flexWrap: 'wrap', gap: '4px 16px', maxHeight: 180, overflow: 'auto' }}
              data-test="propose-items"
            />
          </Field>
          <DateField
            label={t('使用期限到', 'To be used until')}
            value={until}
            onChange={setUntil}
            min={plusDays(today, 1)}
            max={grant.until}
            test="propose-until"
          />
          <fieldset style={{ border: 0, margin: 0, padding: 0 }}>
            <legend style={{ padding: 0, marginBottom: 4 }}>
              {t('每天可用的时段（不填则不变）', 'Hours of the day (unchanged when empty)')}
            </legend>
            <span style={{ display: 'flex', gap: 8, alignItems: 'center' }}>
              <Hour
                label={t('从', 'from')}
                value={hours.from}
                onChange={from => setHours({ ...hours, from })}
              />
              {t('至', 'to')}
              <Hour label={t('至', 'to')} value={hours.to} onChange={to => setHours({ ...hours, to })} />
            </span>
          </fieldset>
          {grant.mode !== 'batch' && (
            <div>
              <div style={{ marginBottom: 4 }}>
                {t('使用限额（只能更严，不填则不变）', 'Limits (only tighter; unchanged when empty)')}
              </div>
              <LimitFields
                limits={bounds}
                held={grant.limits}
                most={grant.limits}
                onChange={setBounds}
                test="propose"
              />
            </div>
          )}
        </>
      )}
      <div style={{ display: 'flex', flexWrap: 'wrap', gap: 16 }}>
        <DateField
          label={t('使用部门在哪天前答复', 'To be answered by')}
          value={consultUntil}
          onChange={setConsultUntil}
          min={plusDays(today, 1)}
          test="propose-consult"
        />
        <DateField
          label={t('生效日', 'Takes effect on')}
          value={on}
          onChange={setOn}
          min={consultUntil === '' ? plusDays(today, 1) : plusDays(consultUntil, 1)}
          test="propose-on"
        />
      </div>
    </GrantDecision>
  );
}

function Hour({
  label,
  value,
  onChange,
}: {
  label: string;
  value: string;
  onChange: (time: string) => void;
}) {
  return (
    <TimePicker
      format="HH:mm"
      minuteStep={5}
      needConfirm={false}
      aria-label={label}
      value={value === '' ? null : dayjs(`2000-01-01T${value}`)}
      onChange={time => onChange(time?.format('HH:mm') ?? '')}
      style={{ width: 120 }}
    />
  );
}
