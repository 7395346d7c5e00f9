import { Alert, Breadcrumb, Card, Space, theme } from 'antd';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { useLoad } from '../../api.ts';
import { NotRead } from '../../app/Faults.tsx';
import { postName } from '../../app/roles.ts';
import { actionWord, CaseTimeline } from '../../ui/CaseTimeline.tsx';
import { ClauseList } from '../../ui/ClauseNote.tsx';
import { formatTime } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { ShareTypeMark } from '../../ui/ShareTypeMark.tsx';
import { StatusTag } from '../../ui/StatusTag.tsx';
import { RaiseDispute } from '../disputes/index.ts';
import { EvidencePack } from '../ledger/EvidencePack.tsx';
import { Attachments, PaperLinks } from '../papers/index.ts';
import { CaseSandboxCard } from '../services/CaseSandboxCard.tsx';
import { CaseActions } from './CaseActions.tsx';
import { CaseContent } from './CaseContent.tsx';
import { CaseItems } from './CaseItems.tsx';
import { CaseNotices } from './CaseNotices.tsx';
import { CaseProgress } from './CaseProgress.tsx';
import { CaseRemarks } from './CaseRemarks.tsx';
import { askedOf } from './narrowing.ts';
import type { Application } from './types.ts';
import { kindWord, turnWord } from './words.ts';

/** 办件: what, whose turn, until when, by which rule, and the buttons to act (ui.md 3.14). */
export function CasePage() {
  const { id } = useParams();
  const { data, problem, reload } = useLoad<Application>(`/api/applications/${id}`, undefined, [id], {
    every: 10_000,
  });
  if (!data) return problem ? <NotRead problem={problem} /> : <Loading rows={12} />;
  return <Case key={data.id} application={data} reload={reload} />;
}

function Case({ application, reload }: { application: Application; reload: () => void }) {
  const { t, language } = useText();
  const { token } = theme.useToken();
  const [ticked, setTicked] = useState<string[]>(() => askedOf(application));
  const [overtaken, setOvertaken] = useState<Application | null>(null);
  const deciding = application.actions.includes('agree');
  // Whatever changes when the case moves on: papers, files and disputes are read again.
  const version = `${application.state} ${application.history.length}`;
  const column = { minWidth: 0, display: 'flex', flexDirection: 'column', gap: 16 } as const;
  return (
    <>
      <Breadcrumb
        items={[
          { title: <Link to="/requests">{t('申请与授权', 'Requests & grants')}</Link> },
          { title: application.no },
        ]}
      />
      <PageTitle
        title={
          application.kind === 'change'
            ? t(`${application.entryTitle} 授权变更申请`, `Change of a grant: ${application.entryTitle}`)
            : t(`${application.entryTitle} 共享申请`, `Request for ${application.entryTitle}`)
        }
        tags={
          <StatusTag
            kind="application"
            state={application.state}
            yourTurn={application.yourTurn ? turnWord(application.state, t) : false}
          />
        }
        sub={
          <Space size={12} wrap>
            <span>{t(`申请方 ${application.consumer.name}`, `From ${application.consumer.name}`)}</span>
            <span>{t(`提供方 ${application.provider.name}`, `To ${application.provider.name}`)}</span>
            <ShareTypeMark shareType={application.shareType} />
            {application.kind !== 'single' && <span>{kindWord(application.kind, t)}</span>}
            {application.formNo !== null && (
              <span>{t(`申请单 ${application.formNo}`, `form ${application.formNo}`)}</span>
            )}
            {application.holder !== '' && (
              <span style={{ color: token.colorTextSecondary }}>
                {t(`现在在 ${application.holder} 手里`, `Now with ${postName(application.holder, language)}`)}
              </span>
            )}
          </Space>
        }
        actions={
          <>
            {application.state !== 'draft' && <EvidencePack about={`applications/${application.id}`} />}
            <RaiseDispute key={version} applicationId={application.id} />
            <CaseActions
              application={application}
              ticked={ticked}
              onDone={reload}
              onOvertaken={now => {
                setOvertaken(now);
                reload();
              }}
            />
          </>
        }
      />
      <div style={{ display: 'flex', flexDirection: 'column', gap: 16 }}>
        {overtaken !== null && <Overtaken now={overtaken} onClose={() => setOvertaken(null)} />}
        <CaseProgress application={application} />
        <div style={{ display: 'flex', flexWrap: 'wrap', gap: 16, alignItems: 'flex-start' }}>
          <div style={{ ...column, flex: '999 1 520px' }}>
            <CaseNotices application={application} />
            <CaseContent application={application} />
            <CaseItems application={application} deciding={deciding} ticked={ticked} onTick={setTicked} />
            <CaseSandboxCard application={application} stage={version} />
            <Card title={t('材料', 'Material')}>
              <Attachments object={`application:${application.id}`} version={version} onChange={reload} />
            </Card>
            <CaseRemarks application={application} onDone={reload} />
          </div>
          <div style={{ ...column, flex: '1 1 340px' }}>
            {application.citations.length > 0 && (
              <Card title={t('依据', 'Rules')}>
                <ClauseList citations={application.citations} />
              </Card>
            )}
            <Card title={t('文书', 'Papers')}>
              <PaperLinks subject="applications" id={application.id} version={version} />
            </Card>
            <Card title={t('办理经过', 'What happened')}>
              <CaseTimeline history={application.history} />
            </Card>
          </div>
        </div>
      </div>
    </>
  );
}

/** Somebody else was faster: who did what, and when. */
function Overtaken({ now, onClose }: { now: Application; onClose: () => void }) {
  const { t, language } = useText();
  const step = now.history.at(-1);
  const words =
    step === undefined
      ? t('办件已有变化，本页已更新。', 'The case has moved on; this page is up to date.')
      : t(
          `${step.post}已于 ${formatTime(step.at, 'zh').slice(-5)} ${actionWord(step.action, t)}，本页已更新。`,
          `${postName(step.post, language)} ${actionWord(step.action, t)} at ${formatTime(step.at, 'en').slice(-5)}; this page is up to date.`,
        );
  return <Alert type="info" showIcon title={words} closable={{ onClose }} data-test="case-overtaken" />;
}
