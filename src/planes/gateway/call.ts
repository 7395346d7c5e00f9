/** What is known of a call while it passes the stages, and the seams at which stages are exchanged for others. */
import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import type { CallPlan } from '#vocabulary/plans.ts';
import type { Caller } from './callers/caller.ts';
import type { Taken } from './limits/limits.ts';
import type { CachedPlan } from './plans/planCache.ts';

export type ProfileName = 'national' | 'bg_hmac' | 'tif' | 'sm3' | 'token' | 'front' | 'link';

/** Live data, or synthetic rows of the same shape. Which one a call means is said by the key that proves it. */
export type Environment = 'live' | 'sandbox';

/** How answers and refusals are worded: the same facts in each. */
export type Voice = 'code0' | 'code200' | 'rest' | 'problem';

/** What the request line and the headers say; nothing of it is believed yet. */
export interface Head {
  sid: string;
  /** By what the caller is found: its rid, whatever the convention calls it. */
  rid: string;
  /** Method and address with its query, as they arrived. */
  line: string;
  voice: Voice;
}

/** What a profile found proven. */
export interface Proof {
  environment: Environment;
  /** The number of the system's key that proved it. */
  key?: number;
  /**
   * What makes the call unique inside its window, and how many different calls may come under it; undefined where the
   * convention has nothing to repeat (a token, a certificate).
   */
  replay: { signature: Buffer; spread: number } | undefined;
}

/** How the callers of one convention prove who they are. All of it runs before the body is read. */
export interface Profile<H extends Head = Head> {
  readonly name: ProfileName;
  /** Undefined when the request does not speak this convention; throws a stranger's refusal when it does so badly. */
  read(req: IncomingMessage, sid: string, voice: Voice | undefined): H | undefined;
  /** Throws a stranger's refusal: the rid alone proves nothing. */
  prove(head: H, caller: Caller, now: number): Proof;
  /** Of a proven caller: the window of its time. Refusals here are recorded under its name. */
  checkTime?(head: H, now: number): void;
  /** Whether the body is the one that was signed, for conventions that sign it. */
  checkBody?(head: H, body: Buffer | undefined): void;
}

/** What every call states besides what it asks for (SHR-8): the purpose. */
export interface Purpose {
  /** Absent or empty: the matter that was granted. */
  matter?: string;
  post: string;
  caseNo: string;
  scenario: string;
}

/** A call by name and value: the identifiers it selects by and, in a verification, the values it holds. */
export interface Asked extends Purpose {
  params: Record<string, string>;
  claims: Record<string, string>;
}

/** How what is asked is written, and how answers look: one for each family of addresses. */
export interface Dialect {
  readonly name: string;
  /** Whether an address (path and query) is one of its own. */
  matches(url: string): boolean;
  /** The service that an address of its own names; '' when it is named in headers only. */
  sidOf(url: string): string;
  /** How answers and refusals are worded at these addresses, whatever the profile; undefined: as the profile says. */
  readonly voice: Voice | undefined;
  readonly methods: ReadonlySet<string>;
  /** Refuses by name what clients of these addresses know and is not served at them. */
  check?(req: IncomingMessage): void;
}

/** An answer that is whole before its record: bytes that go out in one write. */
export interface WholeAnswer {
  status: number;
  contentType: string;
  headers?: readonly (readonly [string, string | number])[];
  body: string | Buffer;
  /** Of a HEAD: the length that a GET would have. */
  length?: number;
  rows: number;
  /** Positions in the plan of the items that the answer holds. */
  items: number[];
}

/**
 * An answer that goes out while it comes in: its opening is recorded before its first byte, its closing with the totals
 * after the last. The grant is looked at again while it runs. The headers carry the length where it is known.
 */
export interface StreamedAnswer {
  status: number;
  contentType: string;
  headers?: readonly (readonly [string, string | number])[];
  /** Destroyed when the answer ends early, whoever ends it; an error of it cuts the answer off. */
  stream: Readable;
  /** Positions in the plan of the items that the answer holds. */
  items: number[];
  /** Rows that went out; asked for when it has ended. */
  rows(): number;
  /** Told when it has ended, with what was handed to the connection; `whole`: to the last byte. */
  ended?(end: { bytes: number; whole: boolean }): Promise<void>;
}

export type Answer = WholeAnswer | StreamedAnswer;

export const isStreamed = (answer: Answer): answer is StreamedAnswer => 'stream' in answer;

/** What is known of a call of a proven caller, as far as it has come. */
export interface Visit {
  head: Head;
  profile: Profile;
  dialect: Dialect;
  caller: Caller;
  proof: Proof;
  address: string;
  started: number;
  cached: CachedPlan | undefined;
  asked: Asked | undefined;
  body: Buffer | undefined;
  /** Keyed digest of method, address, query and body. */
  digest: Buffer | undefined;
  /**
   * Takes the call from the limits of its plan, once it is known that the plan gives what is asked; a serving awaits it
   * before it fetches. A batch is as many calls as it has rows.
   */
  settle(cached: CachedPlan, calls?: number): Promise<void> | undefined;
  /** Takes rows and bytes of a streamed answer before they leave; of a whole answer the gateway does it itself. */
  spend(rows: number, bytes: number): Promise<void> | undefined;
  /** What it has taken from its plan’s limits. */
  taken: Taken;
  decided: number;
  fetched: number;
  /** Root of the persons that a batch was about; undefined where the call is about one. */
  subjects: Buffer | undefined;
  /** What the record says beside the fixed fields. */
  facts: Record<string, unknown> | undefined;
}

/** A kind of service: what is done for a call once caller, plan and limits are settled. */
export interface Serving<P extends CallPlan = CallPlan> {
  /** Reads what is asked, decides whether the plan gives it, fetches and shapes it; throws a refusal. */
  serve(visit: Visit, cached: CachedPlan<P>, req: IncomingMessage): Promise<Answer>;
  close?(): Promise<void>;
}

export type ServingKind = CallPlan['kind'];
