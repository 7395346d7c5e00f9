import { defineRefusals } from '#kernel/errors.ts';

export const refuse = defineRefusals('messages', {
  no_mail_server: {
    status: 409,
    title: { zh: '平台还没有配置邮件服务器', en: 'The platform has no mail server yet' },
    remedy: {
      zh: '请平台运维员配置；站内消息照常',
      en: 'Ask the operator; messages in the page come as before',
    },
  },
  bad_mail: {
    status: 422,
    title: { zh: '“{mail}”不是邮箱地址', en: '“{mail}” is no mail address' },
    remedy: {
      zh: '请填写完整的邮箱，如 zhangsan@example.gov.cn',
      en: 'Write it whole, such as li@example.gov.cn',
    },
  },
  mail_missing: {
    status: 422,
    title: { zh: '选了邮件，没有填写邮箱', en: 'Mail is chosen without an address' },
    remedy: { zh: '请填写邮箱，或取消邮件', en: 'Write the address, or choose no mail' },
  },
  bad_robot: {
    status: 422,
    title: { zh: '机器人地址不可用', en: 'The address of the robot cannot be used' },
    remedy: {
      zh: '请粘贴群机器人的完整 Webhook 地址，以 https:// 开头；政务外网内的服务也可以用 http://',
      en: 'Paste its whole webhook address, beginning with https://, or http:// inside the government network',
    },
  },
  robot_taken: {
    status: 409,
    title: { zh: '本部门已有同名的机器人', en: 'Your department has a robot of this name' },
    remedy: { zh: '请换一个名称，或先停用原来的', en: 'Choose another name, or remove the other one first' },
  },
  no_secret_here: {
    status: 422,
    title: { zh: '企业微信机器人没有加签密钥', en: 'A WeCom robot has no signing secret' },
    remedy: { zh: '请留空，或改选钉钉', en: 'Leave it empty, or choose DingTalk' },
  },
});
