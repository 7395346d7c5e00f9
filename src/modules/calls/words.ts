import { type Text, refusalCodes, text } from '#kernel/errors.ts';
import type { AlertKind, Response } from './rules.ts';

export const KIND_WORDS: Record<AlertKind, Text> = {
  sequence: text('逐个试查标识', 'identifiers worked through one after another'),
  guessing: text('反复试核验值', 'values tried out in verifications'),
  volume: text('调用量远超往常', 'far more calls than usual'),
  hours: text('在平时不用的时段调用', 'calls at unusual hours'),
  hits: text('查无此人的比例过高', 'an unusual share of calls that found nothing'),
  errors: text('被拒绝的比例过高', 'an unusual share of refused calls'),
  persons: text('同一岗位查询的人数过多', 'one post asking about very many persons'),
};
export const RESPONSE_WORDS: Record<Response, Text> = {
  tell: text('请查明情况', 'please look into it'),
  slow: text('已按规则限速', 'the grant was slowed down by rule'),
  suspend: text('已按规则暂停授权', 'the grant was suspended by rule'),
};

/** Titles that say nothing without what one call puts into them. */
const OF_MANY: Record<string, Text> = {
  'gateway.outside_hours': text('不在授权的使用时段内', 'Outside the hours of the grant'),
  'gateway.no_grant': text('没有可用的授权', 'There is no grant to use'),
  'gateway.bad_input': text('请求内容有误', 'The request is wrong'),
  'gateway.scenario_not_granted': text('应用场景不在授权范围内', 'The scenario is not the granted one'),
  'gateway.outside_window': text('请求时间与平台时间相差过大', 'The request time is too far off'),
  'gateway.too_many_bodies': text('同一签名下的不同请求过多', 'Too many different calls under one signature'),
  'gateway.version_ended': text('接口的这一版已停止', 'This version of the service has ended'),
  'gateway.file_unknown': text('没有这个文件', 'There is no such file'),
  'gateway.link_elsewhere': text('下载链接不能在这个地址使用', 'The link is not for this address'),
  'gateway.upstream_too_slow': text(
    '提供部门的接口在时限内没有应答',
    'The providing department’s interface did not answer in time',
  ),
  'gateway.slowed': text('因调用异常，授权暂时限速', 'Because of unusual use the grant is slowed down'),
};

/** A code's title and remedy; what is put into a title of one call is not known of many. */
export function wordsOf(code: string): { title: Text; remedy: Text } {
  const spec = refusalCodes().get(code);
  const plain = ({ zh, en }: Text): Text => ({
    zh: zh
      .replaceAll(/（[^（）]*\{\w+\}[^（）]*）|[：“]*\{\w+\}[”]*/g, '')
      .replaceAll(/\s{2,}/g, '')
      .trim(),
    en: en.replaceAll(/ \([^()]*\{\w+\}[^()]*\)|:? ?“?\{\w+\}”?/g, '').trim(),
  });
  if (!spec) return { title: text(code, code), remedy: text('', '') };
  return { title: OF_MANY[code] ?? plain(spec.title), remedy: spec.remedy };
}

/** What a department's database or interface did not do (`ConnectionProblem`); a sentence of a check stays as it is. */
const PROBLEMS: Record<string, Text> = {
  '': text('', ''),
  not_allowed: text('地址不在允许连接的网段内', 'Its address is not in a network that may be reached'),
  unreachable: text('连接不上', 'It cannot be reached'),
  wrong_password: text('用户名或密码被拒绝', 'User or password were refused'),
  no_database: text('没有这个数据库', 'There is no such database'),
  no_permission: text('账号没有读取权限', 'The account may not read'),
  no_table: text('没有这张表', 'There is no such table'),
  lost_column: text('少了一列', 'A column is gone'),
  changed_type: text('列的类型变了', 'A column has another type'),
  unsupported_type: text('列的类型不支持', 'A column has a type that is not supported'),
  bad_value: text('有值不符合类型', 'A value does not fit its type'),
  timeout: text('应答太慢，超过时限', 'It answers too slowly'),
  connection_lost: text('连接中断', 'The connection broke'),
  busy: text('正忙，连接数已满', 'It is busy: no connection is free'),
  disk_full: text('磁盘已满', 'Its disk is full'),
  failed: text('执行出错', 'A statement failed'),
};

export const problemWords = (problem: string): Text => PROBLEMS[problem] ?? text(problem, problem);
