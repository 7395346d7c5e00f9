import { DatePicker, Input, Segmented } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { api } from '../../api.ts';
import { useText } from '../../ui/language.tsx';
import { useSend } from '../../ui/useSend.ts';
import { Dialog } from '../administration/Dialog.tsx';
import type { RecordKind, UseRecord, UseRecordsView } from './types.ts';
import { HINTS, KINDS } from './words.ts';

const today = (): string => dayjs().format('YYYY-MM-DD');
const grid = { display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: 4 } as const;

/** One record of use, or what takes the place of one. */
export function RecordDialog({
  grant,
  kind: given = 'scenario',
  corrects,
  onClose,
  onDone,
}: {
  grant: UseRecordsView['grant'];
  kind?: RecordKind;
  corrects?: UseRecord;
  onClose: () => void;
  onDone: () => void;
}) {
  const { t } = useText();
  const { send, problem, busy } = useSend();
  const [kind, setKind] = useState<RecordKind>(given);
  const [occurredOn, setOccurredOn] = useState(corrects?.occurredOn ?? today());
  const [body, setBody] = useState(corrects?.body ?? '');
  const [responsible, setResponsible] = useState(corrects?.responsible ?? '');
  const path = `/api/grants/${grant.id}/use-records`;
  const record = {
    kind,
    occurredOn,
    body: body.trim(),
    responsible: responsible.trim(),
    ...(corrects ? { corrects: corrects.id } : {}),
  };
  return (
    <Dialog
      title={corrects ? t('更正使用记录', 'Correct a record') : t('记使用情况', 'Record the use')}
      confirm={t('保存', 'Save')}
      busy={busy}
      disabled={record.body.length < 2 || record.responsible.length < 2}
      problem={problem}
      onClose={onClose}
      onConfirm={() =>
        void send(
          () => api.post(path, record),
          corrects ? t('已更正，原记录保留。', 'Corrected; the old one stays.') : t('已记录。', 'Recorded.'),
          () => {
            onClose();
            onDone();
          },
        )
      }
    >
      {!corrects && (
        <div style={{ overflowX: 'auto' }}>
          <Segmented<RecordKind>
            value={kind}
            onChange={setKind}
            options={(Object.keys(KINDS) as RecordKind[]).map(value => ({
              value,
              label: t(...KINDS[value]),
            }))}
          />
        </div>
      )}
      <label htmlFor="record-day" style={{ ...grid, justifyItems: 'start' }}>
        {t('日期', 'Day')}
        <DatePicker
          id="record-day"
          allowClear={false}
          value={dayjs(occurredOn)}
          disabledDate={date => date.isAfter(dayjs(), 'day') || date.isBefore(grant.from, 'day')}
          onChange={date => setOccurredOn(date?.format('YYYY-MM-DD') ?? today())}
        />
      </label>
      <label htmlFor="record-body" style={grid}>
        {t(...KINDS[kind])}
        <Input.TextArea
          id="record-body"
          data-test="record-body"
          rows={4}
          maxLength={4000}
          value={body}
          placeholder={t(...HINTS[kind])}
          onChange={event => setBody(event.target.value)}
        />
      </label>
      <label htmlFor="record-responsible" style={grid}>
        {t('责任岗位', 'Responsible post')}
        <Input
          id="record-responsible"
          data-test="record-responsible"
          maxLength={80}
          value={responsible}
          placeholder={t('如“社会救助科 科长”', 'e.g. head of the section')}
          onChange={event => setResponsible(event.target.value)}
        />
      </label>
    </Dialog>
  );
}
