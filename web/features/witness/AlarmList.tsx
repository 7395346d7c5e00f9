import { Alert, Button, Card, Collapse, theme } from 'antd';
import { useState } from 'react';
import { useSession } from '../../app/session.tsx';
import { formatCount, formatTime } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { SettleDialog } from './SettleDialog.tsx';
import type { Alarm } from './types.ts';
import { ALARMS } from './words.ts';

/** 告警: what did not fit together. Open ones stand first and cannot be closed without a note. */
export function AlarmList({ alarms, reload }: { alarms: Alarm[] | undefined; reload: () => void }) {
  const { t } = useText();
  const [settling, setSettling] = useState<Alarm | null>(null);
  const { token } = theme.useToken();
  if (!alarms) return null;
  const open = alarms.filter(alarm => alarm.settledAt === null);
  const settled = alarms.filter(alarm => alarm.settledAt !== null);
  return (
    <>
      {open.length === 0 && (
        <p style={{ color: token.colorTextSecondary }} data-test="no-alarms">
          {t('没有待查的告警。', 'No alarm waits to be looked into.')}
        </p>
      )}
      {open.map(alarm => (
        <OpenAlarm key={alarm.id} alarm={alarm} onSettle={() => setSettling(alarm)} />
      ))}
      {settled.length > 0 && (
        <Card size="small">
          <Collapse
            ghost
            size="small"
            items={[
              {
                key: 'settled',
                label: t(`已销号的告警 ${settled.length} 件`, `${settled.length} settled alarms`),
                children: (
                  <ul className="stacked">
                    {settled.map(alarm => (
                      <Settled key={alarm.id} alarm={alarm} />
                    ))}
                  </ul>
                ),
              },
            ]}
          />
        </Card>
      )}
      {settling && (
        <SettleDialog
          alarm={settling}
          onClose={() => setSettling(null)}
          onDone={() => {
            setSettling(null);
            reload();
          }}
        />
      )}
    </>
  );
}

/** Which log, told by whom: our own log by a witness, or another's by us. */
function useTold(): (alarm: Alarm) => string {
  const { t } = useText();
  return alarm =>
    alarm.witness === ''
      ? t(`${alarm.origin}，本平台作见证时发现`, `${alarm.origin}, found by us as its witness`)
      : t(
          `${alarm.origin}，见证方 ${alarm.witness} 指出`,
          `${alarm.origin}, told by the witness ${alarm.witness}`,
        );
}

function OpenAlarm({ alarm, onSettle }: { alarm: Alarm; onSettle: () => void }) {
  const { t, language } = useText();
  const { can } = useSession();
  const told = useTold();
  const words = ALARMS[alarm.kind];
  // Strangers can cause these two; the others only whoever holds the key or the database.
  const mild = alarm.kind === 'older' || alarm.kind === 'unproven';
  const count = (value: number) => formatCount(value, language);
  return (
    <Alert
      type={mild ? 'warning' : 'error'}
      showIcon
      data-test="alarm"
      data-kind={alarm.kind}
      title={`${t(words.name[0], words.name[1])} · ${told(alarm)}`}
      description={
        <div style={{ display: 'grid', gap: 6 }}>
          <span>{t(words.means[0], words.means[1])}</span>
          <span>
            {alarm.witness === ''
              ? t(
                  `收到 ${count(alarm.size)} 条，此前见证过 ${count(alarm.knownSize)} 条；`,
                  `${count(alarm.size)} entries came in, ${count(alarm.knownSize)} were cosigned before; `,
                )
              : t(
                  `本存证 ${count(alarm.size)} 条，见证方见过 ${count(alarm.knownSize)} 条；`,
                  `our log has ${count(alarm.size)} entries, the witness saw ${count(alarm.knownSize)}; `,
                )}
            {alarm.times === 1
              ? formatTime(alarm.firstAt, language, true)
              : t(
                  `${formatTime(alarm.firstAt, language, true)} 起 ${count(alarm.times)} 次，最近 ${formatTime(alarm.lastAt, language, true)}`,
                  `${count(alarm.times)} times since ${formatTime(alarm.firstAt, language, true)}, last ${formatTime(alarm.lastAt, language, true)}`,
                )}
          </span>
          <Notes alarm={alarm} />
          {can('witness.manage') && (
            <div>
              <Button size="small" onClick={onSettle} data-test="alarm-settle">
                {t('查明后销号', 'Settle')}
              </Button>
            </div>
          )}
        </div>
      }
    />
  );
}

/** The signed notes themselves: whoever looks into it needs them word for word. */
function Notes({ alarm }: { alarm: Alarm }) {
  const { t } = useText();
  const texts = [
    [t('收到的存证点', 'The seal point that came in'), alarm.note],
    [t('此前见证的存证点', 'The seal point cosigned before'), alarm.knownNote],
  ].filter(([, text]) => text !== '');
  if (texts.length === 0) return null;
  return (
    <details>
      <summary style={{ cursor: 'pointer' }}>{t('存证点原文', 'The seal points, word for word')}</summary>
      {texts.map(([label, text]) => (
        <figure key={label} style={{ margin: '8px 0 0' }}>
          <figcaption style={{ fontSize: 12 }}>{label}</figcaption>
          <pre style={{ margin: 0, fontSize: 12, whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
            {text}
          </pre>
        </figure>
      ))}
    </details>
  );
}

function Settled({ alarm }: { alarm: Alarm }) {
  const { t, language } = useText();
  const { token } = theme.useToken();
  const told = useTold();
  const words = ALARMS[alarm.kind];
  return (
    <li style={{ borderColor: token.colorBorderSecondary }}>
      <div>
        {t(words.name[0], words.name[1])} · {told(alarm)}
      </div>
      <div style={{ color: token.colorTextSecondary }}>
        {formatTime(alarm.firstAt, language, true)} → {formatTime(alarm.settledAt, language, true)}
        {t('：', ': ')}
        {alarm.settledNote}
      </div>
    </li>
  );
}
