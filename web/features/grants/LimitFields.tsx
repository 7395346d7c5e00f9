import { Checkbox, InputNumber } from 'antd';
import { useText } from '../../ui/language.tsx';
import {
  BOUNDS,
  BOUND_LABELS,
  type Bound,
  type Limits,
  STATED,
  STATED_LABELS,
  keptBound,
  shownBound,
} from './limits.ts';

interface LimitFieldsProps {
  limits: Limits;
  onChange: (limits: Limits) => void;
  /** What stands now or was asked for: shown where a field is empty, and the most that a field takes. */
  held?: Limits;
  most?: Limits;
  test: string;
}

/** How often, how many rows and how much, a day and in all; and what every call must state. Empty: no bound. */
export function LimitFields({ limits, onChange, held, most, test }: LimitFieldsProps) {
  const { t } = useText();
  const set = (bound: Bound, shown: number | null) => {
    const { [bound]: _was, ...others } = limits;
    onChange(shown === null ? others : { ...others, [bound]: keptBound(bound, shown) });
  };
  return (
    <div style={{ display: 'grid', gap: 12 }}>
      <div
        style={{
          display: 'grid',
          gridTemplateColumns: 'repeat(auto-fill, minmax(150px, 1fr))',
          gap: '12px 16px',
          alignItems: 'end',
        }}
      >
        {BOUNDS.map(bound => {
          const max = shownBound(bound, most?.[bound]);
          return (
            <label key={bound} style={{ display: 'grid', gap: 4 }}>
              {t(...BOUND_LABELS[bound])}
              <InputNumber
                min={bound === 'bytesPerDay' || bound === 'bytesTotal' ? 0.01 : 1}
                {...(max === null ? {} : { max })}
                value={shownBound(bound, limits[bound])}
                placeholder={
                  shownBound(bound, held?.[bound])?.toLocaleString('en-US') ?? t('不限', 'no bound')
                }
                onChange={shown => set(bound, shown)}
                style={{ width: '100%' }}
                data-test={`${test}-${bound}`}
              />
            </label>
          );
        })}
      </div>
      <div style={{ display: 'flex', flexWrap: 'wrap', gap: '4px 16px', alignItems: 'center' }}>
        <span>{t('每次调用须写明', 'Every call states')}</span>
        {STATED.map(name => {
          const fixed = most?.requires?.[name] === true;
          return (
            <Checkbox
              key={name}
              checked={fixed || limits.requires?.[name] === true}
              disabled={fixed}
              onChange={event => {
                const { [name]: _was, ...others } = limits.requires ?? {};
                const requires = event.target.checked ? { ...others, [name]: true } : others;
                const { requires: _before, ...rest } = limits;
                onChange(Object.keys(requires).length === 0 ? rest : { ...rest, requires });
              }}
              data-test={`${test}-${name}`}
            >
              {t(...STATED_LABELS[name])}
            </Checkbox>
          );
        })}
      </div>
    </div>
  );
}
