import type { Convention, SystemKey } from './types.ts';

type Two = readonly [zh: string, en: string];

/** By what a system may prove who it is, the recommended first, and what each is for. */
export const CONVENTIONS: Record<Convention, { name: Two; says: Two }> = {
  sm3: {
    name: ['国密签名 x-sq-*（推荐）', 'SM3 signature x-sq-* (recommended)'],
    says: ['地址、参数和请求体都在签名内', 'Signs address, parameters and body'],
  },
  national: {
    name: ['国家平台 gjgxjhpt_* / gjzwfwpt_*', 'National platforms gjgxjhpt_* / gjzwfwpt_*'],
    says: [
      '已按国家平台对接的系统不用改；不含请求体，靠地址把关',
      'For clients of the national platforms; does not sign the body, so the addresses count',
    ],
  },
  token: {
    name: ['令牌 OAuth 2', 'Token, OAuth 2'],
    says: ['PostgREST 等不会签名的客户端用', 'For clients that cannot sign, such as PostgREST’s'],
  },
  bg_hmac: {
    name: ['X-BG-HMAC-*', 'X-BG-HMAC-*'],
    says: ['浙江 IRS 网关的写法；不含请求体', 'As on Zhejiang’s IRS gateway; does not sign the body'],
  },
  tif: {
    name: ['x-tif-*', 'x-tif-*'],
    says: ['粤政易、医保平台的写法；只签时间和随机数', 'As on TIF gateways; signs time and nonce alone'],
  },
  front: {
    name: ['双向 TLS 证书', 'Mutual TLS certificate'],
    says: [
      '经运维单位的前置网关接入，国密 TLCP 也走这里',
      'Through a front that the operator runs; SM2 (TLCP) too',
    ],
  },
};
export const CONVENTION_ORDER = Object.keys(CONVENTIONS) as Convention[];

export const ENVIRONMENTS: Record<SystemKey['environment'], Two> = {
  live: ['正式', 'Live'],
  sandbox: ['沙箱', 'Sandbox'],
};

export function kindOf(key: SystemKey): Two {
  if (key.kind === 'certificate') return ['证书', 'Certificate'];
  if (key.origin === 'refresh') return ['appSecret（系统自行刷新）', 'appSecret (fetched by the system)'];
  return key.origin === 'registration'
    ? ['appSecret（登记时）', 'appSecret (of the registration)']
    : ['appSecret', 'appSecret'];
}

/** Networks as people type them: one a line, or with commas between. */
export const networksIn = (text: string): string[] => text.split(/[\s,，；;]+/).filter(word => word !== '');
