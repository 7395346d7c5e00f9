import { DatePicker } from 'antd';
import dayjs from 'dayjs';
import { Field } from '../sharing/Decision.tsx';

interface DateFieldProps {
  label: string;
  hint?: string;
  value: string;
  onChange: (date: string) => void;
  min?: string;
  max?: string;
  test: string;
}

/** A civil date under its label. */
export function DateField({ label, hint, value, onChange, min, max, test }: DateFieldProps) {
  return (
    <Field label={label} {...(hint === undefined ? {} : { hint })}>
      <DatePicker
        value={value === '' ? null : dayjs(value)}
        onChange={date => onChange(date?.format('YYYY-MM-DD') ?? '')}
        {...(min === undefined ? {} : { minDate: dayjs(min) })}
        {...(max === undefined ? {} : { maxDate: dayjs(max) })}
        style={{ width: 180 }}
        data-test={test}
      />
    </Field>
  );
}
