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
  apply_change: ['填写变更申请', 'drafted the change'],
  rewrite: ['修改申请', 'changed the request'],
  agree_in_part: ['部分同意', 'agreed in part'],
  green_channel: ['经绿色通道授权', 'granted through the green channel'],
  mandate: ['依整体授权直接授权', 'granted by blanket authorisation'],
  moved_here: ['转来', 'moved it here'],
  lapse: ['逾期未补正，终止', 'let it lapse'],
  dispute: ['进入协商协调', 'took it to negotiation and mediation'],
  dispute_given_up: ['争议撤回', 'gave the dispute up'],
  settle_open: ['依争议结果授权', 'granted as the dispute was settled'],
  settle_keep: ['依争议结果维持答复', 'kept the answer as the dispute was settled'],
  class_changed: ['目录已变更，继续办理', 'went on with the entry changed'],
  refuse_outside: ['提请不同意', 'asked leave to refuse'],
  allow_exception: ['准予不同意', 'allowed the refusal'],
  deny_exception: ['责成按规则答复', 'did not allow the refusal'],
  redirect: ['转掌握数据的部门', 'passed it to the holder'],
  ask_extension: ['提请延长答复', 'asked for more days'],
  grant_extension: ['同意延长', 'granted more days'],
  deny_extension: ['不同意延长', 'denied more days'],
  pass_check: ['规范审核通过', 'passed the check'],
  fail_check: ['规范审核退回', 'sent it back from the check'],
  accept: ['确认部分同意', 'accepted the partial answer'],
  confirm_use: ['事后审核通过', 'confirmed the use'],
  end_use: ['事后审核，停止使用', 'ended the use'],
  attach: ['上传附件', 'attached a file'],
  detach: ['删除附件', 'removed a file'],
  grant: ['授权生效', 'grant in force'],
  issue: ['授权生效', 'grant in force'],
  suspend: ['暂停授权', 'suspended'],
  resume: ['恢复授权', 'resumed'],
  revoke: ['终止授权', 'ended'],
  expire: ['授权到期', 'expired'],
  mount: ['挂载资源', 'mounted'],
  'grants.open': ['授权生效', 'opened the grant'],
  'grants.amend': ['变更授权', 'changed the grant'],
  'grants.ready': ['具备供数条件', 'made the supply possible'],
  'sharing.ready': ['具备供数条件', 'made the supply possible'],
  first_use: ['首次使用', 'saw the first use'],
  order_repair: ['限期整改', 'ordered the repair'],
  submit_repair: ['提交整改', 'reported the repair'],
  accept_repair: ['整改合格，恢复使用', 'accepted the repair'],
  reject_repair: ['整改不到位', 'did not accept the repair'],
  terminate: ['终止授权', 'ended the grant'],
  give_up: ['放弃授权', 'gave the grant up'],
  'grants.close': ['依决定终止授权', 'ended the grant by decision'],
  'grants.restore': ['依决定恢复授权', 'restored the grant by decision'],
  'grants.propose': ['提出终止或变更服务', 'proposed to end or change the service'],
  'sharing.propose': ['提出终止或变更服务', 'proposed to end or change the service'],
  settle_disposal: ['核对是否须处置数据', 'looked whether data is to be disposed of'],
  agree_change: ['同意终止或变更', 'agreed to the proposal'],
  object_change: ['不同意终止或变更', 'objected to the proposal'],
  file_change: ['报主管部门备案', 'filed it with the authority'],
  note_change: ['确认收到备案', 'acknowledged the filing'],
  withdraw_change: ['撤回提议', 'withdrew the proposal'],
  end_service: ['服务终止', 'ended the service'],
  change_service: ['服务变更', 'changed the service'],
  move_service: ['改用新版接口', 'moved to the newest version'],
  demand_disposal: ['调整处置要求', 'changed the demand for disposal'],
  report_disposal: ['申报处置', 'reported the disposal'],
  sign_disposal: ['签发处置证明', 'signed the certificate of disposal'],
  confirm_disposal: ['确认处置完成', 'confirmed the disposal'],
  send_back_disposal: ['退回处置证明', 'sent the certificate back'],
  'disputes.raise': ['提出争议', 'raised the dispute'],
  'disputes.state': ['提交意见', 'made a statement'],
  'disputes.propose': ['提出和解方案', 'proposed a settlement'],
  'disputes.agree': ['同意和解方案', 'agreed to the settlement'],
  'disputes.decline': ['不同意和解方案', 'declined the settlement'],
  'disputes.escalate': ['申请主管部门协调', 'asked the authority to mediate'],
  'disputes.ask': ['请双方说明', 'asked both sides for statements'],
  'disputes.meet': ['记录协调会议', 'recorded the meeting'],
  'disputes.opine': ['出具协调意见', 'gave the opinion'],
  'disputes.accept': ['接受协调意见', 'accepted the opinion'],
  'disputes.reject': ['不接受协调意见', 'rejected the opinion'],
  'disputes.settle': ['达成一致', 'settled it'],
  'disputes.report': ['报本级政府决定', 'reported it to the government'],
  'disputes.decide': ['登记政府的决定', 'entered the government’s decision'],
  'disputes.enter_decision': ['登记政府的决定，待对方核对', 'entered the decision, to be checked'],
  'disputes.confirm_decision': ['核对并确认决定', 'checked and confirmed the decision'],
  'disputes.withdraw': ['撤回争议', 'withdrew the dispute'],
  'mandates.draft': ['起草', 'drafted it'],
  'mandates.edit': ['修改', 'changed it'],
  'mandates.submit': ['送签', 'sent it for signature'],
  'mandates.sign': ['签批', 'signed it'],
  'mandates.return': ['退回', 'returned it'],
  'mandates.agree': ['同意', 'agreed'],
  'mandates.narrow': ['部分同意', 'agreed in part'],
  'mandates.refuse': ['不同意', 'refused'],
  'mandates.accept': ['接受', 'accepted'],
  'mandates.cancel': ['撤回', 'took it back'],
  'mandates.withdraw': ['撤销', 'withdrew it'],
  'mandates.lay_down': ['放弃', 'gave it up'],
  'mandates.give': ['给出常设同意', 'gave standing consent'],
  'mandates.end': ['终止', 'ended it'],
  'mandates.expire': ['到期', 'let it expire'],
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
  'links.register': ['登记直连', 'registered the link'],
  'links.edit': ['修改登记', 'changed the registration'],
  'links.discard': ['删除登记', 'discarded it'],
  'links.submit': ['送负责人签批', 'sent it to the head'],
  'links.take_back': ['收回', 'took it back'],
  'links.sign': ['签批', 'signed it'],
  'links.return': ['退回修改', 'returned it'],
  'links.plan': ['确定迁移期限', 'set the date'],
  'links.exempt': ['不迁移', 'exempted it'],
  'links.end_exemption': ['不再例外', 'ended the exemption'],
  'links.move': ['登记迁移', 'moved it over'],
  'links.switch_off': ['登记停用', 'said that it is off'],
  'links.confirm_off': ['确认停用', 'confirmed that it is off'],
  'links.still_on': ['还在运行', 'said that it still runs'],
  'examples.put_forward': ['申报案例', 'put it forward'],
  'examples.edit': ['修改后再次申报', 'changed it and put it forward again'],
  'examples.withdraw': ['撤回申报', 'withdrew it'],
  'examples.put_up': ['公布', 'put it up'],
  'examples.return': ['退回修改', 'returned it'],
  'examples.take_down': ['撤下', 'took it down'],
  'examples.mark': ['评为优秀案例', 'marked it as excellent'],
  'examples.unmark': ['取消优秀案例', 'unmarked it'],
  'pools.start': ['发起归集', 'began the collection'],
  'pools.confirm': ['确认归集', 'confirmed the collection'],
  'pools.refuse': ['依法不归集', 'refused the collection with ground'],
  'pools.end': ['停止归集', 'ended the collection'],
  'demands.hand_over': ['转给附议部门', 'handed it over'],
};

/** An action's word; the record names actions `module.thing.verb`, people say the verb. */
export function actionWord(action: string, t: (zh: string, en: string) => string): string {
  const word = ACTIONS[action] ?? ACTIONS[action.slice(action.lastIndexOf('.') + 1)];
  return word === undefined ? t('办理', 'handled') : t(word[0], word[1]);
}

const BAD = new Set([
  'refuse',
  'decline',
  'revoke',
  'suspend',
  'return',
  'end_use',
  'fail_check',
  'lapse',
  'reject_repair',
  'terminate',
  'close',
  'end_service',
  'object_change',
  'send_back_disposal',
]);

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
