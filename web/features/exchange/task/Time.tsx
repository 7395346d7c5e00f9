import { TimePicker } from 'antd';
import dayjs from 'dayjs';

/** A time of day as 02:00. */
export function Time({
  id,
  label,
  value,
  onChange,
}: {
  id?: string;
  label: string;
  value: string;
  onChange: (time: string) => void;
}) {
  return (
    <TimePicker
      {...(id === undefined ? {} : { id })}
      format="HH:mm"
      minuteStep={5}
      needConfirm={false}
      allowClear={false}
      aria-label={label}
      value={dayjs(`2000-01-01T${value}`)}
      onChange={time => {
        if (time) onChange(time.format('HH:mm'));
      }}
      style={{ width: 110 }}
    />
  );
}
