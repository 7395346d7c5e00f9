import type { Text } from '#kernel/errors.ts';

/** What is wrong. Where it lies outside the entries, `number` is null. */
export interface Fault extends Text {
  number: number | null;
}

/** An answer that ends the reading. */
export class Found extends Error {
  readonly fault: Fault;
  constructor(fault: Fault) {
    super(fault.en);
    this.fault = fault;
  }
}

// Said after 「第 n 条」 and “entry n”.
export const MISSING: Text = { zh: '已被删除', en: 'was deleted' };
export const INSERTED: Text = { zh: '处被插入了别的记录', en: 'stands twice: something was inserted there' };
export const CHANGED: Text = { zh: '被改动', en: 'was changed' };
export const CUT: Text = {
  zh: '起的记录已被截去或数据库被退回到较早的状态',
  en: 'and all after it are gone: the end was cut off, or the database was put back to an earlier state',
};

/** Faults outside the entries: in the seal points, in the tree, or in what somebody holds against the record. */
export const faults = {
  damagedFile: ({ zh, en }: Text): Fault => ({
    number: null,
    zh: `库外存证点文件有误：${zh}`,
    en: `the file of seal points is damaged: ${en}`,
  }),
  wrongSignature: (size: number): Fault => ({
    number: null,
    zh: `库外存证点（${size} 条）的签名不符`,
    en: `the seal point of ${size} entries outside the database has a wrong signature`,
  }),
  outOfOrder: (size: number): Fault => ({
    number: null,
    zh: `库外存证点（${size} 条）次序颠倒`,
    en: `the seal point of ${size} entries outside the database is out of order`,
  }),
  missingSeal: (size: number): Fault => ({
    number: null,
    zh: `数据库中缺少存证点（${size} 条）`,
    en: `the database lacks the seal point of ${size} entries`,
  }),
  alteredSeal: (size: number): Fault => ({
    number: null,
    zh: `数据库中的存证点（${size} 条）被改动`,
    en: `the seal point of ${size} entries in the database was altered`,
  }),
  missingOutside: (size: number): Fault => ({
    number: null,
    zh: `库外存证点文件中缺少存证点（${size} 条），数据库仍有该存证点，且文件中有在其后的：文件中间的行被删去，请用该文件在别处的副本恢复`,
    en: `the file of seal points lacks the seal point of ${size} entries, which the database holds, though later ones stand in it: a line was taken out of its middle, so put back a copy of the file`,
  }),
  alteredTree: (number: number): Fault => ({
    number,
    zh: `存证树在第 ${number} 条处被改动，记录本身完好`,
    en: `the tree was altered at entry ${number}; the entry itself is whole`,
  }),
  somewhere: (number: number, last: number): Fault => ({
    number,
    zh: `第 ${number} 条至第 ${last} 条之间有改动（存证树也被改动，无法指到单条）`,
    en: `an entry from ${number} to ${last} was changed, and the tree with it, so that it cannot be named more exactly`,
  }),
  cutUnproven: (number: number, rest: number): Fault => ({
    number,
    zh: `第 ${number} 条${CUT.zh}；此后的 ${rest} 条没有存证点可证`,
    en: `entry ${number} ${CUT.en}; nothing proves the ${rest} that stand there now`,
  }),
  differsFromTree: (number: number): Fault => ({
    number,
    zh: `第 ${number} 条与存证树不符`,
    en: `entry ${number} differs from the tree, and no seal point after it says which is right`,
  }),
  notTheClaimed: (number: number): Fault => ({
    number,
    zh: `第 ${number} 条与所持凭据不符`,
    en: `entry ${number} is not the one that the receipt names`,
  }),
  noSuchEntry: (number: number): Fault => ({
    number,
    zh: `没有第 ${number} 条，所持凭据却有`,
    en: `there is no entry ${number}, but the receipt names it`,
  }),
  foreignAnchor: (number: number, origin: string): Fault => ({
    number,
    zh: `第 ${number} 条载有不属于本平台的日志“${origin}”的存证点`,
    en: `entry ${number} holds a seal point of “${origin}”, which is no log of this platform`,
  }),
  notAsAnchored: (log: string, size: number, by: string, number: number): Fault => ({
    number: null,
    zh: `日志 ${log} 的存证点（${size} 条）与日志 ${by} 第 ${number} 条所载不符：该日志被单独退回或改写`,
    en: `the seal point of ${size} entries of the log ${log} is not what entry ${number} of the log ${by} holds: that log was put back or rewritten by itself`,
  }),
  removedUnproven: (log: string, minimum: number): Fault => ({
    number: 0,
    zh: `日志 ${log} 前 ${minimum} 条已不在，而存证中没有到期移除它们的记录`,
    en: `the first ${minimum} entries of the log ${log} are gone, and no entry of the record says that they were removed past their retention`,
  }),
  alteredCarried: (number: number): Fault => ({
    number,
    zh: `第 ${number} 条（所在月份移除时留存，表 ledger.carried）被改动，与存证树不符：请与该月的导出文件核对，并从备份恢复该表`,
    en: `entry ${number}, which was carried over when its month was removed (table ledger.carried), does not fit the tree: compare it with the exported file of its month, and restore the table from a backup`,
  }),
  unsignedKeys: (number: number): Fault => ({
    number,
    zh: `第 ${number} 条公告新的签名密钥，却没有已受信任的密钥为其签名：其中的密钥不可信`,
    en: `entry ${number} announces signing keys that no trusted key has signed for: they are not to be trusted`,
  }),
  claimRemoved: (number: number): Fault => ({
    number,
    zh: `第 ${number} 条已过保存期移除，凭据请与该月的导出文件核对`,
    en: `entry ${number} was removed past its retention: compare the receipt with the exported file of its month`,
  }),
  unexplainedTurn: (grantId: number, version: number, said: number | undefined): Fault => ({
    number: null,
    zh:
      said === undefined
        ? `授权 ${grantId}（第 ${version} 版）在生效表中，而存证中没有任何一条记载其生效：请停用该授权并查明来源`
        : `授权 ${grantId} 在生效表中为第 ${version} 版，存证最后记载的却是第 ${said} 版（0 为停用）：请停用该授权并查明来源`,
    en:
      said === undefined
        ? `grant ${grantId} is in force in version ${version}, and no entry says that it was put in force: suspend it and find out who did`
        : `grant ${grantId} stands in version ${version}, but the last entry about it says version ${said} (0: ended): suspend it and find out who did`,
  }),
  missingTurn: (grantId: number, version: number): Fault => ({
    number: null,
    zh: `存证记载授权 ${grantId} 以第 ${version} 版生效，生效表中却没有它：请查明由谁移除，再重新启用`,
    en: `the record says that grant ${grantId} is in force in version ${version}, but the table of grants in force lacks it: find out who took it away, then put it in force again`,
  }),
  hidden: (number: number, table: string): Fault => ({
    number,
    zh: `检索未如实显示第 ${number} 条（表 ${table} 被改动），记录本身完好：请按编号查看该条，并运行 shuqiao ledger rebuild-search 重建检索表`,
    en: `the search does not show entry ${number} as it is (table ${table} was altered); the entry itself is whole: read it by its number, and run shuqiao ledger rebuild-search`,
  }),
  invented: (number: number, table: string): Fault => ({
    number,
    zh: `检索在第 ${number} 条起显示了存证中没有的内容（表 ${table} 被改动），记录本身完好：请运行 shuqiao ledger rebuild-search 重建检索表`,
    en: `from entry ${number} on the search shows what no entry says (table ${table} was altered); the entries themselves are whole: run shuqiao ledger rebuild-search`,
  }),
  wrongHour: (hour: string): Fault => ({
    number: null,
    zh: `${hour} 的小时汇总与记录不符（表 ledger.usage_hour 被改动），记录本身完好：请运行 shuqiao ledger rebuild-search 重建汇总`,
    en: `the summary of the hour ${hour} is not what the entries add up to (table ledger.usage_hour was altered); the entries themselves are whole: run shuqiao ledger rebuild-search`,
  }),
  wrongOpening: (number: number): Fault => ({
    number,
    zh: `第 ${number} 条流式应答是否已结束，检索显示得与记录不符（表 ledger.opening 被改动），记录本身完好：请运行 shuqiao ledger rebuild-search 重建检索表`,
    en: `whether the streamed answer of entry ${number} was closed is not shown as the entries say it (table ledger.opening was altered); the entries themselves are whole: run shuqiao ledger rebuild-search`,
  }),
  wrongSubjects: (number: number): Fault => ({
    number,
    zh: `第 ${number} 条所涉及的人员名单缺失或被改动（表 record.subjects、record.subject_part），按人查询将漏掉这次交换：请从备份恢复`,
    en: `the list of persons of entry ${number} is gone or altered (tables record.subjects and record.subject_part), so that a look-up of a person misses this delivery: restore them from a backup`,
  }),
  nothingOutside: (): Fault => ({
    number: null,
    zh: '没有库外存证点，无法排除数据库被退回',
    en: 'there is no seal point outside the database, so nothing shows that it was not put back to an earlier state',
  }),
};
