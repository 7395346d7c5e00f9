import { defineRefusals } from '#kernel/errors.ts';

export const refuse = defineRefusals('gateway', {
  unknown_caller: {
    status: 401,
    title: { zh: '请求者身份未登记', en: 'This caller is not registered' },
    remedy: {
      zh: '请核对 gjgxjhpt_rid 与 gjgxjhpt_sid 请求头，或先在平台登记应用系统',
      en: 'Check the headers gjgxjhpt_rid and gjgxjhpt_sid, or register the system first',
    },
  },
  wrong_signature: {
    status: 401,
    title: { zh: '签名不正确', en: 'The signature is wrong' },
    remedy: {
      zh: '签名为 Base64(HMAC-SHA256(appSecret, sid+rid+rtime))；请核对密钥及其有效期',
      en: 'The signature is base64(HMAC-SHA256(appSecret, sid+rid+rtime)); check the secret and until when it is valid',
    },
  },
  outside_window: {
    status: 401,
    title: {
      zh: '请求时间与平台时间相差 {seconds} 秒，超过 300 秒',
      en: 'The request time is {seconds} seconds off, more than 300',
    },
    remedy: {
      zh: '请校准本系统时钟；gjgxjhpt_rtime 为毫秒',
      en: 'Set your system’s clock; gjgxjhpt_rtime is in milliseconds',
    },
  },
  replayed: {
    status: 409,
    title: { zh: '这次请求已经受理过', en: 'This very call was accepted before' },
    remedy: { zh: '请用新的请求时间重新签名', en: 'Sign again with a new request time' },
  },
  too_many_bodies: {
    status: 429,
    title: {
      zh: '同一签名下的不同请求超过 {spread} 个',
      en: 'More than {spread} different calls under one signature',
    },
    remedy: {
      zh: '请为每次请求重新签名；如非本系统所为，请立即更换密钥',
      en: 'Sign each call anew; if these calls are not yours, change the secret now',
    },
  },
  address_not_allowed: {
    status: 403,
    title: {
      zh: '调用地址 {address} 不在登记范围内',
      en: 'The address {address} is not registered for this system',
    },
    remedy: {
      zh: '请从登记的地址调用，或变更系统登记的地址',
      en: 'Call from a registered address, or change the system’s registration',
    },
  },
  no_grant: {
    status: 403,
    title: { zh: '没有可用的授权：{reason}', en: 'There is no grant to use: {reasonEn}' },
    remedy: {
      zh: '请在平台查看授权状态，或提出申请',
      en: 'See the state of the grant on the platform, or apply',
    },
  },
  outside_hours: {
    status: 403,
    title: { zh: '授权的使用时段是 {from}—{to}', en: 'The grant may be used from {from} to {to}' },
    remedy: {
      zh: '请在时段内（北京时间）调用；需要其他时段的，申请变更授权',
      en: 'Call within these hours (Beijing time), or apply for a change of the grant',
    },
  },
  quota_used: {
    status: 429,
    title: { zh: '今天的调用次数已用完（每天 {perDay} 次）', en: 'Today’s {perDay} calls are used up' },
    remedy: {
      zh: '请明天再调用；需要更多次数的，申请变更授权',
      en: 'Call again tomorrow, or apply for a change of the grant',
    },
  },
  revoked: {
    status: 403,
    title: { zh: '授权 {grant} 已停止使用', en: 'The grant {grant} may no longer be used' },
    remedy: { zh: '请在平台查看停止的原因', en: 'The platform shows why it ended' },
  },
  bad_input: {
    status: 400,
    title: { zh: '请求内容有误：{place} {problem}', en: 'The request is wrong: {place} {problemEn}' },
    remedy: { zh: '请按服务说明改正', en: 'Correct it as the service’s description says' },
  },
  identifier_missing: {
    status: 400,
    title: { zh: '至少要给出一个查询标识：{items}', en: 'Give at least one identifier: {items}' },
    remedy: { zh: '请在 params 中填写其中一项', en: 'Put one of them into params' },
  },
  item_not_granted: {
    status: 403,
    title: {
      zh: '数据项“{item}”不在授权范围内，或不能这样使用',
      en: 'The item “{item}” is not granted for this use',
    },
    remedy: { zh: '请只使用授权中列出的数据项', en: 'Use only the items that the grant lists' },
  },
  scenario_not_granted: {
    status: 403,
    title: {
      zh: '授权的应用场景是“{granted}”，不能用于“{scenario}”',
      en: 'The grant is for the scenario “{granted}”, not for “{scenario}”',
    },
    remedy: {
      zh: '请按授权的场景调用，或不填 scenario；如需用于其他场景，请另行申请',
      en: 'Call in the granted scenario, or leave scenario out; for another scenario, apply for it',
    },
  },
  source_unavailable: {
    status: 503,
    title: {
      zh: '提供部门的数据库暂时不能应答',
      en: 'The providing department’s database does not answer at present',
    },
    remedy: {
      zh: '请稍后再试；若持续出现，请联系提供部门',
      en: 'Try again shortly; if it persists, tell the providing department',
    },
  },
});
