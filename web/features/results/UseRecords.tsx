import { Alert, Button, Input, Space, Tag, theme } from 'antd';
import { useState } from 'react';
import { api, useLoad } from '../../api.ts';
import { ClauseNote } from '../../ui/ClauseNote.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { formatDate, formatTime } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { useSend } from '../../ui/useSend.ts';
import { Dialog } from '../administration/Dialog.tsx';
import { RecordDialog } from './RecordDialog.tsx';
import type { RecordKind, UseRecord, UseRecordsView } from './types.ts';
import { KINDS } from './words.ts';

interface Recorded {
  records: UseRecordsView;
}

/** 使用记录 of a grant: kept by its consumer; the provider and the authority read it and leave that they did. */
export function UseRecords({ grantId }: { grantId: number }) {
  const { t } = useText();
  const { data, problem, reload } = useLoad<UseRecordsView>(`/api/grants/${grantId}/use-records`);
  const [inspected, setInspected] = useState<UseRecordsView>();
  const [writing, setWriting] = useState<{ kind?: RecordKind; corrects?: UseRecord }>();
  const [inspecting, setInspecting] = useState(false);
  if (problem) return <RefusalNotice problem={problem} />;
  const view = inspected?.grant.id === grantId ? inspected : data;
  if (!view) return <Loading rows={5} />;
  const { records, completeness, retention, citation, actions, inspections } = view;
  return (
    <div className="cards" data-test="use-records">
      <Space size={[4, 4]} wrap>
        {completeness.map(({ kind, count, expected }) => (
          <Tag
            key={kind}
            color={count > 0 ? 'success' : expected ? 'warning' : 'default'}
            style={{ marginInlineEnd: 0 }}
          >
            {t(...KINDS[kind])} {count > 0 ? count : expected ? t('缺', 'missing') : '—'}
          </Tag>
        ))}
      </Space>
      {actions.includes('add') && (
        <div>
          <Button type="primary" data-test="record-add" onClick={() => setWriting({})}>
            {t('记一条', 'Add a record')}
          </Button>
        </div>
      )}
      {actions.includes('inspect') && records === null && (
        <Alert
          type="info"
          title={t(
            '查阅记录会留痕，使用部门能看到谁在什么时候查阅。',
            'Reading is recorded; the consumer sees who read and when.',
          )}
          action={
            <Button data-test="record-inspect" onClick={() => setInspecting(true)}>
              {t('查阅', 'Inspect')}
            </Button>
          }
        />
      )}
      {records !== null && records.length === 0 && (
        <EmptyState title={t('还没有使用记录。', 'No records of use yet.')} />
      )}
      {records?.map(record => (
        <Entry
          key={record.id}
          record={record}
          onCorrect={
            actions.includes('add') ? () => setWriting({ kind: record.kind, corrects: record }) : undefined
          }
        />
      ))}
      {inspections.length > 0 && <Inspections inspections={inspections} />}
      {citation && <ClauseNote citation={citation} />}
      {retention.months > 0 && (
        <p style={{ margin: 0 }}>
          {t(
            `记录只增不改，至少保存 ${retention.months} 个月；写错的，另写一条更正。`,
            `Records are only added to and kept for ${retention.months} months at least; a slip is corrected by another.`,
          )}
        </p>
      )}
      {writing && (
        <RecordDialog grant={view.grant} {...writing} onClose={() => setWriting(undefined)} onDone={reload} />
      )}
      {inspecting && (
        <InspectDialog
          grantId={grantId}
          onClose={() => setInspecting(false)}
          onDone={found => setInspected(found)}
        />
      )}
    </div>
  );
}

function Entry({ record, onCorrect }: { record: UseRecord; onCorrect: (() => void) | undefined }) {
  const { t, language } = useText();
  const { token } = theme.useToken();
  const old = record.correctedBy !== null;
  return (
    <article style={{ borderTop: `1px solid ${token.colorBorderSecondary}`, paddingTop: 8 }}>
      <Space size={8} wrap>
        <strong style={{ fontWeight: 500 }}>{t(...KINDS[record.kind])}</strong>
        <span>{formatDate(record.occurredOn, language)}</span>
        {old && <Tag>{t('已更正', 'Corrected')}</Tag>}
        {record.corrects !== null && <Tag color="blue">{t('更正', 'Correction')}</Tag>}
        {!old && onCorrect && (
          <Button type="link" size="small" style={{ padding: 0 }} onClick={onCorrect}>
            {t('更正', 'Correct')}
          </Button>
        )}
      </Space>
      <p
        style={{
          margin: '4px 0',
          whiteSpace: 'pre-wrap',
          ...(old ? { color: token.colorTextTertiary, textDecoration: 'line-through' } : {}),
        }}
      >
        {record.body}
      </p>
      <span style={{ color: token.colorTextTertiary, fontSize: 12 }}>
        {t(`责任岗位 ${record.responsible}`, `Responsible: ${record.responsible}`)} · {record.post}{' '}
        {formatTime(record.at, language)}
      </span>
    </article>
  );
}

function Inspections({ inspections }: Pick<UseRecordsView, 'inspections'>) {
  const { t, language } = useText();
  const { token } = theme.useToken();
  return (
    <div>
      <strong style={{ fontWeight: 500 }}>{t('谁查阅过', 'Who inspected')}</strong>
      <ul style={{ margin: '4px 0 0', paddingInlineStart: 18 }}>
        {inspections.map(one => (
          <li key={`${one.at} ${one.post}`}>
            {one.post} {one.name}，{one.reason}{' '}
            <span style={{ color: token.colorTextTertiary, fontSize: 12 }}>
              {formatTime(one.at, language)}
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

function InspectDialog({
  grantId,
  onClose,
  onDone,
}: {
  grantId: number;
  onClose: () => void;
  onDone: (found: UseRecordsView) => void;
}) {
  const { t } = useText();
  const { send, problem, busy } = useSend();
  const [reason, setReason] = useState('');
  return (
    <Dialog
      title={t('查阅使用记录', 'Inspect the records of use')}
      confirm={t('查阅', 'Inspect')}
      busy={busy}
      disabled={reason.trim().length < 2}
      problem={problem}
      onClose={onClose}
      onConfirm={() =>
        void send(
          () =>
            api.post<Recorded>(`/api/grants/${grantId}/use-records/inspections`, { reason: reason.trim() }),
          t('查阅已留痕。', 'That you read is recorded.'),
          ({ records }) => {
            onDone(records);
            onClose();
          },
        )
      }
    >
      <label
        htmlFor="inspect-reason"
        style={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: 4 }}
      >
        {t('查阅事由', 'Reason')}
        <Input
          id="inspect-reason"
          data-test="inspect-reason"
          maxLength={200}
          value={reason}
          placeholder={t('如“年度监督检查”', 'e.g. yearly inspection')}
          onChange={event => setReason(event.target.value)}
        />
      </label>
    </Dialog>
  );
}
