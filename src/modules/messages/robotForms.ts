/**
 * What the robots of groups are sent, and what they answer.
 *
 * WeCom (企业微信 “群机器人配置说明”, developer.work.weixin.qq.com/document/path/91770): POST of
 * `{"msgtype":"text","text":{"content":…}}`, at most 2048 bytes of UTF-8, at most 20 messages a minute and robot; the
 * key is part of the address. DingTalk (钉钉 “自定义机器人接入” and “自定义机器人安全设置”,
 * open.dingtalk.com/document/robots/customize-robot-security-settings) takes the same body; with a secret, the address
 * carries `timestamp` in milliseconds and `sign`, the base64 of HMAC-SHA256 under the secret over timestamp, line
 * break, secret. More than 20 a minute close it for ten minutes. Both answer 200 with `errcode`, 0 where all is well.
 */
import { createHmac } from 'node:crypto';
import type { RobotForm } from './rules.ts';

/** Some room below what both take. */
export const MOST_BYTES = 2000;
export const MOST_A_MINUTE = 20;

export interface Told {
  zh: string;
  /** The whole address of its page; empty where the platform does not know its own. */
  link: string;
}

const lineOf = ({ zh, link }: Told): string => (link === '' ? zh : `${zh}\n${link}`);

/**
 * One post for as many messages as fit, in their order: alone a message is its sentence and a link, several are
 * numbered. `taken` says how many of them it holds, at least one.
 */
export function composePost(messages: readonly Told[]): { body: string; taken: number } {
  const content = (several: readonly Told[]): string =>
    several.length === 1
      ? several.map(lineOf).join('')
      : [`共 ${several.length} 条`, ...several.map((one, n) => `${n + 1}. ${lineOf(one)}`)].join('\n');
  let taken = 1;
  while (taken < messages.length && Buffer.byteLength(content(messages.slice(0, taken + 1))) <= MOST_BYTES)
    taken += 1;
  return {
    body: JSON.stringify({ msgtype: 'text', text: { content: content(messages.slice(0, taken)) } }),
    taken,
  };
}

/** Where the post goes: a DingTalk robot with a secret wants its address signed. */
export function signedAddress(form: RobotForm, address: string, secret: string | null, now: number): URL {
  const url = new URL(address);
  if (form === 'dingtalk' && secret !== null) {
    const sign = createHmac('sha256', secret).update(`${now}\n${secret}`).digest('base64');
    url.searchParams.set('timestamp', String(now));
    url.searchParams.set('sign', sign);
  }
  return url;
}

/** What is wrong with the answer; undefined where the message was taken. */
export function problemOfAnswer({ status, body }: { status: number; body: string }): string | undefined {
  if (status !== 200) return `HTTP ${status}`;
  try {
    const answer: unknown = JSON.parse(body);
    const { errcode, errmsg } = answer as { errcode?: unknown; errmsg?: unknown };
    if (errcode === 0) return undefined;
    return `errcode ${String(errcode)}: ${String(errmsg)}`;
  } catch {
    return 'the answer is no robot’s: not JSON';
  }
}
