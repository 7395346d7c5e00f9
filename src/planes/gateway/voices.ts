/** How refusals are worded for the families of clients: the same facts in each. */
import type { IncomingMessage } from 'node:http';
import type { Refusal } from '#kernel/errors.ts';
import type { Voice } from './call.ts';

type Wording = (refusal: Refusal) => object;

const WORDINGS: Record<Voice, Wording> = {
  code0: ({ code, title, remedy, facts }) => ({
    code,
    message: title.zh,
    messageEn: title.en,
    remedy: remedy.zh,
    remedyEn: remedy.en,
    facts,
    data: null,
  }),
  // 200 is success and 300 is failure (standards.md 3.2); which failure stands beside it.
  code200: ({ code, title, remedy, facts }) => ({
    code: '300',
    message: title.zh,
    data: null,
    reason: code,
    messageEn: title.en,
    remedy: remedy.zh,
    remedyEn: remedy.en,
    facts,
  }),
  // The four that PostgREST's clients know, and the rest of what is to be said.
  rest: ({ code, title, remedy, facts }) => ({
    code,
    message: title.zh,
    details: title.en,
    hint: remedy.zh,
    hintEn: remedy.en,
    facts,
  }),
  // RFC 9457, with the members that the platform's own interface has.
  problem: ({ code, status, title, remedy, facts }) => ({
    type: `urn:shuqiao:refusal:${code}`,
    title: title.zh,
    status,
    detail: remedy.zh,
    code,
    titleEn: title.en,
    remedy: remedy.zh,
    remedyEn: remedy.en,
    facts,
  }),
};

/** What says success in the answer of a query or verification; it stands as `code`. */
export const SUCCESS: Record<Voice, string> = { code0: '0', code200: '200', rest: '0', problem: '0' };

export const wordsOf = (refusal: Refusal, voice: Voice): string => JSON.stringify(WORDINGS[voice](refusal));

export const typeOf = (voice: Voice): string =>
  voice === 'problem' ? 'application/problem+json' : 'application/json; charset=utf-8';

/** The voice of a refusal: whoever accepts problem details gets them, whatever its convention. */
export const voiceFor = ({ headers: { accept } }: IncomingMessage, voice: Voice): Voice =>
  accept?.includes('application/problem+json') === true ? 'problem' : voice;
