import { DatePicker, Input, Select } from 'antd';
import dayjs from 'dayjs';
import { useState } from 'react';
import { api } from '../../api.ts';
import { ClauseNote } from '../../ui/ClauseNote.tsx';
import { useText } from '../../ui/language.tsx';
import { useSend } from '../../ui/useSend.ts';
import { Dialog } from '../administration/Dialog.tsx';
import type { Link, LinkAction, LinkRecorded } from './types.ts';
import { ACTS } from './words.ts';

/** One step of a link, with what that step asks for. */
export function LinkDialog({
  link,
  action,
  onClose,
  onDone,
}: {
  link: Link;
  action: Exclude<LinkAction, 'edit'>;
  onClose: () => void;
  onDone: () => void;
}) {
  const { t } = useText();
  const act = ACTS[action];
  const { send, problem, busy } = useSend();
  const [note, setNote] = useState('');
  const [until, setUntil] = useState(action === 'plan' ? (link.until ?? link.wantedUntil ?? '') : '');
  const [grantId, setGrantId] = useState<number | undefined>(
    link.grants.length === 1 ? link.grants[0]?.id : undefined,
  );
  const asks = act.asks === true || (act.asks === 'unmoved' && link.state !== 'moved');
  const body = {
    action,
    note: note.trim(),
    ...(act.needs === 'date' && until !== '' ? { until } : {}),
    ...(act.needs === 'grant' && grantId !== undefined ? { grantId } : {}),
  };
  const lacks =
    (asks && note.trim().length < 2) ||
    (act.needs === 'date' && until === '') ||
    (act.needs === 'grant' && grantId === undefined);
  return (
    <Dialog
      title={t(`${act.label[0]}：${link.data}`, `${act.label[1]}: ${link.data}`)}
      confirm={t(...act.label)}
      danger={act.danger === true}
      busy={busy}
      disabled={lacks}
      problem={problem}
      onClose={onClose}
      onConfirm={() =>
        void send(
          () => api.post<LinkRecorded>(`/api/links/${link.id}/actions`, body),
          t(...act.done),
          () => {
            onClose();
            onDone();
          },
        )
      }
    >
      <p style={{ margin: 0 }}>{t(...act.says)}</p>
      {action === 'exempt' && link.exceptions && <ClauseNote citation={link.exceptions} />}
      {act.needs === 'date' && (
        <label htmlFor="link-until" style={{ display: 'grid', gap: 4, justifyItems: 'start' }}>
          {link.wantedUntil === null
            ? t('迁移期限', 'To be moved over by')
            : t(
                `迁移期限（部门提出 ${link.wantedUntil}）`,
                `To be moved over by (the department proposes ${link.wantedUntil})`,
              )}
          <DatePicker
            id="link-until"
            value={until === '' ? null : dayjs(until)}
            disabledDate={date => date.isBefore(dayjs(), 'day')}
            onChange={date => setUntil(date?.format('YYYY-MM-DD') ?? '')}
          />
        </label>
      )}
      {act.needs === 'grant' && (
        <label
          htmlFor="link-grant"
          style={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: 4 }}
        >
          {t('替代它的授权', 'The grant that replaces it')}
          <Select
            id="link-grant"
            data-test="link-grant"
            showSearch={{ optionFilterProp: 'label' }}
            value={grantId ?? null}
            placeholder={
              link.grants.length === 0
                ? t(
                    '两个部门之间还没有使用中的授权，请先申请共享',
                    'No grant in use between the two: apply first',
                  )
                : t('选择一个授权', 'Choose a grant')
            }
            options={link.grants.map(one => ({
              value: one.id,
              label: `${one.no} ${one.entryTitle}（${t(`至 ${one.until}`, `until ${one.until}`)}）`,
            }))}
            onChange={value => setGrantId(value ?? undefined)}
          />
        </label>
      )}
      <label htmlFor="link-words" style={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: 4 }}>
        {asks ? t('理由', 'Reason') : t('说明（可不填）', 'Note (optional)')}
        <Input.TextArea
          id="link-words"
          data-test="link-words"
          rows={3}
          maxLength={1000}
          value={note}
          onChange={event => setNote(event.target.value)}
        />
      </label>
    </Dialog>
  );
}
