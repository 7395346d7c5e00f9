import { actionWord } from '../../ui/CaseTimeline.tsx';

type Translate = (zh: string, en: string) => string;

const ACTS: Record<string, readonly [zh: string, en: string]> = {
  'organizations.sign_in': ['登录', 'signed in'],
  'organizations.sign_out': ['退出登录', 'signed out'],
  'organizations.switch_post': ['切换岗位', 'switched post'],
  'organizations.change_password': ['修改密码', 'changed the password'],
  'organizations.register_system': ['登记系统', 'registered a system'],
  'organizations.change_system': ['变更系统登记', 'changed a system’s registration'],
  'organizations.add_key': ['增加密钥', 'added a key'],
  'organizations.rotate_key': ['更换密钥', 'rotated a key'],
  'organizations.end_key': ['停用密钥', 'ended a key'],
  'organizations.register_certificate': ['登记证书', 'registered a certificate'],
  'organizations.replace_app_key': ['更换授权码', 'replaced an appKey'],
  'organizations.refresh_secret': ['系统刷新密钥', 'a system refreshed its secret'],
  'organizations.allow_network': ['登记网段', 'allowed a network'],
  'organizations.forbid_network': ['去掉网段', 'removed a network'],
  'organizations.first_operator': ['设立首个运维员', 'made the first operator'],
  'organizations.add_region': ['添加区划', 'added a region'],
  'organizations.rename_region': ['修改区划名称', 'renamed a region'],
  'organizations.remove_region': ['移除区划', 'removed a region'],
  'organizations.add_department': ['新建部门', 'added a department'],
  'organizations.change_department': ['修改部门', 'changed a department'],
  'organizations.suspend_department': ['暂停部门', 'suspended a department'],
  'organizations.resume_department': ['恢复部门', 'resumed a department'],
  'organizations.dissolve_department': ['撤销部门', 'dissolved a department'],
  'organizations.open_account': ['开通账号', 'opened an account'],
  'organizations.rename_account': ['修改姓名', 'renamed an account'],
  'organizations.put_forward': ['提名岗位', 'put forward for a post'],
  'organizations.confirm_post': ['确认岗位', 'confirmed a post'],
  'organizations.decline_post': ['不确认岗位', 'declined a post'],
  'organizations.end_post': ['结束岗位', 'ended a post'],
  'organizations.lock': ['锁定账号', 'locked an account'],
  'organizations.unlock': ['解锁账号', 'unlocked an account'],
  'organizations.reset_password': ['重置密码', 'reset a password'],
  'organizations.disable': ['停用账号', 'disabled an account'],
  'organizations.enable': ['恢复账号', 'restored an account'],
  'catalog.create': ['编制目录', 'compiled an entry'],
  'catalog.save': ['修改目录', 'changed an entry'],
  'catalog.submit': ['目录送签', 'sent an entry for signature'],
  'catalog.publish': ['审核并发布目录', 'published an entry'],
  'catalog.standing_consent': ['预先同意共享', 'consented in advance'],
  'resources.register_source': ['登记数据库', 'registered a database'],
  'resources.change_login': ['更新数据库账号口令', 'changed a database’s login'],
  'resources.server_moved': ['演示数据库改换端口', 'the demonstration’s server took another port'],
  'resources.test_source': ['测试数据库连接', 'tested a connection'],
  'resources.mount': ['挂载资源', 'mounted a resource'],
  'resources.sample': ['查看样例', 'looked at a sample'],
  'resources.recheck': ['核对资源', 'checked a resource'],
  'organizations.sign_in_failed': ['登录失败', 'failed sign-ins'],
  'organizations.refresh_failed': ['刷新密钥失败', 'failed refreshes of a secret'],
  'ledger.verify': ['校验存证', 'verified the ledger'],
  'ledger.announce_keys': ['更换签名密钥', 'changed the signing keys'],
  'ledger.accept_outside': ['存证点文件缺失，恢复封存', 'let a log go on without its file of seal points'],
  'ledger.rebuild_search': ['重建检索表', 'made the search anew'],
  'ledger.subject': ['查询谁使用过', 'asked who used someone’s data'],
  'ledger.export_month': ['导出一个月的记录', 'exported a month of records'],
  'ledger.remove_month': ['移除一个月的记录', 'removed a month of records'],
  'ledger.anchor': ['互为存证', 'took in the other log’s seal point'],
  'evidence.pack': ['出具证据包', 'issued an evidence pack'],
  'witness.add_log': ['登记受见证的存证', 'entered a log to witness'],
  'witness.retire_log': ['不再见证', 'ended witnessing a log'],
  'witness.add_peer': ['登记见证方', 'entered a witness'],
  'witness.retire_peer': ['停用见证方', 'retired a witness'],
  'witness.settle_alarm': ['告警销号', 'settled an alarm'],
  'witness.alarm': ['见证告警', 'a witness’s alarm'],
  'witness.change_key': ['更换见证密钥', 'changed the witness’s key'],
  'witness.key_made': ['生成见证密钥', 'the witness’s key was made'],
  'plans.turned': ['授权计划变更', 'plans changed'],
  'gateway.strangers': ['不明来访', 'strangers at the gateway'],
  'gateway.crowded_signature': ['一个签名多次使用', 'one signature for many calls'],
  'gateway.source': ['部门数据库状态变化', 'a department’s database changed its state'],
  'deadlines.load_calendar': ['载入工作日历', 'loaded the working calendar'],
  'files.add': ['提供文件', 'gave out a file'],
  'files.withdraw': ['撤回文件', 'withdrew a file'],
  'files.link': ['取得下载链接', 'got a link to a file'],
  'files.tell': ['文件变化通知', 'told of a change of files'],
  'gateway.call': ['调用接口', 'interface call'],
  'gateway.opened': ['开始传送', 'began to send'],
  'gateway.closed': ['传送结束', 'sending ended'],
  'gateway.unclosed': ['传送中断未了结', 'sending broke off without an end'],
  'move.delivering': ['开始入库', 'delivery began'],
  'move.delivered': ['批量交换送达', 'rows delivered'],
  'move.compared': ['再次对账', 'reconciled again'],
  'move.failed': ['批量交换中断', 'exchange broke off'],
  'move.stopped': ['批量交换停止', 'exchange stopped'],
  'exchange.create': ['新建交换任务', 'made an exchange task'],
  'exchange.create_task': ['新建交换任务', 'made an exchange task'],
  'exchange.start': ['开始运行', 'started a run'],
  'exchange.run': ['开始运行', 'started a run'],
  'exchange.stop': ['停止运行', 'stopped a run'],
  'exchange.compare': ['再次对账', 'reconciled again'],
};

