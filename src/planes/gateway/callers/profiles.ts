import type { IncomingMessage } from 'node:http';
import type { Head, Profile, Voice } from '#planes/gateway/call.ts';
import { refuse } from '#planes/gateway/refusals.ts';
import { national } from './national.ts';

/** In the order in which they are asked; the most frequent first. */
const PROFILES: readonly Profile[] = [national as unknown as Profile];

/** The convention that a request speaks, with what it says; refuses a request that speaks none. */
export function readProfile(
  req: IncomingMessage,
  sid: string,
  voice: Voice | undefined,
): { profile: Profile; head: Head } {
  for (const profile of PROFILES) {
    const head = profile.read(req, sid, voice);
    if (head) return { profile, head };
  }
  throw refuse.unknown_caller();
}
