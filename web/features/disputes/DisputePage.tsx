import { Alert, Breadcrumb, Button, Card, Descriptions, Dropdown, Space, Steps, Typography } from 'antd';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { useLoad } from '../../api.ts';
import { postName } from '../../app/roles.ts';
import { CaseTimeline } from '../../ui/CaseTimeline.tsx';
import { ClauseList } from '../../ui/ClauseNote.tsx';
import { formatTime } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { StatusTag } from '../../ui/StatusTag.tsx';
import { Bands, bandOf } from './Bands.tsx';
import { DisputeDialog } from './DisputeDialog.tsx';
import type { Dispute } from './types.ts';
import { ACTS, type DialogAction, endingWords, kindWord } from './words.ts';

/** As many buttons as stand beside a title; the rest is under “more”. */
const MOST_BUTTONS = 4;

/** 争议: what is contested, how far it is, who mediates, what each side said, and the buttons to act. */
export function DisputePage() {
  const { id } = useParams();
  const { t } = useText();
  const { data, problem, reload } = useLoad<Dispute>(`/api/disputes/${id}`, undefined, [id], {
    every: 10_000,
  });
  const [acting, setActing] = useState<DialogAction>();
  if (problem && !data) return <RefusalNotice problem={problem} />;
  if (!data) return <Loading rows={10} />;
  return (
    <>
      <Breadcrumb
        items={[{ title: <Link to="/disputes">{t('争议协调', 'Disputes')}</Link> }, { title: data.no }]}
      />
      <PageTitle
        title={t(`${data.entryTitle} 争议`, `Dispute over ${data.entryTitle}`)}
        tags={<StatusTag kind="dispute" state={data.state} yourTurn={data.yourTurn} />}
        sub={
          <Space size={12} wrap>
            <span>{t(`需求部门 ${data.consumer.name}`, `Consumer ${data.consumer.name}`)}</span>
            <span>{t(`提供部门 ${data.provider.name}`, `Provider ${data.provider.name}`)}</span>
            <span>{kindWord(data.kind, t)}</span>
          </Space>
        }
        actions={<Actions dispute={data} onChoose={setActing} />}
      />
      <div className="cards">
        <Progress dispute={data} />
        <div style={{ display: 'flex', flexWrap: 'wrap', gap: 16, alignItems: 'flex-start' }}>
          <div className="cards" style={{ flex: '999 1 520px', minWidth: 0 }}>
            <Contested dispute={data} />
            <Bands dispute={data} onDone={reload} />
          </div>
          <div className="cards" style={{ flex: '1 1 340px', minWidth: 0 }}>
            <Clauses dispute={data} />
            <Card title={t('办理经过', 'What happened')}>
              <CaseTimeline
                history={data.history.map(({ citation: _shownBeside, ...step }) => ({
                  ...step,
                  action: `disputes.${step.action}`,
                }))}
              />
            </Card>
          </div>
        </div>
      </div>
      {acting && (
        <DisputeDialog dispute={data} action={acting} onClose={() => setActing(undefined)} onDone={reload} />
      )}
    </>
  );
}

function Actions({ dispute, onChoose }: { dispute: Dispute; onChoose: (action: DialogAction) => void }) {
  const { t } = useText();
  const may = (Object.keys(ACTS) as DialogAction[]).filter(action => dispute.actions.includes(action));
  const [first] = may;
  const shown = may.slice(0, may.length > MOST_BUTTONS ? MOST_BUTTONS - 1 : MOST_BUTTONS);
  const more = may.slice(shown.length);
  return (
    <Space wrap>
      {more.length > 0 && (
        <Dropdown
          menu={{
            items: more.map(action => ({
              key: action,
              label: t(...ACTS[action].label),
              danger: ACTS[action].danger === true,
            })),
            onClick: ({ key }) => onChoose(key as DialogAction),
          }}
          trigger={['click']}
        >
          <Button data-test="dispute-more">{t('更多', 'More')}</Button>
        </Dropdown>
      )}
      {shown.toReversed().map(action => (
        <Button
          key={action}
          type={action === first && ACTS[action].danger !== true ? 'primary' : 'default'}
          danger={ACTS[action].danger === true}
          data-test={`dispute-${action}`}
          onClick={() => onChoose(action)}
        >
          {t(...ACTS[action].label)}
        </Button>
      ))}
    </Space>
  );
}

