/** Calls of a department's interface over kept connections: bounded in time, in size and in number. */
import { isIP, type LookupFunction } from 'node:net';
import { Readable } from 'node:stream';
import { type Dispatcher, Pool, errors } from 'undici';
import type { UpstreamAddress } from '#vocabulary/plans.ts';
import type { UpstreamRequest } from './upstreamRequest.ts';

export type ProblemCode = 'unreachable' | 'too_slow' | 'too_large' | 'broke_off' | 'encoded' | 'busy';

/** What went wrong between us and the interface; never what it said. */
export class UpstreamProblem extends Error {
  readonly code: ProblemCode;

  constructor(code: ProblemCode, cause?: Error) {
    super(`the interface: ${code}`, { cause });
    this.code = code;
  }
}

export interface Received {
  status: number;
  contentType: string;
  body: Buffer;
  /** What did not come whole before the answer begins; `body` is empty then. */
  stream?: Readable;
  /** Bytes of the stream, where the interface said so. */
  length?: number;
}

export interface UpstreamPool {
  /**
   * `timeout` in milliseconds, for the whole of a body that is held, else until its head. `stream`: what is longer than
   * `HELD_BYTES`, or tells no length, comes as a stream. Throws `UpstreamProblem`.
   */
  call(request: UpstreamRequest, timeout: number, stream: boolean): Promise<Received>;
  close(): Promise<void>;
}

/** The longest answer that is taken apart. */
export const WHOLE_BYTES = 8 * 1024 * 1024;
/** Up to here an answer that goes out untouched is held until its record is durable, and needs one record only. */
export const HELD_BYTES = 256 * 1024;
const CONNECTIONS = 32;
/** Calls under way and waiting; beyond, the interface has fallen behind and further ones would only wait in vain. */
const MOST_CALLS = 512;
const CONNECT_MILLISECONDS = 2000;
/** Between two pieces of a stream. */
const SILENCE_MILLISECONDS = 30_000;

const problemOf = (error: Error, begun: boolean): UpstreamProblem =>
  error instanceof UpstreamProblem
    ? error
    : error instanceof errors.HeadersTimeoutError || error instanceof errors.BodyTimeoutError
      ? new UpstreamProblem('too_slow', error)
      : new UpstreamProblem(begun ? 'broke_off' : 'unreachable', error);

const first = (value: string | string[] | undefined): string =>
  Array.isArray(value) ? (value[0] ?? '') : (value ?? '');

/** One exchange; its promise is settled once, by the head of a stream or by the end. */
class Exchange implements Dispatcher.DispatchHandler {
  /** A byte of the answer was seen: nothing is tried again. */
  begun = false;
  readonly done: Promise<Received>;
  #resolve!: (received: Received) => void;
  #reject!: (error: Error) => void;
  #controller: Dispatcher.DispatchController | undefined;
  readonly #mayStream: boolean;
  readonly #timer: NodeJS.Timeout;
  readonly #chunks: Buffer[] = [];
  #size = 0;
  #status = 0;
  #contentType = '';
  #stream: Readable | undefined;
  #ended = false;

