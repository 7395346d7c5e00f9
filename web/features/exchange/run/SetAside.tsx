import { Alert, Button, Select, Space, Watermark } from 'antd';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { api, useLoad } from '../../../api.ts';
import { useSession } from '../../../app/session.tsx';
import { DataTable } from '../../../ui/DataTable.tsx';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { ExportButton } from '../../../ui/ExportButton.tsx';
import { formatCount, formatTime } from '../../../ui/format.ts';
import { useText } from '../../../ui/language.tsx';
import { RefusalNotice } from '../../../ui/RefusalNotice.tsx';
import { saveFile } from '../../../ui/saveFile.ts';
import { SheetDialog } from '../../../ui/SheetDialog.tsx';
import { useSend } from '../../../ui/useSend.ts';
import type { RunDetail, RunRecorded, SetAsideRow, SetAsideRows } from '../types.ts';
import { SET_ASIDE, isLive, rowsEn } from '../words.ts';
import { useSetAsideColumns } from './setAsideColumns.tsx';

const SIZE = 20;

/** 搁置行: which rows broke a rule, and for the provider’s officer what stood there, to be corrected and sent again. */
export function SetAside({ run, onSent }: { run: RunDetail; onSent: () => void }) {
  const { t } = useText();
  if (run.setAside === 0)
    return (
      <EmptyState
        title={
          isLive(run)
            ? t('到现在没有搁置行。', 'No rows set aside so far.')
            : run.state === 'delivered'
              ? t('没有搁置行，全部写入。', 'No rows were set aside; all were written.')
              : t('没有搁置行。', 'No rows were set aside.')
        }
      />
    );
  return <SetAsideTable run={run} onSent={onSent} />;
}

function SetAsideTable({ run, onSent }: { run: RunDetail; onSent: () => void }) {
  const { t, language } = useText();
  const { session } = useSession();
  const navigate = useNavigate();
  const [page, setPage] = useState(1);
  const [states, setStates] = useState<SetAsideRow['state'][]>([]);
  const [opened, setOpened] = useState(false);
  const [importing, setImporting] = useState(false);
  const path = `/api/exchange/runs/${run.id}/set-aside`;
  // What a run that broke off set aside, the next one reads again.
  const corrects = run.actions.includes('correct');
  const { data, problem, loading, reload } = useLoad<SetAsideRows>(
    path,
    { page, size: SIZE, state: states, open: opened },
    [run.resends.length],
  );
  const { send, problem: refusal, busy } = useSend();
  const columns = useSetAsideColumns({ path, opened, corrects, reload });
  if (problem && !data) return <RefusalNotice problem={problem} />;
  const count = (value: number) => formatCount(value, language);
  const corrected = data?.corrected ?? 0;
  const resend = () =>
    send(
      () => api.post<RunRecorded>(`/api/exchange/runs/${run.id}/resend`, {}),
      t('已开始重送改正的行。', 'Corrected rows are being resent.'),
      answer => {
        onSent();
        void navigate(`/exchange/runs/${answer.run.id}`);
      },
    );
  const table = (
    <div data-test="set-aside-rows">
      <DataTable<SetAsideRow>
        caption={t('搁置行', 'Rows set aside')}
        rows={data?.items ?? []}
        rowKey="n"
        total={data?.total ?? 0}
        page={page}
        size={SIZE}
        onPage={setPage}
        loading={loading && data === undefined}
        empty={<EmptyState title={t('没有这样的搁置行。', 'No rows in this state.')} />}
        columns={columns}
      />
    </div>
  );
  return (
    <div className="cards">
      {refusal !== null && <RefusalNotice problem={refusal} />}
      <Space wrap>
        <Select
          mode="multiple"
          allowClear
          value={states}
          onChange={value => {
            setStates(value);
            setPage(1);
          }}
          placeholder={t('全部处理状态', 'Any state')}
          aria-label={t('处理状态', 'State')}
          style={{ minWidth: 170 }}
          options={(Object.keys(SET_ASIDE) as SetAsideRow['state'][]).map(value => ({
            value,
            label: t(...SET_ASIDE[value].words),
          }))}
        />
        {data?.mayOpen === true && !opened && (
          <Button onClick={() => setOpened(true)} data-test="set-aside-open">
            {corrects
              ? t('打开原文并改正（会留记录）', 'Show original values and correct (recorded)')
              : t('打开原文（会留记录）', 'Show original values (recorded)')}
          </Button>
        )}
        {data?.mayOpen === true && corrects && (
          <>
            <ExportButton path={`${path}/file`} query={{}} />
            <Button onClick={() => setImporting(true)} data-test="set-aside-import">
              {t('导入改正后的表格', 'Import a corrected sheet')}
            </Button>
          </>
        )}
        {run.actions.includes('resend') && (
          <Button
            type="primary"
            loading={busy}
            disabled={corrected === 0}
            onClick={() => void resend()}
            data-test="set-aside-resend"
          >
            {corrected === 0
              ? t('改正后重送', 'Resend corrected rows')
              : t(
                  `重送改正的 ${count(corrected)} 行`,
                  `Resend ${count(corrected)} corrected ${corrected === 1 ? 'row' : 'rows'}`,
                )}
          </Button>
        )}
      </Space>
      {data && (
        <p>
          {t(
            `搁置 ${count(run.setAside)} 行：待改正 ${count(data.open)}，已改正 ${count(data.corrected)}，已重送 ${count(data.sent)}。`,
            `${rowsEn(run.setAside)} set aside: ${count(data.open)} to be corrected, ${count(data.corrected)} corrected, ${count(data.sent)} resent.`,
          )}
          {run.actions.includes('resend') && corrected === 0 && data.open > 0
            ? data.mayOpen
              ? t('先改正至少一行，才能重送。', ' Correct at least one row to resend.')
              : t(
                  '由提供部门专职人员改正后，可以重送。',
                  ' They can be resent once the provider’s data officer has corrected them.',
                )
            : ''}
        </p>
      )}
      {!corrects && data?.mayOpen === true && run.state !== 'delivered' && !isLive(run) && (
        <Alert
          showIcon
          type="info"
          title={t(
            '这次运行没有送达，搁置行不必逐行改正：在来源里改好后再次运行。',
            'This run was not delivered, so there is no need to correct its rows one by one: correct them at the source and run again.',
          )}
        />
      )}
      {data?.cannotResend && run.state === 'delivered' && (
        <Alert showIcon type="info" title={t(data.cannotResend.zh, data.cannotResend.en)} />
      )}
      {opened ? (
        <Watermark
          content={[session.post?.departmentName ?? '', formatTime(new Date().toISOString(), language)]}
          gap={[80, 60]}
        >
          {table}
        </Watermark>
      ) : (
        table
      )}
      {importing && (
        <SheetDialog
          title={t('导入改正后的表格', 'Import a corrected sheet')}
          path={`${path}/file`}
          hint={t(
            '先导出搁置行，在“改正为”一列填写正确的值，再导入。空着的不改。',
            'Export the rows, enter the correct values in the column “改正为”, then import the sheet. Empty cells change nothing.',
          )}
          onTemplate={() => saveFile(`${path}/file`, { format: 'xlsx' })}
          onClose={() => setImporting(false)}
          onSaved={reload}
        />
      )}
    </div>
  );
}
