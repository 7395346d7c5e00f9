import type { Text } from './pack.ts';

export type Language = 'zh' | 'en';
export type Say = (zh: string, en: string) => string;

const pair = (zh: string, en: string): Text => ({ zh, en });

const ACTIONS: Record<string, Text> = {
  'sharing.apply': pair('填写申请', 'drew up the application'),
  'sharing.submit': pair('提交申请', 'submitted'),
  'sharing.consent': pair('需求部门同意', 'consented for the consumer'),
  'sharing.standing_consent': pair('依事先同意授权', 'granted by standing consent'),
  'sharing.decline': pair('需求部门不同意', 'declined for the consumer'),
  'sharing.withdraw': pair('撤回申请', 'withdrew'),
  'sharing.authorise': pair('主管部门授权', 'authorised'),
  'sharing.agree': pair('提供部门同意', 'agreed for the provider'),
  'sharing.refuse': pair('提供部门不予共享', 'refused for the provider'),
  'sharing.ask_material': pair('一次性告知补正', 'asked for material'),
  'sharing.supply_material': pair('补正材料', 'supplied material'),
  'sharing.accept': pair('接受部分同意', 'took what was agreed'),
  'sharing.refuse_outside': pair('不予共享，待主管部门决定', 'refused, for the authority to decide'),
  'sharing.allow_exception': pair('准予不同意', 'let the refusal stand'),
  'sharing.deny_exception': pair('不准不同意', 'did not let the refusal stand'),
  'sharing.redirect': pair('转有关部门', 'passed on to the holder'),
  'sharing.ask_extension': pair('申请延长答复', 'asked for more days'),
  'sharing.grant_extension': pair('同意延长答复', 'granted more days'),
  'sharing.deny_extension': pair('不同意延长答复', 'denied more days'),
  'sharing.pass_check': pair('规范审核通过', 'passed the check'),
  'sharing.fail_check': pair('规范审核不通过', 'failed the check'),
  'sharing.confirm_use': pair('确认绿色通道使用', 'confirmed the use'),
  'sharing.end_use': pair('终止绿色通道使用', 'ended the use'),
  'sharing.suspend': pair('暂停授权', 'suspended the grant'),
  'sharing.resume': pair('恢复授权', 'resumed the grant'),
  'sharing.revoke': pair('终止授权', 'revoked the grant'),
  'sharing.ready': pair('资源就绪，授权可用', 'the resource is there, the grant can be used'),
  'sharing.first_use': pair('首次使用', 'first use'),
  'sharing.order_repair': pair('责令限期整改', 'ordered a repair'),
  'sharing.submit_repair': pair('提交整改报告', 'reported the repair'),
  'sharing.accept_repair': pair('整改通过', 'accepted the repair'),
  'sharing.reject_repair': pair('整改不到位', 'rejected the repair'),
  'sharing.terminate': pair('终止共享', 'ended the grant'),
  'sharing.give_up': pair('放弃授权', 'gave the grant up'),
  'sharing.propose': pair('提出终止或变更服务', 'proposed to end or change the service'),
  'sharing.agree_change': pair('同意终止或变更', 'agreed to the change'),
  'sharing.object_change': pair('不同意终止或变更', 'objected to the change'),
  'sharing.file_change': pair('报主管部门备案', 'filed the change'),
  'sharing.note_change': pair('收悉备案', 'noted the filing'),
  'sharing.withdraw_change': pair('撤回终止或变更', 'withdrew the change'),
  'sharing.end_service': pair('服务按备案终止', 'the service ended as filed'),
  'sharing.change_service': pair('服务按备案变更', 'the service changed as filed'),
  'sharing.settle_disposal': pair('查明是否须处置数据', 'settled whether data is to be disposed of'),
  'sharing.demand_disposal': pair('提出处置要求', 'demanded the disposal'),
  'sharing.report_disposal': pair('填报处置证明', 'reported the disposal'),
  'sharing.sign_disposal': pair('签发处置证明', 'signed the certificate of disposal'),
  'sharing.confirm_disposal': pair('确认数据处置', 'confirmed the disposal'),
  'sharing.send_back_disposal': pair('退回处置证明', 'sent the certificate back'),
  'sharing.expire': pair('授权到期', 'the grant expired'),
  'sharing.apply_change': pair('申请变更或续期', 'applied for a change of the grant'),
  'sharing.rewrite': pair('修改申请', 'wrote the application anew'),
  'sharing.remark': pair('留言', 'wrote a remark'),
  'sharing.lapse': pair('逾期未补材料，申请终止', 'the application lapsed'),
  'disputes.raise': pair('提出争议', 'raised the dispute'),
  'disputes.state': pair('提交意见', 'made a statement'),
  'disputes.propose': pair('提出和解', 'proposed a settlement'),
  'disputes.agree': pair('同意和解', 'agreed to the settlement'),
  'disputes.decline': pair('不同意和解', 'declined the settlement'),
  'disputes.escalate': pair('申请协调', 'asked for mediation'),
  'disputes.ask': pair('要求说明', 'asked for statements'),
  'disputes.meet': pair('召开协调会', 'held a meeting'),
  'disputes.opine': pair('出具协调意见', 'gave the mediator’s opinion'),
  'disputes.accept': pair('接受协调意见', 'accepted the opinion'),
  'disputes.reject': pair('不接受协调意见', 'rejected the opinion'),
  'disputes.report': pair('报请政府决定', 'reported to the government'),
  'disputes.decide': pair('登记政府决定', 'entered the government’s decision'),
  'disputes.enter_decision': pair('录入政府决定', 'entered the government’s decision, to be checked'),
  'disputes.confirm_decision': pair('核对政府决定', 'confirmed the government’s decision'),
  'disputes.withdraw': pair('撤回争议', 'withdrew the dispute'),
  'exchange.create_task': pair('新建交换任务', 'made the exchange task'),
  'exchange.run': pair('下达运行指令', 'ordered the run'),
  'exchange.stop': pair('停止运行', 'stopped the run'),
  'exchange.compare': pair('再次对账', 'asked for a reconciliation'),
  'evidence.pack': pair('出具证据文件', 'gave out an evidence pack'),
  'ledger.announce_keys': pair('公布新的签名密钥', 'announced signing keys'),
  'gateway.call': pair('调用接口', 'interface call'),
  'gateway.opened': pair('开始传送', 'began to send'),
  'gateway.closed': pair('传送结束', 'sending ended'),
  'move.delivering': pair('开始入库', 'delivery began'),
  'move.delivered': pair('送达', 'rows delivered'),
  'move.failed': pair('交换中断', 'exchange broke off'),
  'move.stopped': pair('交换停止', 'exchange stopped'),
};
const RESULTS: Record<string, Text> = {
  done: pair('办结', 'done'),
  served: pair('已提供', 'served'),
  refused: pair('被拒绝', 'refused'),
  failed: pair('失败', 'failed'),
};
const MODES: Record<string, Text> = {
  query: pair('接口查询', 'query'),
  verify: pair('数据核验', 'verification'),
  batch: pair('批量交换', 'batch'),
};
const LEVELS: Record<string, Text> = {
  national: pair('国家规定', 'national'),
  local: pair('地方规定', 'local'),
  default: pair('平台约定', 'default of the platform'),
};
const FACTS: Record<string, Text> = {
  runNo: pair('运行编号', 'Run'),
  target: pair('目标表', 'Target'),
  rows: pair('入库行数', 'Rows placed'),
  sha256: pair('数据流 SHA-256', 'SHA-256 of the stream'),
  sums: pair('对账摘要', 'Digest of the sums'),
  columns: pair('送达的列', 'Columns'),
  snapshot: pair('读取时点', 'Read at'),
  planVersion: pair('方案版本', 'Version of the plan'),
  equal: pair('读出与入库一致', 'Read and placed are equal'),
  rowsRead: pair('读出行数', 'Rows read'),
  setAside: pair('搁置行数', 'Rows set aside'),
  excluded: pair('按条件排除的行数', 'Rows left out by condition'),
  mode: pair('方式', 'Mode'),
  grade: pair('对账等级', 'Grade'),
  receipt: pair('对账单摘要', 'Digest of the receipt'),
  recovered: pair('由恢复补记', 'Recorded after a recovery'),
};
const GROUPS = {
  form: pair('格式', 'Form'),
  signature: pair('签名', 'Signature'),
  key: pair('密钥', 'Key'),
  witness: pair('见证', 'Witness'),
  leaf: pair('原文', 'Bytes'),
  proof: pair('证明', 'Proof'),
  document: pair('内容', 'Content'),
  case: pair('事项', 'Matter'),
} as const;

