import type { IncomingMessage } from 'node:http';
import type { Keys } from '#kernel/keys.ts';
import type { Head, Profile, Voice } from '#planes/gateway/call.ts';
import { refuse } from '#planes/gateway/refusals.ts';
import { bgHmac } from './bgHmac.ts';
import type { Caller } from './caller.ts';
import { type Fronts, createFront } from './front.ts';
import { SPELLINGS, type Spelling, createNational, createNationalInQuery, spellingIn } from './national.ts';
import { sm3 } from './sm3.ts';
import { tif } from './tif.ts';
import { type Tokens, createTokens } from './token.ts';

/** What an installation says about its callers. */
export interface CallerSettings {
  /** Spellings of the national convention. */
  spellings: readonly Spelling[];
  /** Where mutual TLS ends; undefined where no such front is run. */
  fronts: Fronts | undefined;
}

export const CALLER_SETTINGS: CallerSettings = { spellings: SPELLINGS, fronts: undefined };

export interface Profiles {
  /** The convention that a request speaks, with what it says; refuses a request that speaks none. */
  read(req: IncomingMessage, sid: string, voice: Voice | undefined): { profile: Profile; head: Head };
  /** How a caller that could not even be read expects to be answered. */
  voiceOf(req: IncomingMessage): Voice;
  tokens: Tokens;
}

export function createProfiles(
  { spellings, fronts }: CallerSettings,
  keys: Keys,
  holderOf: (fingerprint: string) => Caller | undefined,
): Profiles {
  const tokens = createTokens(keys);
  // In the order in which they are asked: the most frequent first, what searches an address last.
  const all = [
    createNational(spellings),
    sm3,
    tokens.profile,
    bgHmac,
    tif,
    createFront(fronts, holderOf),
    createNationalInQuery(spellings),
  ] as unknown as readonly Profile[];
  return {
    read(req, sid, voice) {
      for (const profile of all) {
        const head = profile.read(req, sid, voice);
        if (head) return { profile, head };
      }
      throw refuse.unknown_caller();
    },
    voiceOf: ({ headers }) => spellingIn(headers, spellings)?.voice ?? 'code0',
    tokens,
  };
}
