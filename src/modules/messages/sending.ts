/**
 * Sends what waits in the outbox, as the worker. At least once: who dies between sending and noting it leaves a lease,
 * after which the same is sent again, so that a mail or a post may come twice and none is lost.
 */
import type pg from 'pg';
import { type Clock, pause } from '#kernel/clock.ts';
import { bookkeeping } from '#kernel/db.ts';
import { failpoint } from '#kernel/failpoint.ts';
import { type Keep, LEASE, noteFailure } from './attempts.ts';
import { type Mailer, isFinal } from './mail.ts';
import * as store from './outboxStore.ts';
import { type PosterNeeds, createPoster } from './posting.ts';
import { subjectOf } from './rules.ts';

export interface SenderNeeds extends Omit<PosterNeeds, 'keep'> {
  /** Of the login that writes: it alone opens what is sealed. */
  pool: pg.Pool;
  clock: Clock;
  /** Undefined where the operator named no mail server: what waits for one fails. */
  mailer: Mailer | undefined;
  log: { error(facts: object, message: string): void };
  /** Milliseconds between two looks at an empty outbox. */
  every?: number;
}

export interface Sender {
  /** Resolves after the signal, when nothing is under way any more. */
  readonly done: Promise<void>;
}

const EVERY = 2000;
const MAILS = 20;

export function createSender(needs: SenderNeeds): Sender {
  const { pool, clock, mailer, site, log, signal, every = EVERY } = needs;
  const keep: Keep = work => bookkeeping(pool, 'how far the outbox is sent', work);
  const poster = createPoster({ ...needs, keep });

  async function sendMail(one: store.LeasedMail): Promise<void> {
    try {
      if (!mailer) throw new Error('no mail server is set up');
      if (one.mail === null) throw new Error('the address was removed');
      const link = site === undefined ? '请登录平台查看。' : `${site}${one.path}`;
      const text = `${one.zh}\n\n${link}\n\n本邮件由平台自动发出，请勿回复。不再接收的，请在“消息设置”中取消。\n`;
      await mailer.send({ to: one.mail, subject: subjectOf(one.zh), text });
      failpoint('messages.before-mark');
      await keep(tx => store.markSent(tx, [one.id], new Date(clock.now())));
    } catch (error) {
      const { message } = error as Error;
      const final = isFinal(error) || one.mail === null;
      await keep(tx => noteFailure(tx, one, message.slice(0, 200), clock.now(), final));
    }
  }

  /** Resolves to whether there was anything. */
  async function sendMails(): Promise<boolean> {
    const now = clock.now();
    const mails = await keep(tx => store.leaseMails(tx, new Date(now), new Date(now + LEASE), MAILS));
    await Promise.all(mails.map(sendMail));
    return mails.length > 0;
  }

  async function run(): Promise<void> {
    let said = '';
    while (!signal.aborted) {
      let found = false;
      try {
        found = (await Promise.all([sendMails(), poster.postAll()])).some(Boolean);
        said = '';
      } catch (error) {
        const { message } = error as Error;
        if (message !== said && !signal.aborted)
          log.error({ err: error }, `messages are not sent: ${message}`);
        said = message;
      }
      if (!found) await pause(every, signal);
    }
  }

  return { done: run().finally(() => mailer?.close()) };
}
