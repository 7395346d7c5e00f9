import { Breadcrumb, Card, Skeleton, Space, theme } from 'antd';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { useLoad } from '../../api.ts';
import { postName } from '../../app/roles.ts';
import { CaseTimeline } from '../../ui/CaseTimeline.tsx';
import { ClauseList } from '../../ui/ClauseNote.tsx';
import { useText } from '../../ui/language.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { ShareTypeMark } from '../../ui/ShareTypeMark.tsx';
import { StatusTag } from '../../ui/StatusTag.tsx';
import { EvidencePack } from '../ledger/EvidencePack.tsx';
import { CaseActions } from './CaseActions.tsx';
import { CaseContent } from './CaseContent.tsx';
import { CaseItems } from './CaseItems.tsx';
import { CaseProgress } from './CaseProgress.tsx';
import type { Application } from './types.ts';
import { turnWord } from './words.ts';

/** 办件: what, whose turn, until when, by which rule, and the buttons to act (ui.md 3.14). */
export function CasePage() {
  const { id } = useParams();
  const { data, problem, reload } = useLoad<Application>(`/api/applications/${id}`, undefined, [id], {
    every: 10_000,
  });
  if (problem && !data) return <RefusalNotice problem={problem} />;
  if (!data) return <Skeleton active paragraph={{ rows: 12 }} />;
  return <Case key={data.id} application={data} reload={reload} />;
}

function Case({ application, reload }: { application: Application; reload: () => void }) {
  const { t, language } = useText();
  const { token } = theme.useToken();
  const asked = application.items.filter(item => item.requested).map(item => item.name);
  const [ticked, setTicked] = useState<string[]>(asked);
  const deciding = application.actions.includes('agree');
  return (
    <>
      <Breadcrumb
        items={[
          { title: <Link to="/requests">{t('申请与授权', 'Requests & grants')}</Link> },
          { title: application.no },
        ]}
      />
      <PageTitle
        title={t(`${application.entryTitle} 共享申请`, `Request for ${application.entryTitle}`)}
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
            <CaseActions application={application} ticked={ticked} onDone={reload} />
          </>
        }
      />
      <div style={{ display: 'flex', flexDirection: 'column', gap: 16 }}>
        <CaseProgress application={application} />
        <div style={{ display: 'flex', flexWrap: 'wrap', gap: 16, alignItems: 'flex-start' }}>
          <div
            style={{ flex: '999 1 520px', minWidth: 0, display: 'flex', flexDirection: 'column', gap: 16 }}
          >
            <CaseContent application={application} />
            <CaseItems application={application} deciding={deciding} ticked={ticked} onTick={setTicked} />
          </div>
          <div style={{ flex: '1 1 340px', minWidth: 0, display: 'flex', flexDirection: 'column', gap: 16 }}>
            {application.citations.length > 0 && (
              <Card title={t('依据', 'Rules')}>
                <ClauseList citations={application.citations} />
              </Card>
            )}
            <Card title={t('办理经过', 'What happened')}>
              <CaseTimeline history={application.history} />
            </Card>
          </div>
        </div>
      </div>
    </>
  );
}
