import { theme } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { useLoad } from '../../api.ts';
import { permissionOf } from '../../app/access.ts';
import { postName } from '../../app/roles.ts';
import { useSession } from '../../app/session.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { formatCount, formatDuration, formatTime } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { recordMark, recordName } from '../../ui/recordName.ts';
import { StatusTag, statusWord } from '../../ui/StatusTag.tsx';
import { objectOf, recordWord } from './words.ts';
import type { Department, RecordRow } from './types.ts';

type Row = RecordRow & { mark: string };

/** Records as a list: who, what, when, of which object. */
export function RecordTable(props: {
  caption: string;
  rows: readonly RecordRow[];
  total: number;
  more: boolean;
  page: number;
  size: number;
  onPage: (page: number) => void;
  loading: boolean;
  /** Where a record opens. */
  addressOf: (row: RecordRow) => string;
  empty: ReactNode;
}) {
  const { t, language } = useText();
  const { token } = theme.useToken();
  const who = useWho();
  const rows = props.rows.map(row => ({ ...row, mark: recordMark(row.log, row.number) }));
  return (
    <div data-test="records">
      <DataTable<Row>
        caption={props.caption}
        exportName={props.caption}
        rows={rows}
        rowKey="mark"
        total={props.total}
        more={props.more}
        page={props.page}
        size={props.size}
        onPage={props.onPage}
        loading={props.loading}
        empty={props.empty}
        columns={[
          {
            key: 'number',
            title: t('存证', 'Record'),
            text: row => recordName(row.log, row.number, language),
            render: (_, row) => (
              <Link to={props.addressOf(row)} style={{ whiteSpace: 'nowrap' }}>
                {recordName(row.log, row.number, language)}
              </Link>
            ),
          },
          {
            key: 'at',
            title: t('时间', 'Time'),
            text: row => row.at,
            render: (_, row) => <span style={{ whiteSpace: 'nowrap' }}>{formatTime(row.at, language)}</span>,
          },
          {
            key: 'who',
            title: t('谁', 'Who'),
            text: who,
            render: (_, row) => (
              <div className="narrow-cell" style={{ ['--most' as string]: '220px' }}>
                {who(row)}
              </div>
            ),
          },
          {
            key: 'what',
            title: t('做了什么', 'What'),
            text: row => recordWord(row, t),
            render: (_, row) => (
              <div className="narrow-cell" style={{ ['--most' as string]: '150px' }}>
                {recordWord(row, t)}
              </div>
            ),
          },
          {
            key: 'object',
            title: t('对象', 'Object'),
            text: row => row.grantNo || objectOf(row.object, t).text,
            render: (_, row) => <ObjectLink row={row} />,
          },
          {
            key: 'result',
            title: t('结果', 'Result'),
            text: row => statusWord('ledger', row.result, t),
            render: (_, row) => (row.result === '' ? '—' : <StatusTag kind="ledger" state={row.result} />),
          },
          {
            key: 'rows',
            title: t('条数', 'Rows'),
            align: 'right',
            text: row => (row.rows === null ? '' : String(row.rows)),
            render: (_, row) => (row.rows === null ? '—' : formatCount(row.rows, language)),
          },
          {
            key: 'took',
            title: t('耗时', 'Took'),
            align: 'right',
            text: row => (row.micros === null ? '' : String(row.micros / 1000)),
            render: (_, row) => (row.micros === null ? '—' : formatDuration(row.micros / 1000, language)),
          },
        ]}
      />
      {props.more && (
        <p style={{ color: token.colorTextSecondary }} data-test="records-more">
          {t(
            `符合条件的超过 ${formatCount(props.total, language)} 条，这里列最近的；缩小时间或加上条件可看更早的。`,
            `More than ${formatCount(props.total, language)} match; these are the newest. Narrow the time or add a condition to see earlier ones.`,
          )}
        </p>
      )}
    </div>
  );
}

/** The post where one is named, else the department, else the platform itself. */
export function useWho(): (row: RecordRow) => string {
  const { t, language } = useText();
  const { data } = useLoad<Department[]>('/api/departments');
  return row => {
    const department = data?.find(one => one.id === row.departmentId)?.name;
    const post = row.post === '' ? undefined : postName(row.post, language);
    // The post of an act names its department; the end user’s post, as the calling system gave it, does not.
    const names = row.kind === 'usage' ? [department, post] : [post ?? department];
    return names.filter(name => name !== undefined).join(' ') || t('平台', 'Platform');
  };
}

function ObjectLink({ row }: { row: RecordRow }) {
  const { t } = useText();
  const { can } = useSession();
  const { text, path } =
    row.grantId === null
      ? objectOf(row.object, t)
      : {
          text: row.grantNo === '' ? t(`授权 ${row.grantId}`, `Grant ${row.grantId}`) : row.grantNo,
          path: `/grants/${row.grantId}`,
        };
  // Whoever reads the record need not be allowed into every page that it speaks of.
  const needed = path === null ? undefined : permissionOf(path);
  const open = path !== null && (needed === undefined || can(needed));
  return open ? <Link to={path}>{text}</Link> : <span>{text}</span>;
}
