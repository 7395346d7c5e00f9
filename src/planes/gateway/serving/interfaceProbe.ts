/** An interface as its provider tries it before it is mounted, and as its health is checked: called as the gateway calls. */
import type { PlanInterface, PlanItem, UpstreamAddress, UpstreamCredentials } from '#vocabulary/plans.ts';
import { parseResponsePath } from '#vocabulary/responsePaths.ts';
import { AnswerReader, Unexpected, UpstreamCode } from './answerRows.ts';
import { jsonReading, nodesAt } from './answerTree.ts';
import { jsonOf, textOf } from './bodies.ts';
import { credentialHeaders } from './credentials.ts';
import { renewNational } from './nationalSecret.ts';
import { readXml } from './soap.ts';
import { type Received, type UpstreamPool, UpstreamProblem, createUpstreamPool } from './upstreamPool.ts';
import { type UpstreamRequest, buildRequest } from './upstreamRequest.ts';
import { type Element, type XmlNode, xmlReading } from './xml.ts';

interface Target {
  address: UpstreamAddress;
  credentials: UpstreamCredentials;
  secret: string;
  timeout: number;
}

type Described = Omit<PlanInterface, 'upstreamId'>;

/** What an interface outside said, in a code and facts for whoever words it. */
export class InterfaceFault extends Error {
  readonly code: string;
  readonly facts: Record<string, string | number>;

  constructor(code: string, facts: Record<string, string | number>, options?: ErrorOptions) {
    super(code, options);
    this.code = code;
    this.facts = facts;
  }
}

type Kind = 'text' | 'number' | 'boolean' | 'null';

const MOST_PATHS = 300;
const DEEPEST = 10;
const ROWS_LOOKED_AT = 20;
const PLAIN = /^[\p{L}_][\p{L}\p{N}_-]*$/u;

const stepOf = (name: string): string =>
  PLAIN.test(name) ? `.${name}` : `['${name.replaceAll(/['\\]/gu, one => `\\${one}`)}']`;

