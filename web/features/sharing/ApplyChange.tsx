import { Alert, App } from 'antd';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { api, useLoad } from '../../api.ts';
import { formatCount } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { ApplyForm, type Unsent } from './ApplyForm.tsx';
import { changeBody } from './applyBodies.ts';
import { readGrant } from './applying.ts';
import type { ApplicationRecorded, Grant, GrantUse } from './types.ts';
import { readUnsent } from './unsent.ts';
import { type Found, useTargets } from './useTargets.ts';

const USED_DAYS = 90;

/** 变更授权 or 续期: what is new is decided, what stands stays (N809 25). */
export function ApplyChange({ grantId, renew }: { grantId: number; renew: boolean }) {
  const grant = useLoad<Grant>(`/api/grants/${grantId}`);
  const use = useLoad<GrantUse>(`/api/grants/${grantId}/usage`, { days: USED_DAYS });
  const asked = useTargets(grant.data ? [grant.data.entryId] : undefined);
  const problem = grant.problem ?? use.problem ?? asked.problem;
  if (problem) return <RefusalNotice problem={problem} />;
  if (!grant.data || !use.data || !asked.found) return <Loading rows={12} />;
  return <ChangeForm grant={grant.data} use={use.data} found={asked.found} renew={renew} />;
}

function ChangeForm({
  grant,
  use,
  found,
  renew,
}: {
  grant: Grant;
  use: GrantUse;
  found: Found;
  renew: boolean;
}) {
  const { t, language } = useText();
  const { message } = App.useApp();
  const navigate = useNavigate();
  const unsentKey = `grant-${grant.id}-${renew ? 'renew' : 'change'}`;
  const [kept] = useState(() => readUnsent<Unsent>(unsentKey));
  const [one] = found.entries;
  if (one === undefined) return null;
  const { entry, form } = one;
  const unread = new Set(use.items.filter(item => !item.read).map(item => item.name));
  const { common, line } = readGrant(grant, form.last?.contact ?? '', renew ? unread : null);
  return (
    <>
      <PageTitle
        title={
          renew
            ? t(`续期授权 ${grant.no}`, `Renew grant ${grant.no}`)
            : t(`变更授权 ${grant.no}`, `Change grant ${grant.no}`)
        }
        sub={
          <>
            {grant.provider.name} · <Link to={`/grants/${grant.id}`}>{grant.entryTitle}</Link>
          </>
        }
      />
      <ApplyForm
        unsentKey={unsentKey}
        targets={[{ entry, form, line, standing: new Set(grant.items.map(item => item.name)), unread }]}
        start={kept ?? { common, lines: { [entry.id]: line }, left: [] }}
        filled={[]}
        systems={found.systems}
        matters={form.matters}
        drafts={new Map()}
        ofGrant
        kindFixed
        notice={
          <Alert
            type="info"
            data-test="apply-standing"
            title={
              renew
                ? t(
                    `已授权 ${formatCount(use.granted, language)} 项，近 ${use.days} 天读过 ${formatCount(use.read, language)} 项`,
                    `${formatCount(use.granted, language)} items granted, ${formatCount(use.read, language)} read in ${use.days} days`,
                  )
                : t(
                    '已按现在的授权填好，改动的部分由提供部门答复',
                    'Filled in from the grant as it stands; the provider decides what you change',
                  )
            }
            description={
              renew
                ? use.read === 0
                  ? t(
                      '近期没有使用，数据项先全部保留；请只勾还需要的。',
                      'It was not used lately; all items are kept for now: tick only what you still need.',
                    )
                  : t(
                      '没有读过的数据项没有勾选；还需要的请勾上。',
                      'What was not read is not ticked; tick what you still need.',
                    )
                : t(
                    '现有授权在答复前照常使用。扩大范围、改变用途、换系统、增加第三方都须先同意。',
                    'The grant goes on as it is meanwhile. A wider scope, another purpose, another system or a third party needs consent first.',
                  )
            }
          />
        }
        create={async (now, [part]) => {
          const made = await api.post<ApplicationRecorded>(
            `/api/grants/${grant.id}/changes`,
            changeBody(now, part?.line ?? line),
          );
          return new Map([[entry.id, made.application.id]]);
        }}
        onSaved={([id]) => void navigate(`/requests/${id}/edit`)}
        onSent={([id]) => {
          void message.success(
            t('已送本部门共享机构负责人签批。', 'Sent to the head of your sharing office.'),
          );
          void navigate(`/cases/${id}`);
        }}
      />
    </>
  );
}
