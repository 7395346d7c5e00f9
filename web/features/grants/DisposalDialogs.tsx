import { Input, InputNumber, Radio } from 'antd';
import { useState } from 'react';
import { formatDate } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { Field } from '../sharing/Decision.tsx';
import { civilDate } from '../sharing/words.ts';
import { Certificate } from './Certificate.tsx';
import { DateField } from './DateField.tsx';
import { GrantDecision } from './GrantDecision.tsx';
import { Proofs } from './Proofs.tsx';
import type { Grant, Way } from './types.ts';
import { type DialogProps, useGrantAct } from './useGrantAct.ts';
import { WAY_WORDS } from './words.ts';

/** The provider asks for another way, or another time, than the grant says. */
export function DemandDialog(props: DialogProps) {
  const { grant } = props;
  const { t } = useText();
  const { act, problem, busy } = useGrantAct(props);
  const [note, setNote] = useState('');
  const [way, setWay] = useState<Way>(grant.disposal?.way ?? grant.atTheEnd.way);
  const [days, setDays] = useState<number | null>(grant.atTheEnd.days);
  return (
    <GrantDecision
      grant={grant}
      action="demand_disposal"
      note={note}
      onNote={setNote}
      busy={busy}
      problem={problem}
      incomplete={days === null}
      onClose={props.onClose}
      onConfirm={() =>
        void (days !== null && act({ action: 'demand_disposal', demand: { way, days }, note: note.trim() }))
      }
    >
      <Field label={t('处置方式', 'How')}>
        <Radio.Group
          value={way}
          onChange={event => setWay(event.target.value as Way)}
          options={(Object.keys(WAY_WORDS) as Way[]).map(value => ({ value, label: t(...WAY_WORDS[value]) }))}
          data-test="demand-way"
        />
      </Field>
      <Field label={t('多少个工作日内完成', 'Within how many working days')}>
        <InputNumber
          min={1}
          max={250}
          precision={0}
          value={days}
          onChange={setDays}
          style={{ width: 160 }}
          data-test="demand-days"
        />
      </Field>
    </GrantDecision>
  );
}

/** What the certificate says at first; whoever reports may write it anew. */
function certificateOf(grant: Grant, way: Way, on: string): string {
  return `本单位已于 ${on} 将依据授权书 ${grant.no} 从${grant.provider.name}获得的“${grant.entryTitle}”数据及其全部副本、备份${WAY_WORDS[way][0]}，未另行留存，未提供给第三方。特此证明。`;
}

/** The consumer reports what it did, in the way that was asked for, with the text that its head will sign. */
export function ReportDialog(props: DialogProps) {
  const { grant } = props;
  const { t } = useText();
  const { act, problem, busy } = useGrantAct(props);
  const today = civilDate();
  const way = grant.disposal?.way ?? grant.atTheEnd.way;
  const [note, setNote] = useState(grant.disposal?.report?.what ?? '');
  const [on, setOn] = useState(grant.disposal?.report?.on ?? today);
  /** Undefined while it is the proposed one, which follows the date. */
  const [written, setWritten] = useState(grant.disposal?.report?.certificate);
  const certificate = written ?? certificateOf(grant, way, on);
  return (
    <GrantDecision
      grant={grant}
      action="report_disposal"
      note={note}
      onNote={setNote}
      busy={busy}
      problem={problem}
      incomplete={on === '' || certificate.trim().length < 10}
      says={t(
        `提供部门要求：${WAY_WORDS[way][0]}。先完成处置，再填报；由本部门共享机构负责人签发后送提供部门。`,
        `The provider asks you to ${WAY_WORDS[way][1].toLowerCase()} it. Do that first, then report it; the head of your sharing office signs the certificate, which then goes to the provider.`,
      )}
      after={<Proofs grantId={grant.id} />}
      onClose={props.onClose}
      onConfirm={() =>
        void act({
          action: 'report_disposal',
          note: note.trim(),
          report: { way, on, certificate: certificate.trim() },
        })
      }
    >
      <DateField
        label={t('哪天完成处置', 'Done on')}
        value={on}
        onChange={setOn}
        min={grant.from}
        max={today}
        test="report-on"
      />
      <Field label={t('处置证明（由负责人签发）', 'Certificate (your head signs it)')}>
        <Input.TextArea
          value={certificate}
          onChange={event => setWritten(event.target.value)}
          autoSize={{ minRows: 3, maxRows: 10 }}
          maxLength={5000}
          data-test="report-certificate"
        />
      </Field>
    </GrantDecision>
  );
}

/** The head reads the whole certificate where it is signed. */
export function SignDialog(props: DialogProps) {
  const { t, language } = useText();
  const { act, problem, busy } = useGrantAct(props);
  const [note, setNote] = useState('');
  const report = props.grant.disposal?.report;
  return (
    <GrantDecision
      grant={props.grant}
      action="sign_disposal"
      note={note}
      onNote={setNote}
      busy={busy}
      problem={problem}
      onClose={props.onClose}
      onConfirm={() => void act({ action: 'sign_disposal', note: note.trim() })}
    >
      {report && (
        <>
          <p>
            {t(
              `${formatDate(report.on, language)}已${WAY_WORDS[report.way][0]}：${report.what}`,
              `${WAY_WORDS[report.way][1]}, done on ${formatDate(report.on, language)}: ${report.what}`,
            )}
          </p>
          <Certificate text={report.certificate} />
        </>
      )}
    </GrantDecision>
  );
}
