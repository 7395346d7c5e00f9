import { Alert, Card, Tag, theme } from 'antd';
import type { ReactNode } from 'react';
import { formatDate, formatTime } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { StatementForm, Statements } from './Statements.tsx';
import type { Dispute } from './types.ts';
import { endingWords } from './words.ts';

/** 协商 0, 主管部门协调 1, 本级政府决定 2: how far the dispute came. */
export function bandOf(dispute: Dispute): 0 | 1 | 2 {
  if (dispute.reportedAt !== null) return 2;
  return dispute.mediatingAt === null ? 0 : 1;
}

/** What was written while the dispute was in this band. */
function statementsIn(dispute: Dispute, band: 0 | 1 | 2): Dispute['statements'] {
  const { mediatingAt, reportedAt } = dispute;
  const bandAt = (at: string): number =>
    reportedAt !== null && at > reportedAt ? 2 : mediatingAt !== null && at > mediatingAt ? 1 : 0;
  return dispute.statements.filter(one => bandAt(one.at) === band);
}

/** One of the three steps: who, what was said, what came of it. */
function Band({
  dispute,
  band,
  title,
  who,
  children,
  onDone,
}: {
  dispute: Dispute;
  band: 0 | 1 | 2;
  title: string;
  who: ReactNode;
  children?: ReactNode;
  onDone: () => void;
}) {
  const { t } = useText();
  const { token } = theme.useToken();
  const reached = bandOf(dispute);
  const here = reached === band;
  const open = here && dispute.closedAt === null;
  const statements = statementsIn(dispute, band);
  return (
    <Card
      data-test={`band-${band}`}
      title={
        <span style={{ display: 'inline-flex', flexWrap: 'wrap', gap: 8, alignItems: 'center' }}>
          {title}
          {open && (
            <Tag color="processing" style={{ marginInlineEnd: 0 }}>
              {t('正在进行', 'Now')}
            </Tag>
          )}
          {reached < band && (
            <Tag style={{ marginInlineEnd: 0 }}>
              {dispute.closedAt === null ? t('还没有到', 'Not yet') : t('没有进行', 'Not needed')}
            </Tag>
          )}
        </span>
      }
    >
      <div className="cards">
        <div style={{ color: token.colorTextSecondary }}>{who}</div>
        {children}
        {statements.length > 0 && <Statements statements={statements} />}
        {open && dispute.actions.includes('state') && <StatementForm dispute={dispute} onDone={onDone} />}
      </div>
    </Card>
  );
}

interface BandsProps {
  dispute: Dispute;
  onDone: () => void;
}

function Negotiation({ dispute, onDone }: BandsProps) {
  const { t, language } = useText();
  const { proposal, silentThrough } = dispute;
  const by = proposal?.by === 'consumer' ? dispute.consumer.name : dispute.provider.name;
  const wait =
    dispute.state !== 'negotiating'
      ? ''
      : dispute.answeredAt !== null
        ? t(
            '提供部门已答复，可以申请主管部门协调。',
            'The provider has answered; the authority can be asked.',
          )
        : silentThrough === null
          ? t(
              '提供部门答复后，可以申请主管部门协调。',
              'Once the provider answers, the authority can be asked.',
            )
          : t(
              `提供部门答复后，或 ${formatDate(silentThrough, language)} 后（平台设定 5 个工作日），可以申请主管部门协调。`,
              `The authority can be asked once the provider answers, or after ${formatDate(silentThrough, language)} (5 working days, set by the platform).`,
            );
  return (
    <Band
      dispute={dispute}
      band={0}
      title={t('协商', 'Negotiation')}
      who={
        <>
          {t(
            `${dispute.consumer.name} 与 ${dispute.provider.name}。`,
            `${dispute.consumer.name} and ${dispute.provider.name}.`,
          )}
          {wait}
        </>
      }
      onDone={onDone}
    >
      {proposal && dispute.closedAt === null && (
        <Alert
          type="info"
          data-test="proposal"
          title={
            dispute.actions.includes('agree')
              ? t(`${by}提出和解方案，请答复`, `${by} proposes a settlement; please answer`)
              : t(`${by}提出和解方案，等对方答复`, `${by} proposes; the other side answers`)
          }
          description={
            <>
              <div>{endingWords(dispute.kind, proposal, t, language)}</div>
              {proposal.note !== '' && <div style={{ whiteSpace: 'pre-wrap' }}>{proposal.note}</div>}
            </>
          }
        />
      )}
    </Band>
  );
}

