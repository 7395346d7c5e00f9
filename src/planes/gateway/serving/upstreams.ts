import type pg from 'pg';
import { type OutwardRule, outwardAddress } from '#kernel/addresses.ts';
import type { Clock } from '#kernel/clock.ts';
import type { Keys } from '#kernel/keys.ts';
import type { Logger } from '#kernel/observe.ts';
import type { PlanInterface, UpstreamAddress, UpstreamCredentials } from '#vocabulary/plans.ts';
import { refuse } from '#planes/gateway/refusals.ts';
import { type Breaker, createBreaker } from './breaker.ts';
import { credentialHeaders } from './credentials.ts';
import { renewNational } from './nationalSecret.ts';
import { Unexpected, UpstreamCode } from './answerRows.ts';
import { type Received, type UpstreamPool, UpstreamProblem, createUpstreamPool } from './upstreamPool.ts';
import { type UpstreamRequest, buildRequest } from './upstreamRequest.ts';

interface UpstreamRow extends UpstreamAddress {
  credentials: UpstreamCredentials;
  sealed: Buffer;
  timeout: number;
  rate: number;
  window: number;
  changed: Date;
  allowed: string[];
}

interface Opened {
  pool: UpstreamPool;
  breaker: Breaker;
  row: UpstreamRow;
  secret: string;
  /** The appSecret that the appKey was changed for, and until when it holds. */
  renewed: { secret: string; until: number } | undefined;
  renewing: Promise<string> | undefined;
  /** Calls in the present stretch of the rate. */
  window: number;
  calls: number;
}

interface Slot {
  opened: Opened | undefined;
  opening: Promise<Opened> | undefined;
  lookedAt: number;
}

export interface Upstreams {
  /**
   * What the interface answered with status 200. `timeout` in milliseconds where the interface has none of its own.
   * Throws a refusal for everything else.
   */
  call(
    upstream: PlanInterface,
    values: Readonly<Record<string, string>>,
    options: { timeout: number; stream: boolean; wsdl?: boolean },
  ): Promise<Received>;
  close(): Promise<void>;
}

export interface UpstreamsNeeds {
  pool: pg.Pool;
  keys: Keys;
  clock: Clock;
  log: Logger;
  /** What the rule about addresses says besides each department's allowed networks. */
  addresses: Pick<OutwardRule, 'exempt' | 'own'>;
}

/** A change of an address or of credentials is seen by calls after this long. */
const LOOK_MILLISECONDS = 1000;
const BREAKER = { failures: 5, pause: 1000, longest: 30_000 };
/** A secret is renewed this long before its end. */
const EARLY_MILLISECONDS = 60_000;
const MOST_WORDS = 100;

/** What a sealed secret is bound to: the control plane seals it under the same words. */
export const upstreamSecretPlace = (id: number): string => `plans.upstream/secret/${id}`;

