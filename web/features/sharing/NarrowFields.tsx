import { Input, Radio, Select, theme } from 'antd';
import { useLoad } from '../../api.ts';
import { useText } from '../../ui/language.tsx';
import { MaskSample } from '../../ui/MaskSample.tsx';
import { codeOfMask, maskLabel, maskOf } from '../../ui/masks.ts';
import { ApplyRows } from './ApplyRows.tsx';
import { LimitFields } from '../grants/LimitFields.tsx';
import { Field } from './Decision.tsx';
import { narrowerModes, stricterMasks, type Terms } from './narrowing.ts';
import type { Application, Entry } from './types.ts';
import { civilDate, modeWord } from './words.ts';

interface NarrowFieldsProps {
  application: Application;
  terms: Terms;
  onChange: (terms: Terms) => void;
}

/** Everything beside the items in which an answer may be less than was asked. */
export function NarrowFields({ application, terms, onChange }: NarrowFieldsProps) {
  const { t, language } = useText();
  const { token } = theme.useToken();
  const { data: entry } = useLoad<Entry>(`/api/catalog/${application.entryId}`);
  const modes = narrowerModes(application.mode, entry?.content.modes ?? []);
  const granted = application.items.filter(item => terms.items.includes(item.name));
  const maskable = granted.filter(item => !item.standing && stricterMasks(item).length > 0);
  return (
    <div style={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: 16 }}>
      {application.kind !== 'change' && modes.length > 1 && (
        <div>
          <div style={{ marginBottom: 4 }}>{t('共享方式', 'Mode')}</div>
          <Radio.Group
            value={terms.mode}
            onChange={event => onChange({ ...terms, mode: event.target.value as Terms['mode'] })}
            options={modes.map(mode => ({ value: mode, label: modeWord(mode, t) }))}
            data-test="agree-mode"
          />
        </div>
      )}
      <div style={{ display: 'flex', flexWrap: 'wrap', gap: 16 }}>
        <Field label={t('用到哪天', 'Until')}>
          <Input
            type="date"
            value={terms.until}
            min={civilDate()}
            max={application.until}
            onChange={event => onChange({ ...terms, until: event.target.value })}
            style={{ width: 160 }}
            data-test="agree-until"
          />
        </Field>
        <Field label={t('时段', 'Hours')}>
          <span style={{ display: 'inline-flex', gap: 8, alignItems: 'center' }}>
            {(['from', 'to'] as const).map(end => (
              <Input
                key={end}
                type="time"
                style={{ width: 120 }}
                aria-label={end === 'from' ? t('从', 'From') : t('到', 'To')}
                value={terms.window?.[end] ?? ''}
                onChange={event =>
                  onChange({
                    ...terms,
                    window:
                      event.target.value === ''
                        ? null
                        : {
                            ...(terms.window ?? application.hours ?? { from: '08:30', to: '18:00' }),
                            [end]: event.target.value,
                          },
                  })
                }
              />
            ))}
          </span>
        </Field>
      </div>
      {terms.mode !== 'batch' && (
        <div>
          <div style={{ marginBottom: 4 }}>{t('使用限额（不填为不限）', 'Limits (empty: none)')}</div>
          <LimitFields
            limits={terms.bounds}
            held={application.frequency === null ? {} : { perDay: application.frequency.perDay }}
            onChange={bounds => onChange({ ...terms, bounds })}
            test="agree"
          />
        </div>
      )}
      {terms.mode !== 'file' && (
        <div>
          <div style={{ marginBottom: 4 }}>
            {t('数据范围（在申请的条件之外再加）', 'Rows (beside the conditions asked for)')}
          </div>
          <ApplyRows
            id="narrow-rows"
            items={application.items}
            rows={[...terms.rows]}
            onChange={rows => onChange({ ...terms, rows })}
          />
        </div>
      )}
      {terms.mode !== 'file' && maskable.length > 0 && (
        <div>
          <div style={{ marginBottom: 4 }}>
            {t('脱敏（比目录更严）', 'Masks (stricter than the entry’s)')}
          </div>
          <div style={{ display: 'grid', gap: 8 }}>
            {maskable.map(item => {
              const options = stricterMasks(item);
              const set = terms.masks[item.name];
              const chosen = set ? options.findIndex(mask => codeOfMask(mask) === codeOfMask(set)) : -1;
              return (
                <label
                  key={item.name}
                  style={{
                    display: 'grid',
                    gridTemplateColumns: 'minmax(0, 1fr) 220px',
                    gap: 8,
                    alignItems: 'center',
                  }}
                >
                  {item.name}
                  <Select
                    value={chosen}
                    aria-label={item.name}
                    popupMatchSelectWidth={false}
                    options={[maskOf(item.mask), ...options].map((mask, at) => ({
                      value: at - 1,
                      label: maskLabel(mask, language),
                      mask,
                    }))}
                    optionRender={({ data }) => (
                      <span style={{ display: 'flex', justifyContent: 'space-between', gap: 24 }}>
                        <span>{maskLabel(data.mask, language)}</span>
                        <span style={{ color: token.colorTextTertiary }}>
                          {data.mask.kind !== 'none' && (
                            <MaskSample mask={data.mask} item={item.name} type={item.type} />
                          )}
                        </span>
                      </span>
                    )}
                    onChange={value => {
                      const mask = options[value];
                      const { [item.name]: _was, ...others } = terms.masks;
                      onChange({
                        ...terms,
                        masks: mask === undefined ? others : { ...others, [item.name]: mask },
                      });
                    }}
                  />
                </label>
              );
            })}
          </div>
        </div>
      )}
    </div>
  );
}
