import { defineRefusals } from '#kernel/errors.ts';

export const refuse = defineRefusals('organizations', {
  wrong_password: {
    status: 401,
    title: { zh: '账号或密码不对，还可以试 {left} 次', en: 'Wrong account or password; {left} tries left' },
    remedy: {
      zh: '请核对大小写；忘记密码请联系平台运维员',
      en: 'Check upper and lower case; if forgotten, ask the operator',
    },
  },
  locked: {
    status: 423,
    title: { zh: '账号已锁定，{until} 后可再试', en: 'The account is locked until {until}' },
    remedy: { zh: '请到时再试，或请平台运维员解锁', en: 'Try again then, or ask the operator' },
  },
  weak_password: {
    status: 422,
    title: { zh: '新密码不符合要求：{missing}', en: 'The new password lacks: {missing}' },
    remedy: {
      zh: '至少 8 位，含大写字母、小写字母、数字和符号，且不同于原密码',
      en: 'At least 8 characters with upper case, lower case, digit and sign, and not the old one',
    },
  },
  not_your_post: {
    status: 403,
    title: { zh: '您没有这个岗位', en: 'This is not a post of yours' },
    remedy: { zh: '请从右上角的岗位列表选择', en: 'Choose from the list of your posts' },
  },
  login_taken: {
    status: 409,
    title: { zh: '这个账号名已被使用', en: 'This account name is taken' },
    remedy: { zh: '请换一个账号名', en: 'Choose another name' },
  },
  system_name_taken: {
    status: 409,
    title: { zh: '本部门已有同名系统', en: 'Your department has a system of this name' },
    remedy: { zh: '请换一个名称，或使用已登记的系统', en: 'Choose another name, or use the registered one' },
  },
  bad_credit_code: {
    status: 422,
    title: { zh: '统一社会信用代码 {code} 的校验码不对', en: 'The check digit of {code} is wrong' },
    remedy: { zh: '请核对 18 位代码', en: 'Check the 18 characters' },
  },
  no_post: {
    status: 403,
    title: { zh: '这个账号现在没有生效的岗位', en: 'This account has no post in force at present' },
    remedy: {
      zh: '请平台运维员指定岗位，或等安全管理员确认；部门暂停期间岗位也不生效',
      en: 'Ask the operator for a post, or wait for the security officer; a suspended department has none',
    },
  },
  locked_by_hand: {
    status: 423,
    title: { zh: '账号已由管理员锁定', en: 'An administrator locked this account' },
    remedy: { zh: '请联系平台运维员解锁', en: 'Ask the operator to unlock it' },
  },
  bad_region_code: {
    status: 422,
    title: { zh: '{code} 不是行政区划代码', en: '{code} is no administrative division code' },
    remedy: {
      zh: '请填写 6 位（省市县）、9 位（乡镇街道）或 12 位（村、社区）代码，前两位是省级代码',
      en: 'Give 6 digits (province to county), 9 (street) or 12 (village); the first two are the province’s',
    },
  },
  region_taken: {
    status: 409,
    title: { zh: '这个区划已在列表中', en: 'This region is listed already' },
    remedy: { zh: '请在列表中查找它', en: 'Look for it in the list' },
  },
  region_outside: {
    status: 422,
    title: { zh: '{code} 与已有的区划不在一棵树上', en: '{code} does not belong to the tree of regions' },
    remedy: {
      zh: '请先添加它的上级区划；所有区划须有同一个最上级',
      en: 'Add the region above it first; all regions have one at the top',
    },
  },
  region_in_use: {
    status: 409,
    title: {
      zh: '不能移除：还有 {departments} 个部门、{below} 个下级区划',
      en: 'It cannot be removed: {departments} departments and {below} regions below belong to it',
    },
    remedy: {
      zh: '请先把这些部门改到别的区划，移除下级区划',
      en: 'Move these departments to other regions and remove the regions below first',
    },
  },
  department_name_taken: {
    status: 409,
    title: { zh: '已有同名部门', en: 'There is a department of this name' },
    remedy: { zh: '请核对全称，或打开已有的部门', en: 'Check the full name, or open that department' },
  },
  credit_code_taken: {
    status: 409,
    title: { zh: '已有部门使用这个统一社会信用代码', en: 'Another department has this credit code' },
    remedy: { zh: '请核对代码，或打开已有的部门', en: 'Check the code, or open that department' },
  },
  authority_taken: {
    status: 409,
    title: { zh: '这个区划已有主管部门', en: 'This region has its authority already' },
    remedy: {
      zh: '一个区划只有一个主管部门；请先在原部门取消“主管部门”',
      en: 'A region has one authority: take the mark from the present one first',
    },
  },
  authority_needed: {
    status: 409,
    title: {
      zh: '还有 {n} 名人员在这个部门担任“主管部门”岗位',
      en: '{n} people hold the authority’s post in this department',
    },
    remedy: { zh: '请先结束这些岗位', en: 'End these posts first' },
  },
  own_department: {
    status: 403,
    title: { zh: '不能暂停或撤销自己所在的部门', en: 'You cannot suspend or dissolve your own department' },
    remedy: { zh: '请其他部门的运维员办理', en: 'Ask an operator of another department' },
  },
  department_depended_on: {
    status: 409,
    title: { zh: '不能撤销，还有：{left}', en: 'It cannot be dissolved while it has: {leftEn}' },
    remedy: {
      zh: '请先撤下目录、终止授权、办结申请；急需停止时可先暂停',
      en: 'Withdraw entries, end grants and close cases first; suspend it where it must stop at once',
    },
  },
  department_state: {
    status: 409,
    title: { zh: '部门现在的状态不能这样办', en: 'The department’s present state does not allow this' },
    remedy: { zh: '请刷新页面，查看现在的状态', en: 'Reload the page and look at its state' },
  },
  department_closed: {
    status: 409,
    title: {
      zh: '“{name}”已暂停或撤销，不能指定岗位',
      en: '{name} is suspended or dissolved: no posts there',
    },
    remedy: { zh: '请先恢复部门，或选择别的部门', en: 'Resume the department, or choose another' },
  },
  account_state: {
    status: 409,
    title: { zh: '账号现在的状态不能这样办', en: 'The account’s present state does not allow this' },
    remedy: { zh: '请刷新页面，查看现在的状态', en: 'Reload the page and look at its state' },
  },
  own_account: {
    status: 403,
    title: { zh: '任何人不能变更自己的账号和岗位', en: 'Nobody changes their own account or posts' },
    remedy: { zh: '请另一名管理员办理', en: 'Ask another administrator' },
  },
  security_handles: {
    status: 403,
    title: {
      zh: '安全管理员、安全审计员的账号由另一名安全管理员办理',
      en: 'Accounts of security officers and auditors are handled by another security officer',
    },
    remedy: {
      zh: '请安全管理员办理；只有一名安全管理员时，请先再指定一名',
      en: 'Ask a security officer; where there is one only, appoint a second',
    },
  },
  operator_handles: {
    status: 403,
    title: { zh: '这个账号由平台运维员办理', en: 'This account is handled by the operator' },
    remedy: { zh: '请平台运维员办理', en: 'Ask the operator' },
  },
  administrators_apart: {
    status: 422,
    title: {
      zh: '运维员、安全管理员、审计员须由不同的人担任，也不能兼业务岗位',
      en: 'Operator, security officer and auditor are different people, and hold no post with business data',
    },
    remedy: { zh: '请为这个岗位另开一个账号', en: 'Open another account for this post' },
  },
  last_administrator: {
    status: 409,
    title: { zh: '这样就没有在岗的{role}了', en: 'No {roleEn} would be left in office' },
    remedy: {
      zh: '请先让另一个人担任这个岗位',
      en: 'Put another person into this post first',
    },
  },
  not_an_authority: {
    status: 422,
    title: { zh: '“{name}”不是主管部门', en: '{name} is not an authority' },
    remedy: {
      zh: '请选择主管部门，或先在部门页标明“主管部门”',
      en: 'Choose the authority, or mark the department as one first',
    },
  },
  post_held: {
    status: 409,
    title: {
      zh: '这个账号已有这个岗位，或正在等待确认',
      en: 'The account holds this post, or it awaits confirmation',
    },
    remedy: { zh: '请查看账号的岗位列表', en: 'Look at the account’s list of posts' },
  },
  post_state: {
    status: 409,
    title: { zh: '岗位现在的状态不能这样办', en: 'The post’s present state does not allow this' },
    remedy: { zh: '请刷新页面，查看现在的状态', en: 'Reload the page and look at its state' },
  },
  too_many_keys: {
    status: 409,
    title: { zh: '有效密钥已有 {most} 个', en: 'There are {most} valid keys already' },
    remedy: { zh: '请先停用不再使用的密钥', en: 'End those that are no longer used first' },
  },
  key_over: {
    status: 409,
    title: { zh: '密钥 {no} 已经失效', en: 'Key {no} has ended already' },
    remedy: { zh: '请刷新页面查看', en: 'Reload the page to see it' },
  },
  not_a_certificate: {
    status: 422,
    title: { zh: '这不是 PEM 格式的证书', en: 'This is no certificate in PEM' },
    remedy: {
      zh: '请粘贴以 -----BEGIN CERTIFICATE----- 开头的内容；读不了的国密证书可直接登记 SM3 指纹',
      en: 'Paste what begins with -----BEGIN CERTIFICATE-----; of an SM2 certificate that cannot be read, register the SM3 fingerprint',
    },
  },
  certificate_over: {
    status: 422,
    title: { zh: '这张证书已经过期', en: 'This certificate has expired' },
    remedy: { zh: '请登记新的证书', en: 'Register the new one' },
  },
  certificate_taken: {
    status: 409,
    title: { zh: '这张证书已经登记', en: 'This certificate is registered already' },
    remedy: {
      zh: '一张证书只能用于一个系统的一种环境；请先停用原来的登记，或换一张证书',
      en: 'A certificate stands for one system in one environment; end the other registration first, or use another',
    },
  },
  addresses_too_wide: {
    status: 422,
    title: {
      zh: '地址范围太宽：{addresses}',
      en: 'These networks let nearly everybody in: {addresses}',
    },
    remedy: {
      zh: '所选约定的签名不含请求内容，地址须收窄到 /8（IPv6 为 /32）以内；也可只选 sm3、令牌或证书',
      en: 'The chosen conventions do not sign the content: name networks of /8 (IPv6: /32) or narrower, or choose sm3, token or certificate alone',
    },
  },
  refresh_unknown: {
    status: 401,
    title: { zh: '请求不存在于授权列表中', en: 'This caller is not in the list' },
    remedy: { zh: '请核对 rid', en: 'Check the rid' },
  },
  refresh_unproven: {
    status: 401,
    title: { zh: '签名不正确', en: 'The signature is wrong' },
    remedy: {
      zh: '签名为 Base64(HMAC-SHA256(appKey, sid+rid+rtime))',
      en: 'The signature is base64(HMAC-SHA256(appKey, sid+rid+rtime))',
    },
  },
  refresh_not_allowed: {
    status: 403,
    title: {
      zh: '本系统不能从 {address} 刷新密钥',
      en: 'This system may not refresh its secret from {address}',
    },
    remedy: {
      zh: '请从登记的地址刷新，并在平台为本系统勾选国家平台约定',
      en: 'Refresh from a registered address, and register the national convention for this system',
    },
  },
  refresh_late: {
    status: 401,
    title: { zh: '请求时间与平台时间相差超过 300 秒', en: 'The request time is more than 300 seconds off' },
    remedy: { zh: '请校准时钟；rtime 为毫秒', en: 'Set your clock; rtime is in milliseconds' },
  },
  refresh_replayed: {
    status: 409,
    title: { zh: '这次刷新已经受理过', en: 'This very refresh was accepted before' },
    remedy: { zh: '请用新的请求时间重新签名', en: 'Sign again with a new request time' },
  },
  refreshed_too_often: {
    status: 429,
    title: { zh: '10 分钟内刷新超过 {most} 次', en: 'More than {most} refreshes in ten minutes' },
    remedy: {
      zh: '密钥在 secretEndTime 之前一直有效，请保存使用',
      en: 'A secret is valid until secretEndTime: keep it',
    },
  },
});
