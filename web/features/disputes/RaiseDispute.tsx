import { Button, Input } from 'antd';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { api, useLoad } from '../../api.ts';
import { ClauseList } from '../../ui/ClauseNote.tsx';
import { useText } from '../../ui/language.tsx';
import { useSend } from '../../ui/useSend.ts';
import { Dialog } from '../administration/Dialog.tsx';
import type { About, DisputeRecorded } from './types.ts';
import { kindWord } from './words.ts';

/** 申请协调: on the page of a case or of a grant. Nothing where nothing can be disputed and nothing was. */
export function RaiseDispute({ applicationId, grantId }: { applicationId: number; grantId?: number }) {
  const { t } = useText();
  const [open, setOpen] = useState(false);
  const { data } = useLoad<About>(
    '/api/disputes/about',
    { applicationId, ...(grantId === undefined ? {} : { grantId }) },
    [applicationId, grantId],
  );
  if (!data) return null;
  const [latest] = data.disputes;
  return (
    <>
      {latest && (
        <Link to={`/disputes/${latest.id}`} data-test="dispute-link">
          <Button>{t(`争议 ${latest.no}`, `Dispute ${latest.no}`)}</Button>
        </Link>
      )}
      {data.may && (
        <Button onClick={() => setOpen(true)} data-test="dispute-raise">
          {t('申请协调', 'Dispute it')}
        </Button>
      )}
      {open && (
        <RaiseDialog
          about={data}
          body={{ applicationId, ...(grantId === undefined ? {} : { grantId }) }}
          onClose={() => setOpen(false)}
        />
      )}
    </>
  );
}

const LEAST = 10;

function RaiseDialog({ about, body, onClose }: { about: About; body: object; onClose: () => void }) {
  const { t } = useText();
  const navigate = useNavigate();
  const { send, problem, busy } = useSend();
  const [argument, setArgument] = useState('');
  const written = argument.trim().length;
  return (
    <Dialog
      title={t('申请协调', 'Raise a dispute')}
      confirm={t('提出', 'Raise')}
      busy={busy}
      disabled={written < LEAST}
      problem={problem}
      onClose={onClose}
      onConfirm={() =>
        void send(
          () => api.post<DisputeRecorded>('/api/disputes', { ...body, argument: argument.trim() }),
          t('已提出，先与提供部门协商。', 'Raised; negotiate with the provider first.'),
          ({ dispute }) => void navigate(`/disputes/${dispute.id}`),
        )
      }
    >
      <p style={{ margin: 0 }}>
        {t(
          `争议事项：${about.kind === null ? '' : kindWord(about.kind, t)}。先由双方协商；协商不成的，由${about.body}协调。`,
          `Disputed: ${about.kind === null ? '' : kindWord(about.kind, t)}. The two sides negotiate first; then ${about.body} mediates.`,
        )}
      </p>
      {about.contested !== '' && (
        <p style={{ margin: 0 }}>
          {t(`对方的理由：${about.contested}`, `Their reasons: ${about.contested}`)}
        </p>
      )}
      <label
        htmlFor="dispute-argument"
        style={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: 4 }}
      >
        {t(
          '履行什么职责、为什么确需使用（至少 10 字）',
          'Which duty needs it, and why (at least 10 characters)',
        )}
        <Input.TextArea
          id="dispute-argument"
          data-test="dispute-argument"
          rows={5}
          maxLength={4000}
          showCount
          value={argument}
          onChange={event => setArgument(event.target.value)}
        />
      </label>
      <ClauseList citations={about.citations} />
    </Dialog>
  );
}
