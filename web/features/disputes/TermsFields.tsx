import { Checkbox, DatePicker } from 'antd';
import dayjs from 'dayjs';
import { useLoad } from '../../api.ts';
import { useText } from '../../ui/language.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import type { Application } from '../sharing/types.ts';
import type { Terms } from './types.ts';

/** What is opened of what was asked for: items unticked, a nearer last day. Untouched it is all of it. */
export function TermsFields({
  applicationId,
  terms,
  onChange,
}: {
  applicationId: number;
  terms: Terms;
  onChange: (terms: Terms) => void;
}) {
  const { t } = useText();
  const { data, problem } = useLoad<Application>(`/api/applications/${applicationId}`, undefined, [
    applicationId,
  ]);
  if (problem) return <RefusalNotice problem={problem} />;
  if (!data) return null;
  const asked = data.items.filter(item => item.requested).map(item => item.name);
  const until = terms.until ?? data.until;
  const tick = (items: string[]) => {
    const { items: _before, ...rest } = terms;
    onChange(items.length === asked.length ? rest : { ...rest, items });
  };
  return (
    <>
      <fieldset style={{ margin: 0, padding: 0, border: 'none', minWidth: 0 }}>
        <legend style={{ marginBottom: 4, fontSize: 14 }}>
          {t(`开放的数据项（申请 ${asked.length} 项）`, `Items (${asked.length} asked for)`)}
        </legend>
        <Checkbox.Group
          data-test="dispute-items"
          value={terms.items ?? asked}
          options={asked}
          onChange={tick}
          style={{ display: 'flex', flexWrap: 'wrap', gap: '4px 16px' }}
        />
      </fieldset>
      <label htmlFor="dispute-until" style={{ display: 'grid', gap: 4, justifyItems: 'start' }}>
        {t('使用至', 'Until')}
        <DatePicker
          id="dispute-until"
          allowClear={false}
          value={dayjs(until)}
          disabledDate={day => !day.isAfter(dayjs(), 'day') || day.isAfter(dayjs(data.until), 'day')}
          onChange={day => {
            const { until: _before, ...rest } = terms;
            const chosen = day?.format('YYYY-MM-DD');
            onChange(chosen === undefined || chosen === data.until ? rest : { ...rest, until: chosen });
          }}
        />
      </label>
    </>
  );
}