function Progress({ dispute }: { dispute: Dispute }) {
  const { t, language } = useText();
  const { result } = dispute;
  const at = (instant: string | null): string => (instant === null ? '' : formatTime(instant, language));
  return (
    <Card data-test="dispute-progress">
      <div className="cards">
        <Steps
          size="small"
          current={bandOf(dispute)}
          status={dispute.closedAt === null ? 'process' : 'finish'}
          items={[
            { title: t('协商', 'Negotiation'), content: at(dispute.raisedAt) },
            { title: t('主管部门协调', 'Mediation'), content: at(dispute.mediatingAt) },
            { title: t('本级政府决定', 'Decision'), content: at(dispute.reportedAt) },
          ]}
        />
        {result && (
          <Alert
            type="success"
            data-test="result"
            title={t(
              `已了结：${endingWords(dispute.kind, result, t, language)}`,
              `Ended: ${endingWords(dispute.kind, result, t, language)}`,
            )}
          />
        )}
        <Typography.Text type="secondary">
          {t(
            '法规没有规定协商、协调和决定的期限，本页不计时。',
            'The texts set no time limits for these steps, so none is counted here.',
          )}
        </Typography.Text>
      </div>
    </Card>
  );
}

function Contested({ dispute }: { dispute: Dispute }) {
  const { t, language } = useText();
  return (
    <Card title={t('争议事项', 'What is disputed')}>
      <Descriptions
        column={{ xs: 1, md: 2 }}
        items={[
          {
            key: 'case',
            label: t('办件', 'Case'),
            children: <Link to={`/cases/${dispute.applicationId}`}>{dispute.applicationNo}</Link>,
          },
          {
            key: 'entry',
            label: t('目录', 'Entry'),
            children: <Link to={`/catalog/${dispute.entryId}`}>{dispute.entryTitle}</Link>,
          },
          ...(dispute.grantId === null
            ? []
            : [
                {
                  key: 'grant',
                  label: t('授权', 'Grant'),
                  children: <Link to={`/grants/${dispute.grantId}`}>{t('看授权', 'See the grant')}</Link>,
                },
              ]),
          {
            key: 'raised',
            label: t('提出', 'Raised'),
            children: `${postName(dispute.raisedBy, language)} ${formatTime(dispute.raisedAt, language)}`,
          },
          ...(dispute.contested === ''
            ? []
            : [
                {
                  key: 'contested',
                  label: t('提供部门的理由', 'The provider’s reasons'),
                  span: 'filled' as const,
                  children: <span style={{ whiteSpace: 'pre-wrap' }}>{dispute.contested}</span>,
                },
              ]),
          {
            key: 'argument',
            label: t('需求部门的理由', 'The consumer’s reasons'),
            span: 'filled' as const,
            children: <span style={{ whiteSpace: 'pre-wrap' }}>{dispute.argument}</span>,
          },
        ]}
      />
    </Card>
  );
}

function Clauses({ dispute }: { dispute: Dispute }) {
  const { t } = useText();
  if (dispute.stepCitations.length + dispute.bodyCitations.length === 0) return null;
  return (
    <Card title={t('依据', 'Rules')}>
      <div className="cards">
        {dispute.stepCitations.length > 0 && (
          <section aria-label={t('争议怎样处理', 'How a dispute goes')} className="cards">
            <span>{t('争议怎样处理', 'How a dispute goes')}</span>
            <ClauseList citations={dispute.stepCitations} />
          </section>
        )}
        {dispute.bodyCitations.length > 0 && (
          <section aria-label={t('由谁协调', 'Who mediates')} className="cards">
            <span>{t('由谁协调', 'Who mediates')}</span>
            <ClauseList citations={dispute.bodyCitations} />
          </section>
        )}
      </div>
    </Card>
  );
}