export const sayIn =
  (language: Language): Say =>
  (zh, en) =>
    language === 'zh' ? zh : en;

const from =
  (table: Record<string, Text>) =>
  (word: unknown, language: Language): string =>
    table[String(word)]?.[language] ?? String(word);

export const actionWord = from(ACTIONS);
export const resultWord = from(RESULTS);
export const modeWord = from(MODES);
export const factWord = from(FACTS);
export const levelWord = from(LEVELS);
export const groupWord = from(GROUPS);

/** What a mask leaves of a value. */
export function maskWord(mask: unknown, say: Say): string {
  const { kind, head, tail, width } = (mask ?? {}) as {
    kind?: string;
    head?: number;
    tail?: number;
    width?: number;
  };
  switch (kind ?? '') {
    case 'none':
      return say('原值', 'as it is');
    case 'name':
      return say('只留首字', 'first character only');
    case 'middle':
      return say(`保留前 ${head} 后 ${tail} 位`, `first ${head} and last ${tail} characters`);
    case 'year':
      return say('只留年份', 'year only');
    case 'month':
      return say('只留年月', 'year and month only');
    case 'address':
      return say(`保留前 ${head} 个字`, `first ${head} characters`);
    case 'mail':
      return say('保留首字符和域名', 'first character and domain');
    case 'range':
      return say(`所在区间，宽 ${width}`, `range of ${width}`);
    case 'digest':
      return say('加密摘要（带密钥）', 'keyed digest');
    case 'hidden':
      return say('不给出', 'not given');
    default:
      return JSON.stringify(mask);
  }
}

/** Beijing time to the second, whatever the reader's machine says. */
export function timeWord(at: number): string {
  if (!Number.isFinite(at)) return '';
  return `${new Date(at + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')} +08:00`;
}

/** In groups: people read it to each other. */
export const grouped = (hex: string, size = 4): string =>
  (hex.match(new RegExp(`.{1,${size}}`, 'g')) ?? []).join(' ');
