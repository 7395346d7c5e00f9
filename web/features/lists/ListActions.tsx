import { Button, Input, Space } from 'antd';
import { useState } from 'react';
import { api } from '../../api.ts';
import { ExportButton } from '../../ui/ExportButton.tsx';
import { useText } from '../../ui/language.tsx';
import { saveFile } from '../../ui/saveFile.ts';
import { SheetDialog } from '../../ui/SheetDialog.tsx';
import { useSend } from '../../ui/useSend.ts';
import { Dialog } from '../administration/Dialog.tsx';
import { OwnRowDialog } from './RowDialog.tsx';
import type { List, ListAction, ListRecorded } from './types.ts';
import { ACTS, KINDS } from './words.ts';

/** What can be done with a list: edited, sent and signed, taken out and in as a spreadsheet. */
export function ListActions({ list, onDone }: { list: List; onDone: () => void }) {
  const { t } = useText();
  const [acting, setActing] = useState<Exclude<ListAction, 'edit'>>();
  const [adding, setAdding] = useState(false);
  const [bringing, setBringing] = useState(false);
  const mayEdit = list.actions.includes('edit');
  const path = `/api/lists/${list.kind}`;
  return (
    <Space wrap style={{ marginBottom: 12 }}>
      {list.actions.map(action =>
        action === 'edit' ? null : (
          <Button
            key={action}
            type={action === 'submit' || action === 'sign' ? 'primary' : 'default'}
            data-test={`list-${action}`}
            onClick={() => setActing(action)}
          >
            {t(...ACTS[action].label)}
          </Button>
        ),
      )}
      {mayEdit && list.kind === 'responsibility' && (
        <Button data-test="list-add" onClick={() => setAdding(true)}>
          {t('补充一项', 'Add a row')}
        </Button>
      )}
      {mayEdit && (
        <Button data-test="list-sheet" onClick={() => setBringing(true)}>
          {t('用表格填写', 'Fill in as a sheet')}
        </Button>
      )}
      <ExportButton
        path={`${path}/export`}
        query={{ departmentId: list.departmentId, version: list.number }}
      />
      {acting && (
        <StepDialog list={list} action={acting} onClose={() => setActing(undefined)} onDone={onDone} />
      )}
      {adding && <OwnRowDialog onClose={() => setAdding(false)} onDone={onDone} />}
      {bringing && (
        <SheetDialog
          title={t(`用表格填写${KINDS[list.kind][0]}`, `${KINDS[list.kind][1]} as a sheet`)}
          path={`${path}/sheet`}
          hint={t(
            '下载现在的清单，填好备注、不列入的理由后读回来。',
            'Download the list, fill in remarks and reasons, and read it back.',
          )}
          onTemplate={() => saveFile(`${path}/export`, { format: 'xlsx' })}
          onClose={() => setBringing(false)}
          onSaved={onDone}
        />
      )}
    </Space>
  );
}

function StepDialog({
  list,
  action,
  onClose,
  onDone,
}: {
  list: List;
  action: Exclude<ListAction, 'edit'>;
  onClose: () => void;
  onDone: () => void;
}) {
  const { t } = useText();
  const act = ACTS[action];
  const { send, problem, busy } = useSend();
  const [note, setNote] = useState('');
  const listed = list.rows.filter(row => row.leftOut === '').length;
  return (
    <Dialog
      title={t(`${act.label[0]}：${KINDS[list.kind][0]}`, `${act.label[1]}: ${KINDS[list.kind][1]}`)}
      confirm={t(...act.label)}
      busy={busy}
      disabled={act.asks === true && note.trim().length < 2}
      problem={problem}
      onClose={onClose}
      onConfirm={() =>
        void send(
          () => api.post<ListRecorded>(`/api/lists/${list.kind}/actions`, { action, note: note.trim() }),
          t(...act.done),
          () => {
            onClose();
            onDone();
          },
        )
      }
    >
      <p style={{ margin: 0 }}>
        {t(...act.says)}{' '}
        {(action === 'submit' || action === 'sign') &&
          t(
            `共 ${listed} 项，还缺 ${list.gaps.length} 项。`,
            `${listed} ${listed === 1 ? 'row' : 'rows'}; missing: ${list.gaps.length}.`,
          )}
      </p>
      <label htmlFor="list-words" style={{ display: 'grid', gap: 4 }}>
        {act.asks ? t('理由', 'Reason') : t('说明（可不填）', 'Note (optional)')}
        <Input.TextArea
          id="list-words"
          data-test="list-words"
          rows={3}
          maxLength={1000}
          value={note}
          onChange={event => setNote(event.target.value)}
        />
      </label>
    </Dialog>
  );
}
