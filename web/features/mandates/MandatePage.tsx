import { Button, Card, Space } from 'antd';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { useLoad } from '../../api.ts';
import { CaseTimeline } from '../../ui/CaseTimeline.tsx';
import { ClauseList } from '../../ui/ClauseNote.tsx';
import { DeadlineBar } from '../../ui/DeadlineBar.tsx';
import { useText } from '../../ui/language.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { StatusTag } from '../../ui/StatusTag.tsx';
import { ActDialog } from './ActDialog.tsx';
import { AnswerCard } from './AnswerCard.tsx';
import { GivenCard } from './GivenCard.tsx';
import { NarrowDialog } from './NarrowDialog.tsx';
import { RefuseDialog } from './RefuseDialog.tsx';
import { TermsCard } from './TermsCard.tsx';
import type { Mandate, MandateAction } from './types.ts';
import { UsesCard } from './UsesCard.tsx';
import { ACTION_LABELS, ACTS, KINDS } from './words.ts';

type Step = Exclude<MandateAction, 'edit'>;

function Buttons({ mandate, onStep }: { mandate: Mandate; onStep: (step: Step) => void }) {
  const { t } = useText();
  return (
    <Space wrap>
      {mandate.actions.map(action => {
        if (action === 'edit')
          return (
            <Link key={action} to={`/mandates/${mandate.id}/edit`}>
              <Button>{t('修改', 'Change')}</Button>
            </Link>
          );
        const act = action === 'narrow' || action === 'refuse' ? undefined : ACTS[action];
        const label = action === 'narrow' || action === 'refuse' ? ACTION_LABELS[action] : ACTS[action].label;
        return (
          <Button
            key={action}
            type={act?.onward ? 'primary' : 'default'}
            danger={act?.danger === true || action === 'refuse'}
            data-test={`mandate-${action}`}
            onClick={() => onStep(action)}
          >
            {t(...label)}
          </Button>
        );
      })}
    </Space>
  );
}

/** One consent or authorisation: what it covers, whose it is, its clock, its clauses, what it answered. */
export function MandatePage() {
  const { id } = useParams();
  const { t } = useText();
  const { data, problem, reload } = useLoad<Mandate>(`/api/mandates/${id}`);
  const [step, setStep] = useState<Step>();
  if (problem) return <RefusalNotice problem={problem} />;
  if (!data) return <Loading rows={10} />;
  const narrower = data.history.some(one => one.action === 'narrow');
  const dialog = { mandate: data, onClose: () => setStep(undefined), onDone: reload };
  const yours = data.actions.some(action => action === 'agree' || action === 'sign' || action === 'accept');
  return (
    <>
      <PageTitle
        title={`${t(...KINDS[data.kind])} ${data.no}`}
        tags={<StatusTag kind="mandate" state={data.state} yourTurn={yours} />}
        sub={
          data.holder === null
            ? data.provider.name
            : data.offered
              ? t(
                  `${data.provider.name} 委托 ${data.holder.name}`,
                  `Offered by ${data.provider.name} to ${data.holder.name}`,
                )
              : t(
                  `${data.holder.name} 向 ${data.provider.name} 申请`,
                  `Asked by ${data.holder.name} of ${data.provider.name}`,
                )
        }
        actions={<Buttons mandate={data} onStep={setStep} />}
      />
      <div className="two-columns">
        <div className="cards">
          {data.givenAt !== null && <GivenCard mandate={data} />}
          {data.answer && <AnswerCard answer={data.answer} state={data.state} />}
          {data.terms && (
            <TermsCard
              mandate={data}
              terms={data.terms}
              title={narrower ? t('同意的范围', 'What was agreed to') : t('范围', 'What it covers')}
            />
          )}
          {narrower && data.asked && (
            <TermsCard mandate={data} terms={data.asked} title={t('申请的范围', 'What was asked for')} />
          )}
          <UsesCard mandate={data} />
        </div>
        <div className="cards">
          {data.clock && (
            <Card title={t('答复期限', 'Time to answer')}>
              <DeadlineBar clock={data.clock} />
            </Card>
          )}
          {data.citations.length > 0 && (
            <Card title={t('适用规则', 'Rules that apply')}>
              <ClauseList citations={data.citations} />
            </Card>
          )}
          <Card title={t('办理过程', 'What happened')}>
            <CaseTimeline history={data.history.map(one => ({ ...one, action: `mandates.${one.action}` }))} />
          </Card>
        </div>
      </div>
      {step === 'narrow' && <NarrowDialog {...dialog} />}
      {step === 'refuse' && <RefuseDialog {...dialog} />}
      {step !== undefined && step !== 'narrow' && step !== 'refuse' && (
        <ActDialog {...dialog} action={step} />
      )}
    </>
  );
}
