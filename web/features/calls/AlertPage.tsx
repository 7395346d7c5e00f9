import { Alert as Notice, Button, Card, Descriptions, Input, Tag } from 'antd';
import { useState } from 'react';
import { Link, useParams } from 'react-router';
import { api, useLoad } from '../../api.ts';
import { NotRead } from '../../app/Faults.tsx';
import { useSession } from '../../app/session.tsx';
import { ClauseNote } from '../../ui/ClauseNote.tsx';
import { formatCount, formatTime } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { StatusTag } from '../../ui/StatusTag.tsx';
import { useSend } from '../../ui/useSend.ts';
import { Dialog } from '../administration/Dialog.tsx';
import { CallsTabs } from './CallsTabs.tsx';
import type { Alert, AlertRecorded } from './types.ts';
import { ALERT_STATES, KINDS, RESPONSES } from './words.ts';

/** One case of unusual use: what was seen, what followed, and what a person says of it. */
export function AlertPage() {
  const { t, language } = useText();
  const { id = '' } = useParams();
  const { can } = useSession();
  const { data: alert, problem, reload } = useLoad<Alert>(`/api/calls/alerts/${id}`);
  const [closing, setClosing] = useState<'looked_into' | 'false_alarm' | undefined>();
  if (!alert) return problem ? <NotRead problem={problem} /> : <Loading rows={8} />;
  const kind = KINDS[alert.kind];
  const { figures } = alert;
  const number = (name: string): string =>
    typeof figures[name] === 'number' ? formatCount(figures[name], language) : '—';
  const exact = (name: string): string => String(figures[name] ?? '—');
  const from = typeof figures['from'] === 'string' ? figures['from'] : alert.raisedAt;
  const until = typeof figures['until'] === 'string' ? figures['until'] : alert.raisedAt;
  return (
    <>
      <PageTitle
        title={t(...kind.words)}
        tags={<Tag color={ALERT_STATES[alert.state].tone}>{t(...ALERT_STATES[alert.state].words)}</Tag>}
        sub={`${alert.grantNo} ${alert.entryTitle}：${alert.provider} → ${alert.consumer}`}
        actions={
          alert.mayClose && (
            <>
              <Button onClick={() => setClosing('false_alarm')} data-test="false-alarm">
                {t('是误报', 'False alarm')}
              </Button>
              <Button type="primary" onClick={() => setClosing('looked_into')} data-test="looked-into">
                {t('已查明', 'Looked into')}
              </Button>
            </>
          )
        }
      />
      <CallsTabs current="alerts" />
      <div className="cards">
        <Follows alert={alert} />
        <Card title={t('看到了什么', 'What was seen')}>
          <Descriptions
            column={{ xs: 1, sm: 2, lg: 3 }}
            items={[
              {
                key: 'measure',
                label: t(...kind.measure),
                span: 'filled',
                children: (
                  <strong>
                    {exact('measure')} {t(...kind.unit)}
                    {t(`（界限 ${exact('bound')}）`, ` (bound ${exact('bound')})`)}
                  </strong>
                ),
              },
              { key: 'calls', label: t('调用', 'Calls'), children: number('calls') },
              { key: 'refused', label: t('被拒绝', 'Refused'), children: number('refused') },
              { key: 'failed', label: t('出错', 'Failed'), children: number('failed') },
              { key: 'empty', label: t('查无结果', 'Found nothing'), children: number('empty') },
              { key: 'near', label: t('标识相邻', 'Neighbouring identifiers'), children: number('near') },
              {
                key: 'persons',
                label: t('一个岗位查询的人数（约）', 'Persons of one post (about)'),
                children: number('persons'),
              },
              ...(figures['post'] === undefined
                ? []
                : [{ key: 'post', label: t('岗位', 'Post'), children: exact('post') || '—' }]),
              ...(figures['busiest'] === undefined
                ? []
                : [
                    {
                      key: 'busiest',
                      label: t('前四周最忙一小时', 'Busiest hour of four weeks'),
                      children: number('busiest'),
                    },
                  ]),
              {
                key: 'span',
                label: t('时段', 'Span'),
                span: 'filled',
                children: `${formatTime(from, language, true)} — ${formatTime(until, language, true)}`,
              },
            ]}
          />
          <p style={{ marginTop: 12, marginBottom: 0 }}>
            {t('没有保存任何标识的明文。', 'No identifier was kept.')}{' '}
            <Link to={`/calls?grantId=${alert.grantId}&grantName=${encodeURIComponent(alert.grantNo)}`}>
              {t('看这个授权的调用', 'See the calls of this grant')}
            </Link>
            {can('ledger.read') && (
              <>
                {' · '}
                <Link to={`/ledger/records?grantId=${alert.grantId}`}>{t('看记录', 'See its records')}</Link>
              </>
            )}
          </p>
        </Card>
        <Card title={t('依据', 'What it rests on')}>
          <p style={{ marginTop: 0, marginBottom: 12 }}>
            {alert.rule === 'default'
              ? t('界限：平台默认。', 'The bound: the platform’s default.')
              : t(`界限：${alert.rule}。`, `The bound: ${alert.rule}.`)}{' '}
            <Link to="/calls/rules">{t('看异常规则', 'See the rules')}</Link>
          </p>
          {alert.citation && <ClauseNote citation={alert.citation} />}
        </Card>
        {alert.state !== 'open' && (
          <Card title={t('结论', 'What was found')}>
            <p style={{ marginTop: 0, marginBottom: 12 }}>{alert.note}</p>
            {alert.closedPost} · {formatTime(alert.closedAt, language)}
          </Card>
        )}
      </div>
      {closing && (
        <Close
          alert={alert}
          verdict={closing}
          onClose={() => setClosing(undefined)}
          onDone={() => {
            setClosing(undefined);
            reload();
          }}
        />
      )}
    </>
  );
}

