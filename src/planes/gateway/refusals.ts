import { defineRefusals } from '#kernel/errors.ts';

export const refuse = defineRefusals('gateway', {
  unknown_caller: {
    status: 401,
    title: { zh: '请求者身份未登记', en: 'This caller is not registered' },
    remedy: {
      zh: '请按对接指南核对所用约定的请求头和服务编码，或先在平台登记应用系统',
      en: 'Check the headers of your convention and the service number against the guide, or register the system first',
    },
  },
  wrong_signature: {
    status: 401,
    title: { zh: '签名不正确', en: 'The signature is wrong' },
    remedy: {
      zh: '签名为 {signed}；请核对密钥及其有效期',
      en: 'The signature is {signed}; check the secret and until when it is valid',
    },
  },
  outside_window: {
    status: 401,
    title: {
      zh: '请求时间与平台时间相差 {seconds} 秒，超过 {window} 秒',
      en: 'The request time is {seconds} seconds off, more than {window}',
    },
    remedy: {
      zh: '请校准本系统时钟，并核对时间的写法（毫秒、秒或 GMT 日期，随约定而定）',
      en: 'Set your system’s clock, and check how the time is written (milliseconds, seconds or a GMT date, as the convention says)',
    },
  },
  wrong_digest: {
    status: 401,
    title: { zh: '请求体与签名的摘要不一致', en: 'The body is not the one whose digest was signed' },
    remedy: {
      zh: '请对实际发出的请求体计算摘要，写成 sm3=<十六进制> 或 sha256=<十六进制>',
      en: 'Digest the body as it is sent, written sm3=<hex> or sha256=<hex>',
    },
  },
  bad_token: {
    status: 401,
    title: { zh: '令牌无效或已过期', en: 'The token is not valid, or no longer' },
    remedy: { zh: '请向 /oauth/token 重新取令牌', en: 'Ask /oauth/token for a new one' },
  },
  certificate_ended: {
    status: 401,
    title: { zh: '登记的证书不在有效期内', en: 'The registered certificate is not valid at this time' },
    remedy: {
      zh: '请在平台登记新的证书',
      en: 'Register the new certificate on the platform',
    },
  },
  convention_not_registered: {
    status: 403,
    title: {
      zh: '本系统没有登记使用调用约定“{convention}”',
      en: 'This system is not registered for the convention “{convention}”',
    },
    remedy: {
      zh: '请在平台的业务系统页勾选这一约定，或改用已登记的约定',
      en: 'Tick it on the platform’s page of systems, or use a registered convention',
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
  slowed: {
    status: 429,
    title: {
      zh: '因调用异常，授权暂时限为每秒 {perSecond} 次',
      en: 'Because of unusual use this grant is held to {perSecond} calls a second',
    },
    remedy: {
      zh: '请放慢调用；情况查明后由主管部门解除',
      en: 'Call more slowly; once it is looked into, the authority lifts this',
    },
  },
  version_ended: {
    status: 410,
    title: {
      zh: '接口第 {version} 版已停止，接替它的是第 {successor} 版',
      en: 'Version {version} of the service has ended; version {successor} takes its place',
    },
    remedy: {
      zh: '请在授权页改用第 {successor} 版；服务编码不变',
      en: 'Change to version {successor} on the page of the grant; the service code stays',
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
  stream_left: {
    status: 400,
    title: { zh: '调用方在传完之前断开', en: 'The caller went away before all was sent' },
    remedy: {
      zh: '请重新调用；文件可从中断处续传',
      en: 'Call again; a file goes on from where it broke off',
    },
  },
  stream_slow: {
    status: 408,
    title: { zh: '调用方长时间不接收数据，传输中止', en: 'The caller took nothing for too long' },
    remedy: {
      zh: '请检查网络后重新调用；文件可从中断处续传',
      en: 'Check the network and call again; a file goes on from where it broke off',
    },
  },
  stream_broken: {
    status: 502,
    title: { zh: '数据来源在传完之前中断', en: 'The source broke off before all was sent' },
    remedy: {
      zh: '请稍后重新调用；若持续出现，请联系提供部门',
      en: 'Call again shortly; if it persists, tell the providing department',
    },
  },
  stream_unsure: {
    status: 503,
    title: {
      zh: '平台暂时无法确认授权仍然有效，传输中止',
      en: 'The platform cannot tell at present whether the grant still stands',
    },
    remedy: { zh: '请稍后重新调用', en: 'Call again shortly' },
  },
  file_unknown: {
    status: 404,
    title: { zh: '没有编号为 {file} 的文件', en: 'There is no file {file}' },
    remedy: { zh: '请先取文件清单', en: 'Ask for the list of files first' },
  },
  file_ended: {
    status: 410,
    title: { zh: '文件 {file} 已被撤回或替换', en: 'File {file} was withdrawn or replaced' },
    remedy: {
      zh: '请重新取文件清单，下载现行版本',
      en: 'Ask for the list of files again and take the present version',
    },
  },
  range_beyond: {
    status: 416,
    title: {
      zh: '请求的字节范围超出文件（共 {size} 字节）',
      en: 'The range lies beyond the file’s {size} bytes',
    },
    remedy: { zh: '请核对已下载的长度后重试', en: 'Check how much you have, and ask again' },
  },
  link_unknown: {
    status: 404,
    title: { zh: '下载链接无效', en: 'There is no such link' },
    remedy: { zh: '请核对链接是否完整，或重新取得', en: 'Check that the link is complete, or get a new one' },
  },
  link_elsewhere: {
    status: 403,
    title: {
      zh: '下载链接不能在地址 {address} 使用',
      en: 'This link is not for the address {address}',
    },
    remedy: { zh: '请在取得链接的地址下载，或重新取得', en: 'Use it where it was made, or get a new one' },
  },
  link_taken: {
    status: 409,
    title: {
      zh: '同一链接的另一次下载接替了这一次，或文件已被撤回',
      en: 'Another download by the same link took its place, or the file was withdrawn',
    },
    remedy: { zh: '请只用一次下载；中断后可续传', en: 'Download once; go on from where it broke off' },
  },
  link_past: {
    status: 410,
    title: { zh: '下载链接已过期', en: 'The link has expired' },
    remedy: { zh: '请重新取得链接', en: 'Get a new one' },
  },
  link_used: {
    status: 410,
    title: { zh: '下载链接已使用', en: 'The link was used up' },
    remedy: { zh: '链接只能完整下载一次；请重新取得', en: 'A link gives its file out once; get a new one' },
  },
  upstream_unavailable: {
    status: 503,
    title: {
      zh: '提供部门的接口暂时不能应答',
      en: 'The providing department’s interface does not answer at present',
    },
    remedy: {
      zh: '请稍后再试；若持续出现，请联系提供部门',
      en: 'Try again shortly; if it persists, tell the providing department',
    },
  },
  upstream_too_slow: {
    status: 504,
    title: {
      zh: '提供部门的接口在 {milliseconds} 毫秒内没有应答',
      en: 'The providing department’s interface did not answer within {milliseconds} milliseconds',
    },
    remedy: {
      zh: '请稍后再试；若持续出现，请联系提供部门',
      en: 'Try again shortly; if it persists, tell the providing department',
    },
  },
  upstream_refused: {
    status: 502,
    title: {
      zh: '提供部门的接口拒绝了这次请求（{code}）{words}',
      en: 'The providing department’s interface refused this call ({code}) {words}',
    },
    remedy: {
      zh: '请核对参数；若参数无误，请把这个代码告诉提供部门',
      en: 'Check the parameters; if they are right, tell the providing department this code',
    },
  },
  upstream_unexpected: {
    status: 502,
    title: {
      zh: '提供部门接口的答复与登记的不符：{problem}',
      en: 'What the providing department’s interface answered is not what was registered: {problemEn}',
    },
    remedy: {
      zh: '请联系提供部门核对接口；平台没有交出这次答复',
      en: 'Ask the providing department to look at its interface; the platform withheld this answer',
    },
  },
});
