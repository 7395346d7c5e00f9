import type { Keys } from '#kernel/keys.ts';
import { type Attempt, type Verdict, newSalt } from '#record/append.ts';
import { subjectKeyOf, subjectText } from '#record/subjects.ts';
import type { Entry, UsageBody } from '#record/entry.ts';
import type { Head, Visit, WholeAnswer } from '#planes/gateway/call.ts';
import { type Mac, createMac, createSalted } from '#planes/gateway/callers/mac.ts';

export interface Records {
  digestOf(head: Head, body: Buffer | undefined): Buffer;
  /** The attempt that makes a served call durable: live in its version and new inside its window, or refused. */
  served(visit: Visit, answer: WholeAnswer, at: number): Attempt;
  refused(visit: Visit, code: string, failed: boolean, at: number): Attempt;
}

const CODES: Record<Verdict, string> = {
  dead: 'gateway.revoked',
  replayed: 'gateway.replayed',
  crowded: 'gateway.too_many_bodies',
};

const micros = (milliseconds: number): number => Math.round(milliseconds * 1000);

/**
 * An identity number has so little entropy that a bare hash of it would be the number itself: persons are kept as keyed
 * digests, requests and answers as digests with the record's own salt, which lies apart from the record.
 */
export function createRecords(keys: Keys): Records {
  const requests = createMac(keys.derive('subject-digests', 'requests'));
  const salted = createSalted();
  const saltedOf = (salt: Buffer, body: string | Buffer): Buffer =>
    typeof body === 'string' ? salted(salt, body) : salted(salt, '', body);
  let subjects: { year: number; mac: Mac } | undefined;

  function subjectOf(visit: Visit, at: number): string {
    const { cached, asked } = visit;
    if (!cached || !asked) return '';
    for (const name of cached.plan.required) {
      const value = asked.params[name];
      if (value === undefined || value === '') continue;
      const year = new Date(at).getUTCFullYear();
      if (subjects?.year !== year) subjects = { year, mac: createMac(subjectKeyOf(keys, year)) };
      return subjects.mac(subjectText(value)).toString('base64url', 0, 8);
    }
    return '';
  }

  function entryOf(
    visit: Visit,
    at: number,
    result: UsageBody['result'],
    code: string | undefined,
    answer: WholeAnswer | undefined,
    salt: Buffer,
  ): Entry {
    const { head, caller, cached, asked } = visit;
    const plan = cached?.plan;
    const now = performance.now();
    const body: UsageBody = {
      action: 'gateway.call',
      grantId: plan?.grantId ?? null,
      version: plan?.version ?? null,
      grantNo: plan?.grantNo ?? '',
      systemId: caller.id,
      consumerId: caller.departmentId,
      providerId: plan?.providerId ?? null,
      entryId: plan?.entryId ?? null,
      service: plan?.sid ?? head.sid.slice(0, 100),
      scenario: asked !== undefined && asked.scenario !== '' ? asked.scenario : (plan?.scenario ?? ''),
      post: asked?.post ?? '',
      caseNo: asked?.caseNo ?? '',
      result,
      ...(code === undefined ? {} : { code }),
      items: answer?.items ?? [],
      rows: answer?.rows ?? 0,
      bytes: answer === undefined ? 0 : Buffer.byteLength(answer.body),
      micros: micros(now - visit.started),
      stages:
        visit.fetched === 0
          ? []
          : [
              micros(visit.decided - visit.started),
              micros(visit.fetched - visit.decided),
              micros(now - visit.fetched),
            ],
      subject: subjectOf(visit, at),
      request: salted(salt, head.line, visit.body).toString('base64url'),
      ...(visit.facts === undefined ? {} : { facts: visit.facts }),
      answer: answer === undefined ? '' : saltedOf(salt, answer.body).toString('base64url'),
    };
    return { kind: 'usage', at, body };
  }

  return {
    digestOf: (head, body) => requests(head.line, body),
    served(visit, answer, at) {
      const salt = newSalt();
      const entry = entryOf(visit, at, 'served', undefined, answer, salt);
      const plan = visit.cached?.plan;
      if (!plan || !visit.digest) throw new Error('a call is served without its plan or digest');
      return {
        entry,
        salt,
        grant: { id: plan.grantId, version: plan.version },
        ...(visit.proof.replay ? { replay: { ...visit.proof.replay, digest: visit.digest } } : {}),
        instead: verdict => entryOf(visit, at, 'refused', CODES[verdict], undefined, salt),
      };
    },
    refused(visit, code, failed, at) {
      const salt = newSalt();
      const entry = entryOf(visit, at, failed ? 'failed' : 'refused', code, undefined, salt);
      return { entry, salt, instead: () => entry };
    },
  };
}
