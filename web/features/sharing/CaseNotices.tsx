import { Alert, theme } from 'antd';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { formatDate } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { statusWord } from '../../ui/StatusTag.tsx';
import { wordOf } from '../catalog/words.ts';
import { ProposalLines } from './ProposalLines.tsx';
import type { Application, Basis } from './types.ts';
import { categoryWord } from './words.ts';

const REFUSING = new Set(['refused', 'declined', 'awaiting_exception', 'moved']);

/** What was answered, what is missing, and what else stands over the case: above the facts, never folded. */
export function CaseNotices({ application }: { application: Application }) {
  const { t } = useText();
  const { state, answer, proposal, material, risks } = application;
  return (
    <>
      {answer !== null && REFUSING.has(state) && <Refusal application={application} answer={answer} />}
      {proposal !== null && Object.keys(proposal.reasons).length > 0 && (
        <Alert
          type="warning"
          data-test="case-answer"
          title={
            state !== 'awaiting_acceptance'
              ? t('部分同意', 'Agreed in part')
              : application.yourTurn
                ? t('提供部门部分同意，请确认是否接受', 'Agreed in part: accept it, or contest it')
                : t('部分同意，等申请方确认', 'Agreed in part; the consumer’s word is awaited')
          }
          description={<ProposalLines application={application} proposal={proposal} />}
        />
      )}
      {material.length > 0 && (
        <Alert
          type={state === 'awaiting_material' ? 'warning' : 'info'}
          data-test="case-material"
          title={t(
            `需补齐 ${material.length} 项材料（已一次性告知）`,
            `${material.length} things to supply (told once)`,
          )}
          description={<Lines lines={material} />}
        />
      )}
      {application.kind === 'green' && (
        <Alert
          type="warning"
          data-test="case-green"
          title={
            state === 'awaiting_review'
              ? t('绿色通道：先用后审，正在使用', 'Green channel: in use, reviewed afterwards')
              : t('绿色通道', 'Green channel')
          }
          description={<Green application={application} />}
        />
      )}
      {application.argument !== '' && (
        <Alert
          type="info"
          title={t('申请协调共享类型的理由', 'Why its class is contested')}
          description={<Prose>{application.argument}</Prose>}
        />
      )}
      <Moves application={application} />
      {application.mandateId !== null && (
        <Alert
          type="info"
          title={
            <Link to={`/mandates/${application.mandateId}`}>
              {application.path === 'mandate'
                ? t('依整体授权直接办理', 'Answered by a blanket authorisation')
                : t('依提供部门的事先同意办理', 'Answered by the provider’s consent in advance')}
            </Link>
          }
        />
      )}
      {risks.length > 0 && (
        <Alert
          type="warning"
          showIcon
          title={t('请留意', 'Please note')}
          description={risks.map(risk => <div key={risk.text}>{t(risk.text, risk.textEn)}</div>)}
        />
      )}
    </>
  );
}

function Green({ application }: { application: Application }) {
  const { t, language } = useText();
  return (
    <>
      <Prose>{application.event}</Prose>
      {t(
        `${formatDate(application.until, language, true)} 自动终止`,
        `Ends by itself on ${formatDate(application.until, language, true)}`,
      )}
    </>
  );
}

function Refusal({
  application,
  answer,
}: {
  application: Application;
  answer: NonNullable<Application['answer']>;
}) {
  const { t } = useText();
  const head = {
    awaiting_exception: t('提供部门提请不同意，待主管部门决定', 'The provider asks leave to refuse'),
    declined: t('本部门负责人不同意提出', 'Your head did not consent'),
    moved: t('数据不在该部门', 'The data is not held there'),
  }[application.state as string];
  const category = answer.category === null ? '' : categoryWord(answer.category, t);
  return (
    <Alert
      type={application.state === 'refused' || application.state === 'declined' ? 'error' : 'warning'}
      data-test="case-answer"
      title={
        head ?? (category === '' ? t('不同意', 'Refused') : t(`不同意：${category}`, `Refused: ${category}`))
      }
      description={
        <>
          {head !== undefined && category !== '' && <div>{category}</div>}
          {answer.conditions.length > 0 && <Lines lines={answer.conditions} />}
          <Prose>{answer.reason}</Prose>
          {answer.basis !== null && <BasisLine basis={answer.basis} />}
          {application.disputable === 'refusal' && (
            <div style={{ marginTop: 4 }}>
              {t(
                '对答复有异议的，本部门负责人可以申请协调。',
                'If you dispute it, your head may take it to mediation.',
              )}
            </div>
          )}
        </>
      }
    />
  );
}

/** The text that a refusal rests on, with its rank. */
function BasisLine({ basis }: { basis: Basis }) {
  const { t, language } = useText();
  const words = `${basis.title} ${basis.article}`.trim();
  return (
    <div>
      {t(`依据：${words}`, `Basis: ${words}`)}
      {basis.rank !== 'other' &&
        t(`（${wordOf('rank', basis.rank, language)}）`, ` (${wordOf('rank', basis.rank, language)})`)}
    </div>
  );
}

/** Where it came from, where it went, and what else was asked for with it. */
function Moves({ application }: { application: Application }) {
  const { t } = useText();
  const { token } = theme.useToken();
  const { movedFrom, movedTo, form, amends } = application;
  const others = form.filter(one => one.id !== application.id);
  if (!movedFrom && !movedTo && !amends && others.length === 0) return null;
  const link = (one: NonNullable<Application['movedTo']>) => (
    <>
      <Link to={`/cases/${one.id}`}>{one.no}</Link> {one.entryTitle} · {one.provider}{' '}
      <span style={{ color: token.colorTextSecondary }}>{statusWord('application', one.state, t)}</span>
    </>
  );
  return (
    <Alert
      type="info"
      data-test="case-moves"
      title={t('相关办件', 'Related')}
      description={
        <ul style={{ margin: 0, paddingInlineStart: 20 }}>
          {amends && (
            <li>
              {t('变更的授权 ', 'Changes grant ')}
              <Link to={`/grants/${amends.id}`}>{amends.no}</Link>
            </li>
          )}
          {movedFrom && (
            <li>
              {t('转自 ', 'Moved from ')}
              {link(movedFrom)}
            </li>
          )}
          {movedTo && (
            <li>
              {t('已转 ', 'Moved to ')}
              {link(movedTo)}
            </li>
          )}
          {others.map(one => (
            <li key={one.id}>{link(one)}</li>
          ))}
        </ul>
      }
    />
  );
}

function Prose({ children }: { children: ReactNode }) {
  return <div style={{ whiteSpace: 'pre-wrap', maxWidth: '42em' }}>{children}</div>;
}

function Lines({ lines }: { lines: readonly string[] }) {
  return (
    <ul style={{ margin: 0, paddingInlineStart: 20 }}>
      {lines.map(line => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  );
}
