import type { Http } from '#kernel/http.ts';
import { ById } from '#kernel/schema.ts';
import * as contract from './contract.ts';
import type { Messages } from './service.ts';

const tag = '消息';

export function declareMessages({ http, messages }: { http: Http; messages: Messages }): void {
  const { reading, settings } = messages;
  http.route({
    method: 'GET',
    url: '/api/messages',
    access: 'signed_in',
    tag,
    query: contract.MessageQuery,
    reply: contract.MessageList,
    summary: { zh: '我的消息：待办提醒、结果、系统', en: 'My messages: to-dos, results, of the platform' },
    handle: ({ actor, query }) => reading.list(actor, query),
  });
  http.route({
    method: 'GET',
    url: '/api/messages/unread',
    access: 'signed_in',
    tag,
    reply: contract.Unread,
    summary: { zh: '未读消息数', en: 'How many messages are unread' },
    handle: ({ actor }) => reading.unreadOf(actor),
  });
  http.route({
    method: 'POST',
    url: '/api/messages/read',
    access: 'signed_in',
    tag,
    body: contract.ReadBody,
    reply: contract.Unread,
    summary: { zh: '标记已读', en: 'Mark messages read' },
    handle: ({ actor, body }) => reading.read(actor, body.ids),
  });
  http.route({
    method: 'POST',
    url: '/api/messages/read-all',
    access: 'signed_in',
    tag,
    body: contract.ReadAllBody,
    reply: contract.Unread,
    summary: { zh: '全部已读', en: 'Mark all messages read' },
    handle: ({ actor, body }) => reading.readAll(actor, body.kind),
  });
  http.route({
    method: 'GET',
    url: '/api/messages/settings',
    access: 'signed_in',
    tag,
    reply: contract.SettingsView,
    summary: { zh: '消息设置：站内、邮件、群机器人', en: 'How I am told: in the page, by mail, by robots' },
    handle: ({ actor }) => settings.view(actor),
  });
  http.route({
    method: 'PUT',
    url: '/api/messages/settings',
    access: 'signed_in',
    tag,
    body: contract.SettingsBody,
    reply: contract.SettingsSaved,
    summary: { zh: '保存本人的消息设置', en: 'Save how I want to be told' },
    handle: ({ actor, body }) => settings.save(actor, body),
  });
  http.route({
    method: 'POST',
    url: '/api/messages/settings/trial',
    access: 'signed_in',
    tag,
    reply: contract.SettingsSaved,
    summary: { zh: '给自己发一封测试邮件', en: 'Send myself a trial mail' },
    handle: ({ actor }) => settings.tryMail(actor),
  });
  http.route({
    method: 'POST',
    url: '/api/messages/robots',
    access: 'messages.robots',
    tag,
    body: contract.RobotBody,
    reply: contract.SettingsSaved,
    status: 201,
    summary: { zh: '登记本部门的群机器人', en: 'Enter a robot of my department’s group' },
    handle: ({ actor, body }) => settings.addRobot(actor, body),
  });
  http.route({
    method: 'DELETE',
    url: '/api/messages/robots/:id',
    access: 'messages.robots',
    tag,
    params: ById,
    reply: contract.SettingsSaved,
    summary: { zh: '停用群机器人', en: 'Remove a robot' },
    handle: ({ actor, params }) => settings.removeRobot(actor, params.id),
  });
  http.route({
    method: 'POST',
    url: '/api/messages/robots/:id/trial',
    access: 'messages.robots',
    tag,
    params: ById,
    reply: contract.SettingsSaved,
    summary: { zh: '给群机器人发一条测试消息', en: 'Send the robot a trial message' },
    handle: ({ actor, params }) => settings.tryRobot(actor, params.id),
  });
}
