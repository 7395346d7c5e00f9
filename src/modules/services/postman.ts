import { type Described, exampleBody } from './openapi.ts';

/** Runs in Postman before each request: a signature is good for one time only. */
const SIGN = [
  'const rtime = String(Date.now());',
  "const text = pm.variables.get('sid') + pm.variables.get('rid') + rtime;",
  "const sign = CryptoJS.enc.Base64.stringify(CryptoJS.HmacSHA256(text, pm.variables.get('appSecret')));",
  "pm.request.headers.upsert({ key: 'gjgxjhpt_rid', value: pm.variables.get('rid') });",
  "pm.request.headers.upsert({ key: 'gjgxjhpt_sid', value: pm.variables.get('sid') });",
  "pm.request.headers.upsert({ key: 'gjgxjhpt_rtime', value: rtime });",
  "pm.request.headers.upsert({ key: 'gjgxjhpt_sign', value: sign });",
];

const CHECK = [
  "pm.test('平台已受理并存证', () => {",
  "  pm.expect(pm.response.headers.get('shuqiao-record')).to.match(/^\\d+$/);",
  '});',
];

/** A collection of Postman, format 2.1. The secret is a variable without a value: it is filled in at the reader's. */
export function postmanOf(of: Described): object {
  const { site, sid, rid, title, provider, mode } = of;
  const [protocol = 'https', rest = ''] = site.split('://');
  const [host = '', port] = rest.split(/:(\d+)$/);
  return {
    info: {
      name: `${title}（${mode === 'query' ? '查询' : '核验'}）`,
      description: `提供部门：${provider}。请在集合变量中填写 appSecret；脚本为每次调用签名。`,
      schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json',
    },
    variable: [
      { key: 'sid', value: sid, type: 'string' },
      { key: 'rid', value: rid, type: 'string' },
      { key: 'appSecret', value: '', type: 'secret' },
    ],
    event: [{ listen: 'prerequest', script: { type: 'text/javascript', exec: SIGN } }],
    item: [
      {
        name: title,
        event: [{ listen: 'test', script: { type: 'text/javascript', exec: CHECK } }],
        request: {
          method: 'POST',
          header: [{ key: 'Content-Type', value: 'application/json' }],
          url: {
            raw: `${site}/gateway/${sid}`,
            protocol,
            host: host.split('.'),
            ...(port === undefined ? {} : { port }),
            path: ['gateway', sid],
          },
          body: {
            mode: 'raw',
            raw: JSON.stringify(exampleBody(of), null, 2),
            options: { raw: { language: 'json' } },
          },
        },
      },
    ],
  };
}
