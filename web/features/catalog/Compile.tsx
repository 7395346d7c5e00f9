import { Alert, Grid } from 'antd';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { useLoad } from '../../api.ts';
import { NotRead } from '../../app/Faults.tsx';
import { useText } from '../../ui/language.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { CompileForm } from './CompileForm.tsx';
import type { Entry } from './types.ts';

/** 编制目录. A new entry gets its number with its first save and goes on under it. */
export function Compile() {
  const { t } = useText();
  const { id } = useParams();
  const navigate = useNavigate();
  const wide = Grid.useBreakpoint().md !== false;
  const [made, setMade] = useState<{ id: string | null; turn: number }>({ id: null, turn: 0 });
  const fresh = id === undefined || id === made.id;
  // Asked for a new entry again after one was made: begin afresh.
  const [asked, setAsked] = useState(id);
  if (asked !== id) {
    setAsked(id);
    if (id === undefined) setMade({ id: null, turn: made.turn + 1 });
  }
  const { data: entry, problem } = useLoad<Entry>(fresh ? null : `/api/entries/${id}`);

  if (!wide)
    return (
      <>
        <PageTitle title={t('编制目录', 'Compile an entry')} />
        <Alert
          type="info"
          showIcon
          title={t('请在电脑上编制目录', 'Please compile entries on a computer')}
          {...(id === undefined
            ? {}
            : { description: <Link to={`/our-catalog/${id}`}>{t('查看目录', 'Look at the entry')}</Link> })}
        />
      </>
    );
  if (fresh)
    return (
      <CompileForm
        key={`new ${made.turn}`}
        onMade={number => {
          setMade({ id: String(number), turn: made.turn });
          void navigate(`/our-catalog/${number}/edit`, { replace: true, preventScrollReset: true });
        }}
      />
    );
  if (!entry) return problem ? <NotRead problem={problem} /> : <Loading rows={12} />;
  if (!entry.actions.includes('save'))
    return (
      <>
        <PageTitle title={entry.title} />
        <Alert
          type="info"
          showIcon
          title={t(
            '这条目录正在签批或审核，现在不能修改。',
            'This entry is being signed or reviewed and cannot be changed now.',
          )}
        />
      </>
    );
  return <CompileForm key={entry.id} entry={entry} onMade={() => undefined} />;
}