/** The departments' interfaces as the gateway uses them: opened at the first call, kept, opened anew when they change. */
export function createUpstreams({ pool, keys, clock, log, addresses }: UpstreamsNeeds): Upstreams {
  const slots = new Map<number, Slot>();

  async function read(id: number): Promise<UpstreamRow | undefined> {
    const { rows } = await pool.query<UpstreamRow>({
      name: 'gateway-upstream',
      text: `select scheme, host, port, address, base, credentials, secret_sealed as sealed, timeout, rate, rate_seconds as window, changed,
                    array(select n.cidr from plans.network n where n.department_id = u.department_id) as allowed
               from plans.upstream u where id = $1`,
      values: [id],
    });
    return rows[0];
  }

  /** A network may have been forbidden since; whoever calls is not told where the department's interface is. */
  async function allowedAddress(id: number, { address, port, allowed }: UpstreamRow): Promise<string> {
    try {
      return await outwardAddress(address, port, { allowed, machine: true, ...addresses });
    } catch (error) {
      log.warn({ upstream: id, err: error }, 'a department’s interface may not be connected to');
      throw refuse.upstream_unavailable();
    }
  }

  async function open(id: number, slot: Slot): Promise<Opened> {
    const row = await read(id);
    if (!row) throw refuse.upstream_unavailable();
    const before = slot.opened;
    slot.lookedAt = performance.now();
    if (
      before &&
      before.row.changed.getTime() === row.changed.getTime() &&
      before.row.allowed.join() === row.allowed.join()
    )
      return before;
    const address = await allowedAddress(id, row);
    const opened: Opened = {
      pool: createUpstreamPool({ ...row, address }),
      breaker: createBreaker(BREAKER),
      row,
      secret: keys.open('credentials', upstreamSecretPlace(id), row.sealed),
      renewed: undefined,
      renewing: undefined,
      window: 0,
      calls: 0,
    };
    slot.opened = opened;
    before?.pool
      .close()
      .catch((lost: unknown) => log.debug({ upstream: id, err: lost }, 'closing an interface'));
    return opened;
  }

  function slotOf(id: number): Slot {
    let slot = slots.get(id);
    if (!slot) slots.set(id, (slot = { opened: undefined, opening: undefined, lookedAt: 0 }));
    return slot;
  }

  /** Looked at again behind a call that goes on with what it has. */
  async function openedOf(id: number): Promise<Opened> {
    const slot = slotOf(id);
    if (slot.opened && performance.now() - slot.lookedAt < LOOK_MILLISECONDS) return slot.opened;
    slot.opening ??= open(id, slot).finally(() => {
      slot.opening = undefined;
    });
    return slot.opening;
  }

  function secretOf(opened: Opened): string | Promise<string> {
    const { credentials } = opened.row;
    if (credentials.kind !== 'national' || credentials.refresh === '') return opened.secret;
    if (opened.renewed && clock.now() < opened.renewed.until - EARLY_MILLISECONDS)
      return opened.renewed.secret;
    opened.renewing ??= renewNational(opened.pool, credentials, opened.secret, clock.now())
      .then(renewed => {
        opened.renewed = renewed;
        return renewed.secret;
      })
      .finally(() => {
        opened.renewing = undefined;
      });
    return opened.renewing;
  }

  /** Each gateway holds to the rate for itself. */
  function mayCall(opened: Opened): boolean {
    if (opened.row.rate === 0) return true;
    const window = Math.floor(performance.now() / 1000 / opened.row.window);
    if (window !== opened.window) {
      opened.window = window;
      opened.calls = 0;
    }
    opened.calls += 1;
    return opened.calls <= opened.row.rate;
  }

  async function exchange(
    opened: Opened,
    upstream: PlanInterface,
    values: Readonly<Record<string, string>>,
    { timeout, stream, wsdl }: { timeout: number; stream: boolean; wsdl: boolean },
  ): Promise<Received> {
    const secret = secretOf(opened);
    const proof = credentialHeaders(
      opened.row.credentials,
      typeof secret === 'string' ? secret : await secret,
      clock.now(),
    );
    const built: UpstreamRequest = wsdl
      ? { method: 'GET', path: `${opened.row.base}${upstream.path}?wsdl`, headers: {}, body: undefined }
      : buildRequest(upstream, opened.row.base, values);
    Object.assign(built.headers, proof);
    return opened.pool.call(built, timeout, stream);
  }

  return {
    async call(upstream, values, { timeout, stream, wsdl = false }) {
      const id = upstream.upstreamId;
      const slot = slotOf(id);
      const opened =
        slot.opened && performance.now() - slot.lookedAt < LOOK_MILLISECONDS
          ? slot.opened
          : await openedOf(id);
      const milliseconds = opened.row.timeout > 0 ? opened.row.timeout : timeout;
      const { breaker } = opened;
      if (!mayCall(opened) || !breaker.enter()) throw refuse.upstream_unavailable();
      let received: Received;
      try {
        received = await exchange(opened, upstream, values, { timeout: milliseconds, stream, wsdl });
      } catch (error) {
        if (error instanceof UpstreamProblem && (error.code === 'too_large' || error.code === 'encoded'))
          breaker.succeeded();
        else breaker.failed();
        log.warn({ upstream: id, err: error }, 'a department’s interface did not answer');
        throw upstreamRefusal(error, upstream, milliseconds);
      }
      if (received.status >= 500) breaker.failed();
      else breaker.succeeded();
      const said = statusRefusal(received.status, upstream);
      if (said) {
        received.stream?.destroy();
        throw said;
      }
      return received;
    },
    async close() {
      await Promise.all([...slots.values()].flatMap(({ opened }) => (opened ? [opened.pool.close()] : [])));
      slots.clear();
    },
  };
}

function refusedBy(code: string, { success }: PlanInterface): Error {
  const known = success?.refusals.find(one => one.code === code);
  // What the provider did not explain may say anything, even values.
  return refuse.upstream_refused({
    code: known?.code ?? '—',
    words: known?.words.slice(0, MOST_WORDS) ?? '',
  });
}

function statusRefusal(status: number, upstream: PlanInterface): Error | undefined {
  if (status >= 200 && status < 300) return undefined;
  if (status >= 500 || status === 429) return refuse.upstream_unavailable();
  if (status >= 400)
    return refuse.upstream_refused({
      code: `HTTP ${status}`,
      words: upstream.success?.refusals.find(one => one.code === String(status))?.words ?? '',
    });
  return refuse.upstream_unexpected({ problem: '它转向了别处', problemEn: 'it pointed elsewhere' });
}

/** The refusal that says what went wrong with an interface; what is none of this comes back as it is. */
export function upstreamRefusal(error: unknown, upstream: PlanInterface, milliseconds: number): unknown {
  if (error instanceof UpstreamCode) return refusedBy(error.code, upstream);
  if (error instanceof Unexpected)
    return refuse.upstream_unexpected({ problem: error.zh, problemEn: error.message });
  if (!(error instanceof UpstreamProblem)) return error;
  switch (error.code) {
    case 'too_slow':
      return refuse.upstream_too_slow({ milliseconds });
    case 'unreachable':
    case 'busy':
      return refuse.upstream_unavailable();
    case 'too_large':
      return refuse.upstream_unexpected({ problem: '答复太大', problemEn: 'it is too large' });
    case 'broke_off':
      return refuse.upstream_unexpected({ problem: '答复中途断开', problemEn: 'it broke off' });
    case 'encoded':
      return refuse.upstream_unexpected({ problem: '答复是压缩的', problemEn: 'it is compressed' });
  }
}
