import { Alert, Card, Select, Space } from 'antd';
import { useState } from 'react';
import { useSearchParams } from 'react-router';
import { api, useLoad } from '../../api.ts';
import { ClauseNote } from '../../ui/ClauseNote.tsx';
import { formatTime } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { StatusTag } from '../../ui/StatusTag.tsx';
import { useSend } from '../../ui/useSend.ts';
import { CompareVersions } from './CompareVersions.tsx';
import { Gaps } from './Gaps.tsx';
import { ListActions } from './ListActions.tsx';
import { ListTable } from './ListTable.tsx';
import { RowDialog } from './RowDialog.tsx';
import type { List, ListKind, ListRecorded, ListRow } from './types.ts';
import { ABOUT } from './words.ts';

/** One list of one department: what is in work, its versions, what is missing. */
export function ListPanel({ kind, departmentId }: { kind: ListKind; departmentId?: number }) {
  const { t, language } = useText();
  const [search, setSearch] = useSearchParams();
  const version = Number(search.get('version') ?? 0) || 0;
  const { data, problem, loading, reload } = useLoad<List>(`/api/lists/${kind}`, { departmentId, version });
  const [editing, setEditing] = useState<ListRow>();
  const removing = useSend();
  const own = departmentId === undefined;
  if (problem) return <RefusalNotice problem={problem} />;
  if (!data) return <Loading rows={10} />;
  const show = (number: number) => {
    const next = new URLSearchParams(search);
    next.delete('version');
    if (number > 0) next.set('version', String(number));
    setSearch(next, { replace: true });
  };
  const shown = data.versions.find(one => one.number === data.number);
  return (
    <div className="cards">
      <Card>
        <Space wrap size={[12, 8]}>
          <StatusTag kind="list" state={data.state} />
          <Select
            value={data.number}
            aria-label={t('版本', 'Version')}
            style={{ minWidth: 220 }}
            onChange={show}
            options={[
              {
                value: 0,
                label: data.state === 'awaiting' ? t('已送签的', 'As sent') : t('现在的', 'As it is now'),
              },
              ...data.versions.map(one => ({
                value: one.number,
                label: t(
                  `第 ${one.number} 版 ${formatTime(one.signedAt, language)}`,
                  `Version ${one.number}, ${formatTime(one.signedAt, language)}`,
                ),
              })),
            ]}
          />
          <span>
            {shown
              ? t(
                  `${shown.signedPost}签发，${shown.rows} 项，当时缺 ${shown.missing} 项`,
                  `Signed by ${shown.signedPost}; ${shown.rows} ${shown.rows === 1 ? 'row' : 'rows'}, ${shown.missing} missing then`,
                )
              : t(...ABOUT[kind])}
          </span>
        </Space>
        <div style={{ marginTop: 12 }}>
          {data.citation && (
            <ClauseNote
              citation={data.citation}
              label={
                data.asked
                  ? t('本地规则要求编制这份清单', 'The rules of the place ask for this list')
                  : t('本地规则没有要求这份清单，可以自愿编制', 'The rules of the place do not ask for it')
              }
            />
          )}
        </div>
      </Card>
      {data.returned && data.number === 0 && data.state === 'editing' && (
        <Alert
          type="warning"
          showIcon
          title={t(
            `${data.returned.post}于 ${formatTime(data.returned.at, language)} 退回：${data.returned.note}`,
            `Returned by ${data.returned.post}, ${formatTime(data.returned.at, language)}: ${data.returned.note}`,
          )}
        />
      )}
      {data.number === 0 && <Gaps gaps={data.gaps} own={own} />}
      {removing.problem && <RefusalNotice problem={removing.problem} />}
      <div>
        <ListActions list={data} onDone={reload} />
        <ListTable
          key={`${kind} ${data.number}`}
          list={data}
          own={own}
          loading={loading}
          onEdit={setEditing}
          onRemove={id =>
            void removing.send(
              () => api.delete<ListRecorded>(`/api/lists/responsibility/rows/${id}`),
              t('已删去', 'Removed'),
              reload,
            )
          }
        />
      </div>
      {data.versions.length > 0 && <CompareVersions key={kind} list={data} />}
      {editing && (
        <RowDialog list={data} row={editing} onClose={() => setEditing(undefined)} onDone={reload} />
      )}
    </div>
  );
}