/** XML as it would be in JSON, for one walk over both. */
function plainOf(element: Element): unknown {
  if (element.children.length === 0) return element.text;
  const plain = Object.create(null) as Record<string, unknown>;
  for (const child of element.children) {
    const value = plainOf(child);
    const before = plain[child.name];
    plain[child.name] =
      before === undefined
        ? value
        : Array.isArray(before)
          ? [...(before as unknown[]), value]
          : [before, value];
  }
  return plain;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The nearest list of objects, or the deepest object that holds nothing but values. */
function findRows(value: unknown, path: string, depth: number): { path: string; weight: number } | undefined {
  if (depth > DEEPEST) return undefined;
  if (Array.isArray(value))
    return (value as unknown[]).some(one => isRecord(one))
      ? { path: `${path}[*]`, weight: 1000 - depth }
      : undefined;
  if (!isRecord(value)) return undefined;
  const inner = Object.entries(value).flatMap(
    ([name, one]) => findRows(one, path + stepOf(name), depth + 1) ?? [],
  );
  const leaves = Object.values(value).filter(one => !isRecord(one) && !Array.isArray(one)).length;
  return [...inner, { path, weight: leaves }].toSorted((a, b) => b.weight - a.weight)[0];
}

const kindOf = (value: unknown): Kind =>
  value === null
    ? 'null'
    : typeof value === 'number'
      ? 'number'
      : typeof value === 'boolean'
        ? 'boolean'
        : 'text';

/** Paths to single values; inside a list those of its first few entries. */
function walk(value: unknown, path: string, depth: number, found: Map<string, Kind>): void {
  if (depth > DEEPEST || found.size >= MOST_PATHS) return;
  if (isRecord(value))
    for (const [name, one] of Object.entries(value)) walk(one, path + stepOf(name), depth + 1, found);
  else if (!Array.isArray(value) && path.length > 1 && (found.get(path) ?? 'null') === 'null')
    found.set(path, kindOf(value));
}

export function createInterfaceProbe(now: () => number) {
  async function within<T>(target: Target, work: (pool: UpstreamPool) => Promise<T>): Promise<T> {
    const pool = createUpstreamPool(target.address);
    try {
      return await work(pool);
    } catch (error) {
      if (error instanceof UpstreamProblem) {
        const code = error.code === 'busy' ? 'unreachable' : error.code;
        if (code === 'broke_off')
          throw new InterfaceFault(
            'unexpected',
            { problem: '答复中途断开', problemEn: 'it broke off' },
            { cause: error },
          );
        if (code === 'encoded')
          throw new InterfaceFault(
            'unexpected',
            { problem: '答复是压缩的', problemEn: 'it is compressed' },
            { cause: error },
          );
        throw new InterfaceFault(code, { milliseconds: target.timeout }, { cause: error });
      }
      if (error instanceof Unexpected)
        throw new InterfaceFault(
          'unexpected',
          { problem: error.zh, problemEn: error.message },
          { cause: error },
        );
      if (error instanceof UpstreamCode)
        throw new InterfaceFault('refused', { code: error.code.slice(0, 50) }, { cause: error });
      throw error;
    } finally {
      await pool.close();
    }
  }

  async function send(
    pool: UpstreamPool,
    { credentials, secret, timeout }: Target,
    request: UpstreamRequest,
  ): Promise<Received> {
    const own =
      credentials.kind === 'national' && credentials.refresh !== ''
        ? (await renewNational(pool, credentials, secret, now())).secret
        : secret;
    Object.assign(request.headers, credentialHeaders(credentials, own, now()));
    return pool.call(request, timeout, false);
  }

  async function answered(
    pool: UpstreamPool,
    target: Target & { upstream: Described },
    values: Record<string, string>,
  ): Promise<Received> {
    const received = await send(
      pool,
      target,
      buildRequest({ ...target.upstream, upstreamId: 0 }, target.address.base, values),
    );
    if (received.status >= 300 && received.status < 400)
      throw new InterfaceFault('unexpected', { problem: '它转向了别处', problemEn: 'it pointed elsewhere' });
    if (received.status >= 300) throw new InterfaceFault('refused', { code: `HTTP ${received.status}` });
    return received;
  }

  return {
    look: (target: Target & { upstream: Described }, values: Record<string, string>) =>
      within(target, async pool => {
        const started = performance.now();
        const received = await answered(pool, target, values);
        const milliseconds = Math.round(performance.now() - started);
        const answer =
          target.upstream.response === 'xml'
            ? { [readXml(textOf(received)).root.name]: plainOf(readXml(textOf(received)).root) }
            : jsonOf(received);
        const rows =
          target.upstream.rows === '' ? (findRows(answer, '$', 0)?.path ?? '$') : target.upstream.rows;
        const paths = new Map<string, Kind>();
        const path = parseResponsePath(rows);
        for (const row of path ? nodesAt(jsonReading, answer, path).slice(0, ROWS_LOOKED_AT) : [])
          walk(row, '@', 0, paths);
        walk(answer, '$', 0, paths);
        return {
          status: received.status,
          milliseconds,
          bytes: received.body.length,
          rows,
          paths: [...paths].map(([path, kind]) => ({ path, kind })),
        };
      }),

    read: (
      target: Target & { upstream: Described },
      items: readonly PlanItem[],
      values: Record<string, string>,
    ) =>
      within(target, async pool => {
        const received = await answered(pool, target, values);
        const reader = new AnswerReader({
          items: [...items],
          rows: [],
          upstream: { ...target.upstream, upstreamId: 0 },
        });
        const rows =
          target.upstream.response === 'xml'
            ? reader.rows<XmlNode>(xmlReading, readXml(textOf(received)).document, values)
            : reader.rows<unknown>(jsonReading, jsonOf(received), values);
        return rows.map(({ clear }) => clear);
      }),

    ping: (target: Target, path: string) =>
      within(target, async pool => {
        const { status } = await send(pool, target, {
          method: 'GET',
          path: target.address.base + path,
          headers: {},
          body: undefined,
        });
        if (status >= 400) throw new InterfaceFault('refused', { code: `HTTP ${status}` });
      }),
  };
}
