import type { Keys } from '#kernel/keys.ts';
import { type Attempt, type Verdict, newSalt } from '#record/append.ts';
import { type SubjectList, packSubjects } from '#record/subjectList.ts';
import { subjectKeyOf, subjectText } from '#record/subjects.ts';
import type { UsageBody } from '#record/entry.ts';
import type { Asked, Head, StreamedAnswer, Visit, WholeAnswer } from '#planes/gateway/call.ts';
import type { CachedPlan } from '#planes/gateway/plans/planCache.ts';
import { type Mac, createMac, createSalted } from '#planes/gateway/callers/mac.ts';

export interface Records {
  /** The persons of many calls under one record; undefined where nobody is named. */
  subjectsOf(cached: CachedPlan, asked: readonly Asked[], at: number): SubjectList | undefined;
  digestOf(head: Head, body: Buffer | undefined): Buffer;
  /** The attempt that makes a served call durable: live in its version and new inside its window, or refused. */
  served(visit: Visit, answer: WholeAnswer, at: number): Attempt;
  /** The same for an answer that is streamed: what it will come to is not known yet. */
  opened(visit: Visit, answer: StreamedAnswer, at: number): Attempt;
  /** What a streamed answer came to: it stands whatever has become of the grant, for the bytes are gone. */
  closed(visit: Visit, totals: Totals, at: number): Attempt;
  /** `asAnswer`: it says something of the data, and so is held to be new inside its window like an answer. */
  refused(visit: Visit, refusal: { code: string; failed: boolean; asAnswer: boolean }, at: number): Attempt;
}

export interface Totals {
  /** The number of its opening. */
  opening: number;
  /** Of what cut it off; undefined when all of it went out. */
  code: string | undefined;
  items: number[];
  rows: number;
  bytes: number;
  /** base64url of SHA-256(salt ‖ what was handed to the connection). */
  digest: string;
  salt: Buffer;
}

interface UsageEntry {
  kind: 'usage';
  at: number;
  body: UsageBody;
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

  /** Keyed digest of whoever a call is about; undefined where it names nobody. */
  function digestOfSubject({ plan, service }: CachedPlan, { params }: Asked, at: number): Buffer | undefined {
    const isGiven = (name: string): boolean => (params[name] ?? '') !== '';
    const by = plan.required.find(isGiven) ?? service.maskedEq.find(isGiven);
    if (by === undefined) return undefined;
    const year = new Date(at).getUTCFullYear();
    if (subjects?.year !== year) subjects = { year, mac: createMac(subjectKeyOf(keys, year)) };
    return subjects.mac(subjectText(params[by] ?? ''));
  }

  function subjectOf(visit: Visit, at: number): string {
    const { cached, asked } = visit;
    if (visit.subjects) return visit.subjects.toString('base64url');
    return (cached && asked && digestOfSubject(cached, asked, at)?.toString('base64url', 0, 8)) ?? '';
  }

  function entryOf(
    visit: Visit,
    at: number,
    result: UsageBody['result'],
    code: string | undefined,
    answer: WholeAnswer | undefined,
    salt: Buffer,
  ): UsageEntry {
    const { head, caller, cached, asked } = visit;
    const plan = cached?.plan;
    const now = performance.now();
    // A sandbox rests on an application and on no grant: its plan’s number is the application’s, negative.
    const granted = plan?.environment === 'sandbox' ? undefined : plan;
    const facts = plan && granted === undefined ? { ...visit.facts, sandbox: -plan.grantId } : visit.facts;
    const body: UsageBody = {
      action: 'gateway.call',
      grantId: granted?.grantId ?? null,
      version: granted?.version ?? null,
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
      ...(facts === undefined ? {} : { facts }),
      answer: answer === undefined ? '' : saltedOf(salt, answer.body).toString('base64url'),
    };
    return { kind: 'usage', at, body };
  }

  /** An entry that may stand only while its grant is live in its version, and its call is new. */
  function heldTo(visit: Visit, entry: UsageEntry, salt: Buffer): Attempt {
    const plan = visit.cached?.plan;
    if (!plan || !visit.digest) throw new Error('a call is served without its plan or digest');
    return {
      entry,
      salt,
      grant: { id: plan.grantId, version: plan.version },
      ...(visit.proof.replay ? { replay: { ...visit.proof.replay, digest: visit.digest } } : {}),
      instead: verdict => entryOf(visit, entry.at, 'refused', CODES[verdict], undefined, salt),
    };
  }

  return {
    subjectsOf(cached, asked, at) {
      const digests = asked.flatMap(one => digestOfSubject(cached, one, at)?.readBigUInt64BE() ?? []);
      return packSubjects(BigUint64Array.from(digests));
    },
    digestOf: (head, body) => requests(head.line, body),
    served(visit, answer, at) {
      const salt = newSalt();
      return heldTo(visit, entryOf(visit, at, 'served', undefined, answer, salt), salt);
    },
    opened(visit, { items }, at) {
      const salt = newSalt();
      const entry = entryOf(visit, at, 'served', undefined, undefined, salt);
      entry.body = { ...entry.body, action: 'gateway.opened', items };
      return heldTo(visit, entry, salt);
    },
    closed(visit, { opening, code, items, rows, bytes, digest, salt }, at) {
      const entry = entryOf(visit, at, code === undefined ? 'served' : 'failed', code, undefined, salt);
      const facts = { ...visit.facts, opening };
      entry.body = { ...entry.body, action: 'gateway.closed', items, rows, bytes, answer: digest, facts };
      return { entry, salt, instead: () => entry };
    },
    refused(visit, { code, failed, asAnswer }, at) {
      const salt = newSalt();
      const entry = entryOf(visit, at, failed ? 'failed' : 'refused', code, undefined, salt);
      const { replay } = visit.proof;
      if (!asAnswer || !replay || !visit.digest) return { entry, salt, instead: () => entry };
      return {
        entry,
        salt,
        replay: { ...replay, digest: visit.digest },
        instead: verdict => entryOf(visit, at, 'refused', CODES[verdict], undefined, salt),
      };
    },
  };
}
