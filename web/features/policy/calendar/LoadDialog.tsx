import { Alert, App, Form, Input, InputNumber, Modal } from 'antd';
import { useState } from 'react';
import { api } from '../../../api.ts';
import { useText } from '../../../ui/language.tsx';
import { RefusalNotice } from '../../../ui/RefusalNotice.tsx';
import { useSend } from '../../../ui/useSend.ts';
import type { Changed, Preview } from './types.ts';
import { YearView } from './YearView.tsx';

interface LoadDialogProps {
  year: number;
  today: string;
  onClose: () => void;
  onDone: (year: number) => void;
}

/** The notice as it was published goes in; what the platform read in it is shown before anything is kept. */
export function LoadDialog({ year: first, today, onClose, onDone }: LoadDialogProps) {
  const { t } = useText();
  const { message } = App.useApp();
  const [year, setYear] = useState(first);
  const [source, setSource] = useState('');
  const [text, setText] = useState('');
  const [preview, setPreview] = useState<Preview | null>(null);
  const { busy, problem, send } = useSend();

  const read = () =>
    send(async () => {
      const found = await api.post<Preview>('/api/calendar/preview', { year, text });
      setPreview(found);
      if (source.trim() === '' && found.number !== null) setSource(found.number);
    });
  const load = () =>
    send(async () => {
      const { moved } = await api.post<Changed>('/api/calendar/years', { year, source, text });
      void message.success(
        t(
          `${year} 年已载入，${moved} 个在办期限已按新日历重算并告知`,
          `${year} is loaded; ${moved} dates under way were computed anew and told`,
        ),
      );
      onDone(year);
    });
  const changed = <V,>(set: (value: V) => void) => {
    return (value: V) => {
      setPreview(null);
      set(value);
    };
  };

  return (
    <Modal
      open
      width={preview ? 1040 : 680}
      title={t('载入放假通知', 'Load a notice')}
      onCancel={onClose}
      onOk={() => void (preview ? load() : read())}
      okText={preview ? t('载入并重算期限', 'Load it and recompute') : t('识别通知', 'Read the notice')}
      cancelText={t('取消', 'Cancel')}
      okButtonProps={{
        disabled: busy || text.trim() === '' || (preview !== null && source.trim() === ''),
        'data-test': 'calendar-load-confirm',
      }}
    >
      <div className="cards" style={{ paddingBlock: 8 }}>
        <Form layout="vertical" requiredMark={false}>
          <Form.Item label={t('年份', 'Year')}>
            <InputNumber
              min={2000}
              max={2100}
              value={year}
              onChange={value => changed(setYear)(value ?? first)}
              data-test="calendar-year-input"
            />
          </Form.Item>
          <Form.Item
            label={t('通知全文', 'The whole notice')}
            extra={t(
              '从国务院办公厅的通知原文复制，须包含“一、元旦”至“国庆节”各条',
              'Copied from the notice of the General Office of the State Council, from 一、元旦 to 国庆节',
            )}
          >
            <Input.TextArea
              rows={preview ? 4 : 10}
              maxLength={20_000}
              value={text}
              onChange={event => changed(setText)(event.target.value)}
              data-test="calendar-text"
            />
          </Form.Item>
          <Form.Item
            label={t('依据的通知文号', 'Number of the notice')}
            extra={t(
              '如“国办发明电〔2025〕7号”，记入存证',
              'Such as 国办发明电〔2025〕7号; kept in the ledger',
            )}
          >
            <Input
              maxLength={60}
              value={source}
              onChange={event => setSource(event.target.value)}
              data-test="calendar-source"
              style={{ maxWidth: 320 }}
            />
          </Form.Item>
        </Form>
        {preview && (
          <>
            <Alert
              showIcon
              type={preview.moved > 0 ? 'warning' : 'info'}
              title={t(
                `识别出放假 ${count(preview, 'holiday')} 天、调休上班 ${count(preview, 'workday')} 天。${preview.clocks} 个在办期限中有 ${preview.moved} 个的日期会变动或由“约”变为确定。${preview.replaces ? '该年已载入，将以本次为准。' : ''}`,
                `Read: ${count(preview, 'holiday')} days off, ${count(preview, 'workday')} weekend days worked. Of ${preview.clocks} dates under way ${preview.moved} will move or become certain.${preview.replaces ? ' The year is loaded already; this load will hold.' : ''}`,
              )}
            />
            {preview.doubts.length > 0 && (
              <Alert
                showIcon
                type="warning"
                data-test="calendar-doubts"
                title={t(
                  '放假天数减去调休上班天数与法定天数不符，请核对通知原文',
                  'Days off less weekend days worked are not what the law gives; compare the notice',
                )}
                description={preview.doubts
                  .map(({ feast, counted, lawful }) =>
                    t(`${feast}：${counted} 天，法定 ${lawful} 天`, `${feast}: ${counted}, by law ${lawful}`),
                  )
                  .join(t('；', '; '))}
              />
            )}
            <YearView
              year={preview.year}
              today={today}
              days={preview.days.map(day => ({ ...day, corrected: false }))}
            />
          </>
        )}
        {problem && <RefusalNotice problem={problem} />}
      </div>
    </Modal>
  );
}

const count = (preview: Preview, kind: 'holiday' | 'workday'): number =>
  preview.days.filter(day => day.kind === kind).length;
