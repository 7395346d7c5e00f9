import { App, Button, Card } from 'antd';
import { useState } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { useLoad } from '../../api.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { useText } from '../../ui/language.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { StatusTag } from '../../ui/StatusTag.tsx';
import { Attachments } from '../papers/index.ts';
import { ApplyForm, type Unsent } from './ApplyForm.tsx';
import { readApplication } from './applying.ts';
import type { Application } from './types.ts';
import { readUnsent } from './unsent.ts';
import { type Found, useTargets } from './useTargets.ts';

/** A draft goes on where it was left; one that the head declined is changed and sent again. */
export function ApplyEdit() {
  const { t } = useText();
  const { id = '' } = useParams();
  const { data, problem } = useLoad<Application>(`/api/applications/${id}`);
  const asked = useTargets(data?.editable === true ? [data.entryId] : undefined);
  const refused = problem ?? asked.problem;
  if (refused) return <RefusalNotice problem={refused} />;
  if (data && !data.editable)
    return (
      <EmptyState
        title={t('申请已送出，不能再修改。', 'The request has been sent and can no longer be changed.')}
        action={
          <Link to={`/cases/${id}`}>
            <Button type="primary">{t('看办件', 'See the case')}</Button>
          </Link>
        }
      />
    );
  if (!data || !asked.found) return <Loading rows={12} />;
  return <EditForm key={data.id} application={data} found={asked.found} />;
}

function EditForm({ application, found }: { application: Application; found: Found }) {
  const { t } = useText();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const unsentKey = `draft-${application.id}`;
  const [kept] = useState(() => readUnsent<Unsent>(unsentKey));
  const [one] = found.entries;
  if (one === undefined) return null;
  const { entry, form } = one;
  const { common, line } = readApplication(application);
  const standing = new Set(application.items.filter(item => item.standing).map(item => item.name));
  return (
    <>
      <PageTitle
        title={t(`修改申请 ${application.no}`, `Change request ${application.no}`)}
        tags={<StatusTag kind="application" state={application.state} />}
        sub={entry.title}
      />
      <ApplyForm
        unsentKey={unsentKey}
        targets={[{ entry, form, line, standing }]}
        start={kept ?? { common, lines: { [entry.id]: line }, left: [] }}
        filled={[]}
        systems={found.systems}
        matters={form.matters}
        drafts={new Map([[entry.id, application.id]])}
        ofGrant={application.kind === 'change'}
        kindFixed
        notice={application.answer !== null && <Declined reason={application.answer.reason} />}
        more={
          <Card title={t('附件（可不传）', 'Attachments (optional)')}>
            <Attachments object={`application:${application.id}`} />
          </Card>
        }
        create={() => Promise.resolve(new Map())}
        onSaved={() => void navigate(`/cases/${application.id}`)}
        onSent={() => {
          void message.success(
            t('已送本部门共享机构负责人签批。', 'Sent to the head of your sharing office.'),
          );
          void navigate(`/cases/${application.id}`);
        }}
      />
    </>
  );
}

/** Why the head did not let it leave the house. */
function Declined({ reason }: { reason: string }) {
  const { t } = useText();
  return (
    <Card size="small" title={t('负责人的意见', 'What the head said')}>
      <div style={{ whiteSpace: 'pre-wrap', maxWidth: '42em' }}>{reason}</div>
    </Card>
  );
}
