import { Alert, Button, Card } from 'antd';
import { useState } from 'react';
import { useParams } from 'react-router';
import { useLoad } from '../../api.ts';
import { NotRead } from '../../app/Faults.tsx';
import { useSession } from '../../app/session.tsx';
import { useText } from '../../ui/language.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { ChangeReview } from './ChangeReview.tsx';
import { Checks } from './Checks.tsx';
import { EntryActions } from './EntryActions.tsx';
import { EntryBody } from './EntryBody.tsx';
import { EntryTitle } from './EntryTitle.tsx';
import { fieldName } from './fieldWords.ts';
import { RemarkBubble } from './RemarkBubble.tsx';
import { TouchedList } from './TouchedList.tsx';
import { TransferDialog } from './TransferDialog.tsx';
import type { Entry, Field } from './types.ts';

/** An entry of our own department in whatever state, with what may be done. */
export function OwnEntry() {
  return <WorkingEntry reviews={false} />;
}

export function ReviewEntry() {
  return <WorkingEntry reviews />;
}

function WorkingEntry({ reviews }: { reviews: boolean }) {
  const { t, language } = useText();
  const { can } = useSession();
  const { id = '' } = useParams();
  const { data: entry, problem, reload } = useLoad<Entry>(`/api/entries/${id}`);
  const [remarks, setRemarks] = useState<Readonly<Record<string, string>>>({});
  const [handing, setHanding] = useState(false);
  if (!entry) return problem ? <NotRead problem={problem} /> : <Loading rows={12} />;
  const signs = entry.actions.includes('sign_office') || entry.actions.includes('sign_department');
  const open = entry.remarks.filter(remark => !remark.settled);
  const bubble = (field: Field | 'whole') => (
    <RemarkBubble
      field={field}
      text={remarks[field] ?? ''}
      onChange={text => setRemarks(was => ({ ...was, [field]: text }))}
    />
  );
  const aside = entry.actions.includes('return') ? bubble : undefined;
  const done = () => {
    setRemarks({});
    reload();
  };
  return (
    <>
      <EntryTitle
        entry={entry}
        actions={
          <>
            {reviews && can('catalog.review') && (entry.state === 'published' || entry.orphaned) && (
              <Button data-test="act-transfer" onClick={() => setHanding(true)}>
                {t('移交', 'Hand over')}
              </Button>
            )}
            <EntryActions entry={entry} remarks={remarks} onDone={done} />
          </>
        }
      />
      {problem && <RefusalNotice problem={problem} />}
      <div className="cards">
        {open.length > 0 && (
          <Alert
            type="warning"
            showIcon
            data-test="open-remarks"
            title={t(`退回意见 ${open.length} 条`, `Remarks: ${open.length}`)}
            description={
              <ul style={{ margin: 0, paddingInlineStart: 18 }}>
                {open.map(remark => (
                  <li key={`${remark.at} ${remark.field} ${remark.text}`}>
                    {t(
                      `${fieldName(remark.field, language)}：${remark.text}`,
                      `${fieldName(remark.field, language)}: ${remark.text}`,
                    )}
                  </li>
                ))}
              </ul>
            }
          />
        )}
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
        {entry.touched.length > 0 && <TouchedList touched={entry.touched} consulted={entry.consulted} />}
        {(reviews || signs) && entry.state !== 'published' && (
          <Card
            title={t('自动检查', 'Automatic checks')}
            extra={
              aside && (
                <span>
                  {t('对整条目录写意见', 'Remark on the whole')} {bubble('whole')}
                </span>
              )
            }
          >
            <Checks entry={entry} />
          </Card>
        )}
        {entry.version > 1 && entry.state !== 'published' && entry.state !== 'withdrawn' && (
          <ChangeReview entry={entry} aside={aside} />
        )}
        <EntryBody key={entry.id} entry={entry} working {...(aside ? { aside } : {})} />
      </div>
      {handing && <TransferDialog entry={entry} onClose={() => setHanding(false)} onDone={done} />}
    </>
  );
}
