import { Alert, Button, theme } from 'antd';
import { Link } from 'react-router';
import { useLoad } from '../../api.ts';
import { useSession } from '../../app/session.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { formatDate } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { ResultActions } from './ResultActions.tsx';
import { Figures } from './Figures.tsx';
import type { Result, ResultRows } from './types.ts';
import { dueWord } from './words.ts';

/** What the use of a grant achieved: for its consumer to report, for its provider to see what its data did. */
export function GrantResults({ grantId }: { grantId: number }) {
  const { t } = useText();
  const { session } = useSession();
  const { data, problem } = useLoad<ResultRows>('/api/results', { grantId, page: 1, size: 50 });
  if (problem) return <RefusalNotice problem={problem} />;
  if (!data) return <Loading rows={4} />;
  const given = data.items.some(one => one.grant.provider.id === session.post?.departmentId);
  const report = data.mayReport ? (
    <Link to={`/results/report?grant=${grantId}`}>
      <Button type={data.due === null ? 'default' : 'primary'} data-test="report-new">
        {t('反馈成效', 'Report results')}
      </Button>
    </Link>
  ) : undefined;
  return (
    <div className="cards" data-test="grant-results">
      {data.due !== null && <Alert type="warning" showIcon title={dueWord(data.due, t)} action={report} />}
      {data.total === 0 ? (
        <EmptyState
          title={t('还没有反馈成效。', 'No results were reported yet.')}
          action={data.due === null ? report : undefined}
        />
      ) : (
        <>
          {given && <span>{t('您的数据办成了这些事：', 'What your data did:')}</span>}
          <Figures of={data.sums} />
          {data.due === null && report && <div>{report}</div>}
          {data.items.map(result => (
            <One key={result.id} result={result} />
          ))}
        </>
      )}
    </div>
  );
}

function One({ result }: { result: Result }) {
  const { language } = useText();
  const { token } = theme.useToken();
  return (
    <article style={{ borderTop: `1px solid ${token.colorBorderSecondary}`, paddingTop: 8 }}>
      <div style={{ display: 'flex', flexWrap: 'wrap', gap: '4px 12px', alignItems: 'baseline' }}>
        <strong style={{ fontWeight: 500 }}>{result.matter}</strong>
        <span style={{ color: token.colorTextTertiary, fontSize: 12 }}>
          {formatDate(result.periodFrom, language)} ~ {formatDate(result.periodUntil, language)}
        </span>
        <ResultActions result={result} />
      </div>
      <p style={{ margin: '4px 0', whiteSpace: 'pre-wrap', maxWidth: '48em' }}>{result.body}</p>
      <Figures of={result} small />
    </article>
  );
}