  constructor(mayStream: boolean, timeout: number) {
    this.#mayStream = mayStream;
    this.done = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.#timer = setTimeout(() => this.#fail(new UpstreamProblem('too_slow')), timeout);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.#controller = controller;
    if (this.#ended) controller.abort(new UpstreamProblem('too_slow'));
  }

  onResponseStart(
    controller: Dispatcher.DispatchController,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    if (status < 200) return;
    this.begun = true;
    this.#status = status;
    this.#contentType = first(headers['content-type']);
    const encoding = first(headers['content-encoding']);
    if (encoding !== '' && encoding !== 'identity') return this.#fail(new UpstreamProblem('encoded'));
    const told = first(headers['content-length']);
    const length = told === '' ? undefined : Number(told);
    if (this.#mayStream && status === 200 && (length === undefined || length > HELD_BYTES))
      return this.#open(controller, length);
    if (length !== undefined && length > WHOLE_BYTES) this.#fail(new UpstreamProblem('too_large'));
  }

  onResponseData(controller: Dispatcher.DispatchController, chunk: Buffer): void {
    if (this.#stream) {
      if (!this.#stream.push(chunk)) controller.pause();
      return;
    }
    this.#size += chunk.length;
    if (this.#size > WHOLE_BYTES) return this.#fail(new UpstreamProblem('too_large'));
    this.#chunks.push(chunk);
  }

  onResponseEnd(): void {
    this.#ended = true;
    clearTimeout(this.#timer);
    if (this.#stream) {
      this.#stream.push(null);
      return;
    }
    const [only] = this.#chunks;
    const body = this.#chunks.length === 1 && only ? only : Buffer.concat(this.#chunks);
    this.#resolve({ status: this.#status, contentType: this.#contentType, body });
  }

  onResponseError(_controller: Dispatcher.DispatchController, error: Error): void {
    const problem = problemOf(error, this.begun);
    this.#ended = true;
    clearTimeout(this.#timer);
    this.#stream?.destroy(problem);
    this.#reject(problem);
  }

  #open(controller: Dispatcher.DispatchController, length: number | undefined): void {
    clearTimeout(this.#timer);
    this.#stream = new Readable({
      read: () => controller.resume(),
      destroy: (error, done) => {
        if (!this.#ended) controller.abort(error ?? new UpstreamProblem('broke_off'));
        done(error);
      },
    });
    // A stream that nobody reads yet may fail before its reader is there.
    this.#stream.on('error', () => undefined);
    this.#resolve({
      status: this.#status,
      contentType: this.#contentType,
      body: Buffer.alloc(0),
      stream: this.#stream,
      ...(length === undefined ? {} : { length }),
    });
  }

  #fail(problem: UpstreamProblem): void {
    if (this.#ended) return;
    this.#ended = true;
    clearTimeout(this.#timer);
    this.#reject(problem);
    this.#controller?.abort(problem);
  }
}

/** A name means what it meant when it was checked: connections go to that address and to no other. */
function pinned(address: string): LookupFunction {
  const family = isIP(address) === 6 ? 6 : 4;
  return (_host, options, callback) => {
    if (options.all === true) callback(null, [{ address, family }]);
    else callback(null, address, family);
  };
}

export function createUpstreamPool({
  scheme,
  host,
  port,
  address,
}: Omit<UpstreamAddress, 'base'>): UpstreamPool {
  const bare = host.replace(/^\[|\]$/g, '');
  const written = isIP(bare) === 6 ? `[${bare}]` : bare;
  const pool = new Pool(`${scheme}://${written}:${port}`, {
    connections: CONNECTIONS,
    pipelining: 1,
    headersTimeout: 0,
    bodyTimeout: SILENCE_MILLISECONDS,
    connect: {
      timeout: CONNECT_MILLISECONDS,
      ...(isIP(address) === 0 ? {} : { lookup: pinned(address) }),
      ...(isIP(bare) === 0 ? { servername: bare } : {}),
    },
  });
  let underWay = 0;

  function send(request: UpstreamRequest, timeout: number, stream: boolean): Exchange {
    const exchange = new Exchange(stream, timeout);
    const { method, path, headers, body = null } = request;
    pool.dispatch({ method, path, headers, body }, exchange);
    return exchange;
  }

  return {
    async call(request, timeout, stream) {
      if (underWay >= MOST_CALLS) throw new UpstreamProblem('busy');
      underWay += 1;
      const until = performance.now() + timeout;
      const exchange = send(request, timeout, stream);
      try {
        return await exchange.done;
      } catch (error) {
        const left = until - performance.now();
        // Nothing came, and asking twice does no harm: most often a kept connection that the other side had closed.
        const isLost = error instanceof UpstreamProblem && error.code === 'unreachable' && !exchange.begun;
        if (request.method !== 'GET' || !isLost || left < 1) throw error;
        return await send(request, left, stream).done;
      } finally {
        underWay -= 1;
      }
    },
    close: () => pool.destroy(),
  };
}
