/**
 * In charge of telling people: messages in the page, their copies by mail and by the robots of a department's group,
 * and how each wants to be told. Not in charge of what is told and when: every module tells in its own commands, and
 * the clocks are walked by `reminders`.
 */
export { declareMessages } from './routes.ts';
export { type Addressee, type Message, type MessageKind } from './rules.ts';
export { type Messages, createMessages } from './service.ts';
export { type MailSettings, createMailer } from './mail.ts';
export { type Sender, createSender } from './sending.ts';
