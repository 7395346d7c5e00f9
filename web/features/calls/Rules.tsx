import { Button, Card, Input, InputNumber, theme } from 'antd';
import { useState } from 'react';
import { api, useLoad } from '../../api.ts';
import { ClauseNote } from '../../ui/ClauseNote.tsx';
import { DataTable } from '../../ui/DataTable.tsx';
import { formatTime } from '../../ui/format.ts';
import { useText } from '../../ui/language.tsx';
import { Loading } from '../../ui/Loading.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { RefusalNotice } from '../../ui/RefusalNotice.tsx';
import { useSend } from '../../ui/useSend.ts';
import { Dialog } from '../administration/Dialog.tsx';
import { CallsTabs } from './CallsTabs.tsx';
import type { Rule, RuleRecorded, RuleRows } from './types.ts';
import { KINDS, RESPONSES } from './words.ts';

const BOUNDS = ['tell', 'slow', 'suspend'] as const;

/** 异常规则: from which measure on something is told, slows a grant down, or suspends it. */
export function Rules() {
  const { t, language } = useText();
  const { token } = theme.useToken();
  const { data, problem, reload } = useLoad<RuleRows>('/api/calls/rules');
  const [changing, setChanging] = useState<Rule | undefined>();
  return (
    <>
      <PageTitle title={t('异常规则', 'Rules of unusual use')} />
      <CallsTabs current="rules" />
      {problem && <RefusalNotice problem={problem} />}
      {!data ? (
        !problem && <Loading rows={8} />
      ) : (
        <div className="cards">
          <Card>
            <p style={{ marginTop: 0, marginBottom: 12 }}>
              {t(
                '每个授权最近一小时的调用与下表比对：达到界限即提醒、限速或暂停。没有法条写明这些数字，界限为平台默认或主管部门设定；自动暂停的依据是：',
                'The last hour of each grant is held against these bounds: what reaches one is told, slowed or suspended. No law names such figures: they are the platform’s default, or set by the authority. A suspension by rule rests on:',
              )}
            </p>
            {data.citation && <ClauseNote citation={data.citation} />}
          </Card>
          <DataTable<Rule>
            caption={t('异常规则', 'Rules of unusual use')}
            rows={data.items}
            rowKey="kind"
            loading={false}
            empty={null}
            columns={[
              {
                key: 'kind',
                title: t('异常', 'What'),
                render: (_, row) => (
                  <div style={{ maxWidth: 320, whiteSpace: 'normal' }}>
                    {t(...KINDS[row.kind].words)}
                    <div style={{ color: token.colorTextTertiary, fontSize: 12 }}>
                      {t(...KINDS[row.kind].measure)}
                      {row.least > 1 &&
                        t(`；不足 ${row.least} 次调用不判断`, `; not judged below ${row.least} calls`)}
                    </div>
                  </div>
                ),
              },
              ...BOUNDS.map(bound => ({
                key: bound,
                title: t(...RESPONSES[bound].words),
                align: 'right' as const,
                render: (_: unknown, row: Rule) =>
                  row[bound] === null ? (
                    <span style={{ color: token.colorTextTertiary }}>—</span>
                  ) : (
                    `≥ ${row[bound]} ${t(...KINDS[row.kind].unit)}`
                  ),
              })),
              {
                key: 'basis',
                title: t('依据', 'Rests on'),
                render: (_, row) => (
                  <div style={{ maxWidth: 240, whiteSpace: 'normal' }}>
                    {row.basis === 'default' ? t('平台默认', 'Default') : row.basis}
                    {row.setAt !== null && (
                      <div style={{ color: token.colorTextTertiary, fontSize: 12 }}>
                        {row.setBy} · {formatTime(row.setAt, language)}
                      </div>
                    )}
                  </div>
                ),
              },
              ...(data.mayChange
                ? [
                    {
                      key: 'change',
                      title: t('设置', 'Set'),
                      pinned: true,
                      render: (_: unknown, row: Rule) => (
                        <Button size="small" onClick={() => setChanging(row)}>
                          {t('设置', 'Set')}
                        </Button>
                      ),
                    },
                  ]
                : []),
            ]}
          />
        </div>
      )}
      {changing && (
        <SetRule
          rule={changing}
          onClose={() => setChanging(undefined)}
          onDone={() => {
            setChanging(undefined);
            reload();
          }}
        />
      )}
    </>
  );
}

function SetRule({ rule, onClose, onDone }: { rule: Rule; onClose: () => void; onDone: () => void }) {
  const { t } = useText();
  const { send, problem, busy } = useSend();
  const [bounds, setBounds] = useState({ tell: rule.tell, slow: rule.slow, suspend: rule.suspend });
  const [least, setLeast] = useState(rule.least);
  const [perSecond, setPerSecond] = useState(rule.perSecond);
  const [basis, setBasis] = useState(rule.basis === 'default' ? '' : rule.basis);
  const kind = KINDS[rule.kind];
  const label = { display: 'grid', gap: 4, justifyItems: 'start' } as const;
  return (
    <Dialog
      title={t(...kind.words)}
      confirm={t('保存', 'Save')}
      busy={busy}
      disabled={basis.trim().length < 2}
      problem={problem}
      onClose={onClose}
      onConfirm={() =>
        void send(
          () =>
            api.put<RuleRecorded>(`/api/calls/rules/${rule.kind}`, {
              ...bounds,
              least,
              perSecond,
              basis: basis.trim(),
            }),
          t('已保存', 'Saved'),
          onDone,
        )
      }
    >
      <p style={{ margin: 0 }}>{t(`${kind.measure[0]}达到：`, `${kind.measure[1]}, from:`)}</p>
      {BOUNDS.map(bound => (
        <label key={bound} htmlFor={`rule-${bound}`} style={label}>
          {t(...RESPONSES[bound].words)}
          <InputNumber
            id={`rule-${bound}`}
            value={bounds[bound]}
            min={0}
            max={1_000_000}
            onChange={value => setBounds({ ...bounds, [bound]: value })}
            placeholder={t('不采取', 'Never')}
            suffix={t(...kind.unit)}
            style={{ width: 200 }}
          />
        </label>
      ))}
      <label htmlFor="rule-least" style={label}>
        {t('一小时至少多少次调用才判断', 'Judged from so many calls in the hour')}
        <InputNumber
          id="rule-least"
          value={least}
          min={0}
          max={1_000_000}
          precision={0}
          onChange={value => setLeast(value ?? 0)}
          style={{ width: 200 }}
        />
      </label>
      <label htmlFor="rule-pace" style={label}>
        {t('限速后每秒次数（每个网关）', 'Calls a second once slowed (each gateway)')}
        <InputNumber
          id="rule-pace"
          value={perSecond}
          min={1}
          max={1000}
          precision={0}
          onChange={value => setPerSecond(value ?? 1)}
          style={{ width: 200 }}
        />
      </label>
      <label htmlFor="rule-basis" style={{ display: 'grid', gap: 4 }}>
        {t('依据（文件和条款，或理由）', 'What it rests on: document and article, or the reason')}
        <Input
          id="rule-basis"
          value={basis}
          maxLength={300}
          onChange={event => setBasis(event.target.value)}
          data-test="rule-basis"
        />
      </label>
    </Dialog>
  );
}
