import { Alert, Card } from 'antd';
import { useParams } from 'react-router';
import { useLoad } from '../../api.ts';
import { NotRead } from '../../app/Faults.tsx';
import { useText } from '../../ui/language.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { Checks } from './Checks.tsx';
import { EntryActions } from './EntryActions.tsx';
import { EntryBody } from './EntryBody.tsx';
import { EntryTitle } from './EntryTitle.tsx';
import type { Entry } from './types.ts';

/** An entry of our own department in whatever state, with what may be done. */
export function OwnEntry() {
  return <WorkingEntry reviews={false} />;
}

export function ReviewEntry() {
  return <WorkingEntry reviews />;
}

function WorkingEntry({ reviews }: { reviews: boolean }) {
  const { t } = useText();
  const { id = '' } = useParams();
  const { data: entry, problem, reload } = useLoad<Entry>(`/api/entries/${id}`);
  if (!entry) return problem ? <NotRead problem={problem} /> : <Loading rows={12} />;
  return (
    <>
      <EntryTitle entry={entry} actions={<EntryActions entry={entry} onDone={reload} />} />
      {problem && <RefusalNotice problem={problem} />}
      <div className="cards">
        {entry.actions.includes('save') && entry.missing.length > 0 && (
          <Alert
            type="warning"
            showIcon
            title={t(
              `还差 ${entry.missing.length} 项，补齐后才能送签批`,
              `${entry.missing.length} still missing before it can be sent to sign`,
            )}
            description={
              <ul style={{ margin: 0, paddingInlineStart: 18 }}>
                {entry.missing.map(one => (
                  <li key={one.field + one.text}>{t(one.text, one.textEn)}</li>
                ))}
              </ul>
            }
          />
        )}
        {(reviews || entry.actions.includes('sign_office') || entry.actions.includes('sign_department')) && (
          <Card title={t('自动检查', 'Automatic checks')}>
            <Checks entry={entry} />
          </Card>
        )}
        <EntryBody entry={entry} />
      </div>
    </>
  );
}