function Mediation({ dispute, onDone }: BandsProps) {
  const { t, language } = useText();
  const { opinion, meetings } = dispute;
  const answer = (accepts: boolean | null): string =>
    accepts === null ? t('未答复', 'no answer yet') : accepts ? t('接受', 'accepts') : t('不接受', 'rejects');
  return (
    <Band
      dispute={dispute}
      band={1}
      title={t('主管部门协调', 'Mediation by the authority')}
      who={
        <>
          <strong style={{ fontWeight: 500 }} data-test="body">
            {dispute.body}
          </strong>
          {!dispute.bodyHere &&
            t(
              `（不在本平台，协调情况由${dispute.desk.name}登记）`,
              ` (not on this platform; ${dispute.desk.name} enters what it says)`,
            )}
        </>
      }
      onDone={onDone}
    >
      {meetings.map(one => (
        <div key={one.at}>
          <strong style={{ fontWeight: 500 }}>
            {t(
              `协调会议 ${formatDate(one.heldOn, language)}`,
              `Meeting, ${formatDate(one.heldOn, language)}`,
            )}
          </strong>
          <div>{t(`参加：${one.participants}`, `Present: ${one.participants}`)}</div>
          <div style={{ whiteSpace: 'pre-wrap', maxWidth: '42em' }}>{one.minutes}</div>
        </div>
      ))}
      {opinion && (
        <Alert
          type="info"
          data-test="opinion"
          title={t(
            `协调意见：${endingWords(dispute.kind, opinion, t, language)}`,
            `Opinion: ${endingWords(dispute.kind, opinion, t, language)}`,
          )}
          description={
            <>
              <div style={{ whiteSpace: 'pre-wrap' }}>{opinion.text}</div>
              <div>
                {opinion.documentNo} {formatTime(opinion.at, language)}
              </div>
              <div>
                {dispute.consumer.name}：{answer(dispute.consumerAccepts)}；{dispute.provider.name}：
                {answer(dispute.providerAccepts)}
              </div>
            </>
          }
        />
      )}
    </Band>
  );
}

function Decision({ dispute, onDone }: BandsProps) {
  const { t, language } = useText();
  const { decision } = dispute;
  return (
    <Band
      dispute={dispute}
      band={2}
      title={t('本级政府决定', 'Decision of the government')}
      who={
        <>
          <strong style={{ fontWeight: 500 }} data-test="government">
            {dispute.government}
          </strong>
          {t(`，由${dispute.desk.name}登记。`, `; ${dispute.desk.name} enters it.`)}
        </>
      }
      onDone={onDone}
    >
      {decision && (
        <Alert
          type={dispute.state === 'decided' ? 'success' : 'warning'}
          data-test="decision"
          title={
            dispute.state === 'decided'
              ? endingWords(dispute.kind, decision, t, language)
              : t(
                  `待核对：${endingWords(dispute.kind, decision, t, language)}`,
                  `To be checked: ${endingWords(dispute.kind, decision, t, language)}`,
                )
          }
          description={
            <>
              <div>
                {decision.documentNo} {formatDate(decision.date, language)}
              </div>
              <div style={{ whiteSpace: 'pre-wrap' }}>{decision.text}</div>
            </>
          }
        />
      )}
    </Band>
  );
}

/** 协商 → 主管部门协调 → 本级政府决定, each with its body named. */
export function Bands(props: BandsProps) {
  return (
    <>
      <Negotiation {...props} />
      <Mediation {...props} />
      <Decision {...props} />
    </>
  );
}