/** What the rule brought about, and what is so now. */
function Follows({ alert }: { alert: Alert }) {
  const { t } = useText();
  const says = {
    tell: t('已告知双方和主管部门，调用不受影响。', 'Both sides and the authority were told; calls go on.'),
    slow:
      alert.perSecond === null
        ? t('曾按规则限速，现已解除。', 'The grant was slowed by rule; it no longer is.')
        : t(
            `已按规则限速：每个网关每秒 ${alert.perSecond} 次，由人查明后解除。`,
            `Slowed by rule: ${alert.perSecond} calls a second at each gateway, until a person lifts it.`,
          ),
    suspend:
      alert.state === 'false_alarm'
        ? t(
            '曾按规则暂停，查明为误报，已恢复。',
            'The grant was suspended by rule; it was a false alarm and goes on.',
          )
        : t(
            '平台已按规则暂停这个授权，只能由人恢复；暂停不等于认定违规，终止须先经整改。',
            'The grant was suspended by rule; only a person can lift that. It is no finding of misuse, and nothing ends without a repair first.',
          ),
  }[alert.response];
  return (
    <Notice
      type={alert.response === 'tell' ? 'info' : 'warning'}
      showIcon
      title={
        <>
          <Tag color={RESPONSES[alert.response].tone} style={{ marginInlineEnd: 8 }}>
            {t(...RESPONSES[alert.response].words)}
          </Tag>
          {says}
        </>
      }
      description={
        <>
          {t('授权现在：', 'The grant now: ')}
          <StatusTag kind="grant" state={alert.grantState} />{' '}
          <Link to={`/grants/${alert.grantId}`}>{t('看授权', 'See the grant')}</Link>
        </>
      }
    />
  );
}

function Close({
  alert,
  verdict,
  onClose,
  onDone,
}: {
  alert: Alert;
  verdict: 'looked_into' | 'false_alarm';
  onClose: () => void;
  onDone: () => void;
}) {
  const { t } = useText();
  const { send, problem, busy } = useSend();
  const [note, setNote] = useState('');
  const isFalse = verdict === 'false_alarm';
  const suspended = alert.response === 'suspend' && alert.grantState === 'suspended';
  const says = isFalse
    ? suspended
      ? t('授权将立即恢复使用。', 'The grant goes on at once.')
      : t('限速（如有）将解除。', 'If it was slowed, it no longer is.')
    : suspended
      ? t(
          '授权仍暂停：请到授权页责令限期整改，或按规定办理。',
          'The grant stays suspended: order a repair on its page, as the law has it.',
        )
      : t('限速（如有）将解除。', 'If it was slowed, it no longer is.');
  const label = isFalse ? t('是误报', 'False alarm') : t('已查明', 'Looked into');
  return (
    <Dialog
      title={label}
      confirm={label}
      busy={busy}
      disabled={note.trim().length < 2}
      problem={problem}
      onClose={onClose}
      onConfirm={() =>
        void send(
          () =>
            api.post<AlertRecorded>(`/api/calls/alerts/${alert.id}/close`, { verdict, note: note.trim() }),
          t('已办结', 'Done'),
          onDone,
        )
      }
    >
      <p style={{ margin: 0 }}>{says}</p>
      <label htmlFor="alert-note" style={{ display: 'grid', gap: 4 }}>
        {t('查明的情况（双方可见）', 'What was found (both sides read it)')}
        <Input.TextArea
          id="alert-note"
          value={note}
          onChange={event => setNote(event.target.value)}
          rows={4}
          maxLength={1000}
          showCount
          data-test="alert-note"
        />
      </label>
    </Dialog>
  );
}
