import { type Text, refusalCodes, text } from '#kernel/errors.ts';
import { OF_MANY } from './ofMany.ts';
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

/** A code's title and remedy, said of many calls. */
export function wordsOf(code: string): { title: Text; remedy: Text } {
  const spec = refusalCodes().get(code);
  if (!spec) return { title: text(code, code), remedy: text('', '') };
  return { title: spec.title, remedy: spec.remedy, ...OF_MANY[code] };
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
