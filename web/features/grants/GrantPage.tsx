import { Breadcrumb, Card, Space } from 'antd';
import { Link, useParams } from 'react-router';
import { useLoad } from '../../api.ts';
import { useSession } from '../../app/session.tsx';
import { ClauseList } from '../../ui/ClauseNote.tsx';
import { useText } from '../../ui/language.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { StatusTag } from '../../ui/StatusTag.tsx';
import { RaiseDispute } from '../disputes/RaiseDispute.tsx';
import { Attachments } from '../papers/Attachments.tsx';
import { PaperLinks } from '../papers/PaperLinks.tsx';
import { SandboxBand } from '../services/SandboxBand.tsx';
import { civilDate } from '../sharing/words.ts';
import { ChangeBand } from './ChangeBand.tsx';
import { DisposalCard } from './DisposalCard.tsx';
import { GrantActions } from './GrantActions.tsx';
import { GrantAlert } from './GrantAlert.tsx';
import { GrantHead } from './GrantHead.tsx';
import { GrantTabs } from './GrantTabs.tsx';
import { GrantTerms } from './GrantTerms.tsx';
import { rulesOf, shownState } from './shown.ts';
import type { Grant } from './types.ts';

/** Often enough that an ending shows on both sides at once. */
const EVERY = 1000;

/** 授权: what may be used, is it used, is anything wrong, and whose turn it is. */
export function GrantPage() {
  const { id } = useParams();
  const { data, problem, reload } = useLoad<Grant>(`/api/grants/${id}`, undefined, [id], { every: EVERY });
  if (problem && !data) return <RefusalNotice problem={problem} />;
  if (!data) return <Loading rows={12} />;
  return <GrantView grant={data} reload={reload} />;
}

function GrantView({ grant, reload }: { grant: Grant; reload: () => void }) {
  const { t } = useText();
  const { session } = useSession();
  const department = session.post?.departmentId;
  /** Changes with every step that may bring another paper or proof. */
  const stage = `${grant.version} ${grant.state} ${grant.disposal?.state ?? ''}`;
  const [list, name] =
    department === grant.consumer.id
      ? ['/grants', t('我的授权', 'Our grants')]
      : department === grant.provider.id
        ? ['/grants?side=given', t('对外授权', 'Grants given')]
        : ['/grants?side=all', t('全部授权', 'All grants')];
  return (
    <>
      <Breadcrumb
        style={{ marginBottom: 4 }}
        items={[{ title: <Link to={list}>{name}</Link> }, { title: grant.no }]}
      />
      <PageTitle
        title={`${grant.provider.name} → ${grant.system.name}`}
        tags={<StatusTag kind="grant" state={shownState(grant, civilDate())} />}
        sub={
          <Space size={[12, 0]} wrap>
            <span>{grant.no}</span>
            <Link to={`/catalog/${grant.entryId}`}>{grant.entryTitle}</Link>
            <span>{grant.consumer.name}</span>
          </Space>
        }
        actions={<GrantActions grant={grant} onDone={reload} />}
      />
      <GrantAlert grant={grant}>
        <div style={{ display: 'flex', flexWrap: 'wrap', gap: 8 }}>
          <RaiseDispute key={grant.state} applicationId={grant.applicationId} grantId={grant.id} />
        </div>
      </GrantAlert>
      <div className="cards">
        <DisposalCard grant={grant} onDone={reload} />
        <ChangeBand grant={grant} onDone={reload} />
        <SandboxBand grant={grant} />
        <GrantHead grant={grant} />
        <div className="two-columns">
          <div className="cards">
            <GrantTerms grant={grant} />
            <GrantTabs grant={grant} />
          </div>
          <div className="cards">
            <Rules grant={grant} />
            {(grant.repair !== null || grant.disposal !== null) && (
              <Card title={t('佐证材料', 'Proofs')}>
                <Attachments object={`grant:${grant.id}`} version={stage} />
              </Card>
            )}
            <Card title={t('文书', 'Papers')}>
              <PaperLinks subject="grants" id={grant.id} version={stage} />
            </Card>
          </div>
        </div>
      </div>
    </>
  );
}

/** The rules that bear on where the grant stands now. */
function Rules({ grant }: { grant: Grant }) {
  const { t } = useText();
  const rules = rulesOf(grant);
  const cited = grant.citations.filter(citation => rules.has(citation.ruleId));
  if (cited.length === 0) return null;
  return (
    <Card title={t('依据', 'Rules')}>
      <ClauseList citations={cited} />
    </Card>
  );
}
