/** Refusals whose words speak of one call, said of many: nothing is known of what a single call would put into them. */
import { type Text, text } from '#kernel/errors.ts';

interface OfMany {
  title?: Text;
  remedy?: Text;
}

export const OF_MANY: Readonly<Record<string, OfMany>> = {
  'gateway.wrong_signature': {
    remedy: text(
      '请按所用约定核对签名的写法、密钥及其有效期',
      'Check how the convention signs, the secret, and until when it is valid',
    ),
  },
  'gateway.outside_window': {
    title: text('请求时间与平台时间相差过大', 'The request time is too far off'),
  },
  'gateway.convention_not_registered': {
    title: text(
      '本系统没有登记使用所用的调用约定',
      'This system is not registered for the convention that it used',
    ),
  },
  'gateway.too_many_bodies': {
    title: text('同一签名下的不同请求过多', 'Too many different calls under one signature'),
  },
  'gateway.address_not_allowed': {
    title: text('调用地址不在登记范围内', 'The address is not registered for this system'),
  },
  'gateway.no_grant': { title: text('没有可用的授权', 'There is no grant to use') },
  'gateway.outside_hours': {
    title: text('不在授权的使用时段内', 'Outside the hours of the grant'),
  },
  'gateway.slowed': {
    title: text('因调用异常，授权暂时限速', 'Because of unusual use the grant is slowed down'),
  },
  'gateway.version_ended': {
    title: text('接口的这一版已停止', 'This version of the service has ended'),
    remedy: text(
      '请在授权页改用新版；服务编码不变',
      'Change to the new version on the page of the grant; the service code stays',
    ),
  },
  'gateway.revoked': { title: text('授权已停止使用', 'The grant may no longer be used') },
  'gateway.bad_input': { title: text('请求内容有误', 'The request is wrong') },
  'gateway.identifier_missing': {
    title: text('没有给出查询标识', 'No identifier was given'),
  },
  'gateway.item_not_granted': {
    title: text('数据项不在授权范围内，或不能这样使用', 'An item is not granted for this use'),
  },
  'gateway.scenario_not_granted': {
    title: text('应用场景不在授权范围内', 'The scenario is not the granted one'),
  },
  'gateway.matter_not_granted': {
    title: text('办理事项不在授权范围内', 'The matter is not the granted one'),
  },
  'gateway.purpose_missing': {
    title: text('没有写明为何调用', 'The call does not say what it is for'),
    remedy: text(
      '请按服务说明填写 matter、caseNo、post 中要求的各项',
      'Give those of matter, caseNo and post that the service’s description asks for',
    ),
  },
  'gateway.file_unknown': { title: text('没有这个文件', 'There is no such file') },
  'gateway.file_ended': { title: text('文件已被撤回或替换', 'The file was withdrawn or replaced') },
  'gateway.range_beyond': {
    title: text('请求的字节范围超出文件', 'The range lies beyond the file’s end'),
  },
  'gateway.link_elsewhere': {
    title: text('下载链接不能在这个地址使用', 'The link is not for this address'),
  },
  'gateway.upstream_too_slow': {
    title: text(
      '提供部门的接口在时限内没有应答',
      'The providing department’s interface did not answer in time',
    ),
  },
  'gateway.upstream_refused': {
    title: text('提供部门的接口拒绝了请求', 'The providing department’s interface refused the call'),
    remedy: text(
      '请核对参数；若参数无误，请把存证号告诉提供部门',
      'Check the parameters; if they are right, tell the providing department the number of the record',
    ),
  },
  'gateway.upstream_unexpected': {
    title: text(
      '提供部门接口的答复与登记的不符',
      'What the providing department’s interface answered is not what was registered',
    ),
  },
  'gateway.quota_used': { title: text('当天的调用次数已用完', 'The day’s calls were used up') },
  'gateway.day_used': {
    title: text('当天的条数或数据量已用完', 'The day’s rows or bytes were used up'),
  },
  'gateway.total_used': {
    title: text('授权的总量已用完', 'What the grant gives in all was used up'),
  },
  'gateway.too_many_a_second': {
    title: text('一秒内的调用过多', 'Too many calls in one second'),
  },
  'gateway.tries_used': {
    title: text(
      '对同一人本月已核验过太多不同的值',
      'Too many different values were tried on one person this month',
    ),
  },
  'gateway.source_slow': {
    title: text(
      '提供部门的数据库在时限内没有应答',
      'The providing department’s database did not answer in time',
    ),
  },
  'gateway.source_changed': {
    title: text('提供部门的数据表变了', 'The providing department’s table has changed'),
  },
  'gateway.not_offered': {
    title: text('用了不提供的查询写法', 'The query uses what is not offered'),
    remedy: text(
      '请按接入指南改写：关联、转换、聚合、函数等都不提供',
      'See the guide: embedding, casts, aggregates, functions and the like are not offered',
    ),
  },
  'gateway.read_only': {
    title: text('列表接口只能读取', 'The interface for lists only reads'),
  },
  'gateway.not_listed': {
    title: text('服务不能按列表查询', 'The service is not one of rows in a list'),
    remedy: text(
      '请按服务说明的地址调用：/gateway/服务编码',
      'Call it at the address of its description: /gateway/<service code>',
    ),
  },
  'gateway.not_acceptable': {
    title: text('不提供所要格式的应答', 'An answer of the kind that was asked for is not offered'),
  },
  'gateway.not_one_row': {
    title: text('要求恰好一行，实际不是', 'Exactly one row was asked for, and it was not one'),
  },
  'gateway.beyond_the_end': {
    title: text('从最后一行之后开始查询', 'Rows beyond the last one were asked for'),
  },
  'gateway.item_not_comparable': {
    title: text('数据项不能这样比较或排序', 'An item cannot be compared or ordered by in this way'),
  },
  'gateway.identifier_expected': {
    title: text('没有用 eq 给出查询标识', 'No identifier was selected by with eq'),
    remedy: text(
      '请用 eq 给出一个标识；它要和其他条件同时成立',
      'Select by an identifier with eq, holding together with all other conditions',
    ),
  },
  'gateway.would_scan': {
    title: text(
      '没有索引可用，提供部门不允许扫描全表',
      'No index serves, and the provider does not allow whole tables to be read',
    ),
  },
  'gateway.too_deep': { title: text('offset 太大', 'The offset is too large') },
  'gateway.too_many_to_count': {
    title: text('符合条件的行太多，不做精确计数', 'Too many rows to be counted'),
  },
};
