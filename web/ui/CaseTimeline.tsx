import { Switch, Timeline, theme } from 'antd';
import { useState } from 'react';
import type { Static } from 'typebox';
import type { HistoryView } from '#kernel/schema.ts';
import { postName } from '../app/roles.ts';
import { ClauseNote } from './ClauseNote.tsx';
import { formatTime } from './format.ts';
import { useText } from './language.tsx';
import { ProofLink } from './ProofLink.tsx';

type Step = Static<typeof HistoryView>;

const ACTIONS: Record<string, readonly [zh: string, en: string]> = {
  create: ['编制', 'compiled'],
  save: ['修改', 'changed'],
  submit: ['提交', 'submitted'],
  sign_office: ['签批（共享机构负责人）', 'signed (sharing office)'],
  sign_department: ['签批（部门负责人）', 'signed (department head)'],
  publish: ['审核通过并发布', 'reviewed and published'],
  return: ['退回修改', 'returned'],
  withdraw: ['撤回', 'withdrew'],
  apply: ['填写申请', 'drafted the request'],
  draft: ['填写申请', 'drafted the request'],
  consent: ['同意提出申请', 'consented to the request'],
  decline: ['不同意提出申请', 'declined the request'],
  authorise: ['授权使用', 'authorised'],
  agree: ['同意并授权', 'agreed'],
  agree_partly: ['部分同意', 'agreed in part'],
  refuse: ['不同意', 'refused'],
  reroute: ['转提供部门答复', 'passed to the provider'],
  standing_consent: ['依事先同意授权', 'granted by consent in advance'],
  ask_material: ['要求补正', 'asked for material'],
  supply_material: ['补正材料', 'supplied material'],
  grant: ['授权生效', 'grant in force'],
  issue: ['授权生效', 'grant in force'],
  suspend: ['暂停授权', 'suspended'],
  resume: ['恢复授权', 'resumed'],
  revoke: ['终止授权', 'ended'],
  expire: ['授权到期', 'expired'],
  mount: ['挂载资源', 'mounted'],
  'demands.register': ['登记需求', 'registered the need'],
  'demands.edit': ['修改需求', 'changed the need'],
  'demands.second': ['附议', 'seconded it'],
  'demands.unsecond': ['取消附议', 'no longer seconds it'],
  'demands.assign': ['指派部门', 'assigned a provider'],
  'demands.accept': ['确认提供', 'accepted'],
  'demands.decline': ['退回主管部门', 'returned it to the authority'],
  'demands.match': ['匹配目录', 'matched an entry'],
  'demands.reopen': ['重新协调', 'opened it again'],
  'demands.merge': ['合并', 'merged it'],
  'demands.list': ['纳入清单', 'put it on the list'],
  'demands.close': ['不予办理', 'closed it'],
  'demands.hand_over': ['转给附议部门', 'handed it over'],
};

/** An action's word; the record names actions `module.thing.verb`, people say the verb. */
export function actionWord(action: string, t: (zh: string, en: string) => string): string {
  const word = ACTIONS[action] ?? ACTIONS[action.slice(action.lastIndexOf('.') + 1)];
  return word === undefined ? t('办理', 'handled') : t(word[0], word[1]);
}

const BAD = new Set(['refuse', 'decline', 'revoke', 'suspend', 'return']);

/** Who did what, when, by which rule. Reasons are never folded. */
export function CaseTimeline({ history }: { history: Step[] }) {
  const { t, language } = useText();
  const { token } = theme.useToken();
  const [newestFirst, setNewestFirst] = useState(history.length > 8);
  const steps = newestFirst ? [...history].reverse() : history;
  return (
    <div data-test="timeline">
      {history.length > 8 && (
        <label style={{ display: 'flex', gap: 8, marginBottom: 12, alignItems: 'center' }}>
          <Switch size="small" checked={newestFirst} onChange={setNewestFirst} />{' '}
          {t('最近的在前', 'Newest first')}
        </label>
      )}
      <Timeline
        items={steps.map((step, index) => ({
          key: `${step.at} ${index}`,
          color: BAD.has(step.action.slice(step.action.lastIndexOf('.') + 1))
            ? token.colorError
            : token.colorPrimary,
          content: (
            <div style={{ display: 'flex', flexDirection: 'column', gap: 4 }}>
              <span>
                <strong style={{ fontWeight: 500 }}>
                  {postName(step.post, language)} {actionWord(step.action, t)}
                </strong>{' '}
                <span style={{ color: token.colorTextTertiary, fontSize: 12 }}>{step.name}</span>
              </span>
              <span style={{ color: token.colorTextTertiary, fontSize: 12, display: 'flex', gap: 8 }}>
                <time dateTime={step.at}>{formatTime(step.at, language)}</time>
                <ProofLink record={step.record} />
              </span>
              {step.note !== '' && (
                <span style={{ whiteSpace: 'pre-wrap', maxWidth: '42em' }}>{step.note}</span>
              )}
              {step.citation !== undefined && <ClauseNote citation={step.citation} />}
            </div>
          ),
        }))}
      />
    </div>
  );
}