/** A record's act in words. */
export function recordWord(row: { kind: string; action: string }, t: Translate): string {
  const word = ACTS[row.action];
  if (word !== undefined) return t(word[0], word[1]);
  if (row.kind === 'notice') return t('平台记事', 'platform notice');
  return actionWord(row.action, t);
}

/** What the record calls `entry:12` is to people the entry number 12; where it has a page, its path. */
export function objectOf(object: string, t: Translate): { text: string; path: string | null } {
  const [kind = '', number = ''] = object.split(':');
  const kinds: Record<string, readonly [zh: string, en: string, path: string | null]> = {
    entry: ['目录', 'Entry', '/catalog/'],
    application: ['办件', 'Case', '/cases/'],
    grant: ['授权', 'Grant', '/grants/'],
    run: ['运行', 'Run', '/exchange/runs/'],
    task: ['交换任务', 'Exchange task', null],
    resource: ['资源', 'Resource', null],
    source: ['数据库', 'Database', null],
    region: ['区划', 'Region', null],
    department: ['部门', 'Department', null],
    account: ['账号', 'Account', null],
    system: ['系统', 'System', '/systems/'],
    network: ['网段', 'Network', null],
    post: ['岗位', 'Post', null],
    ledger: ['存证', 'Ledger', null],
    witness_log: ['受见证的存证', 'Witnessed log', null],
    witness_key: ['见证密钥', 'Witness’s key', null],
    witness_peer: ['见证方', 'Witness', null],
    witness_alarm: ['告警', 'Alarm', null],
    calendar: ['工作日历', 'Working calendar', null],
  };
  const known = kinds[kind];
  if (known === undefined) return { text: object.includes(':') || object === '' ? '—' : object, path: null };
  const hasNumber = /^\d+$/u.test(number) && kind !== 'ledger';
  const word = t(known[0], known[1]);
  return {
    text: hasNumber ? `${word} ${number}` : word,
    path: hasNumber && known[2] !== null ? `${known[2]}${number}` : null,
  };
}

/** Kinds of acts, by the beginning of their name in the record. */
export const ACT_KINDS: readonly (readonly [prefix: string, zh: string, en: string])[] = [
  ['files.', '文件', 'Files'],
  ['gateway.', '接口调用', 'Interface calls'],
  ['move.', '批量交换', 'Batch exchange'],
  ['sharing.', '申请与授权', 'Requests and grants'],
  ['catalog.', '目录', 'Catalog'],
  ['resources.', '资源', 'Resources'],
  ['exchange.', '交换任务', 'Exchange tasks'],
  ['organizations.', '登录与组织', 'Sign-in and organisations'],
  ['ledger.', '存证', 'Ledger'],
  ['plans.', '授权计划', 'Plans'],
  ['witness.', '见证', 'Witnesses'],
  ['evidence.', '举证', 'Evidence'],
];

/** The acts of one kind that have a word of their own: `ledger.` has `ledger.verify` and so on. */
export function actsOf(prefix: string, t: Translate): { value: string; label: string }[] {
  return Object.entries(ACTS)
    .filter(([name]) => name.startsWith(prefix))
    .map(([value, [zh, en]]) => ({ value, label: t(zh, en) }));
}
