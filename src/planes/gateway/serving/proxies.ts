import type { IncomingMessage } from 'node:http';
import type { TLSSocket } from 'node:tls';
import type { Keys } from '#kernel/keys.ts';
import { createMaskDigests } from '#planes/mover/reading/maskDigests.ts';
import { answerValue } from '#planes/mover/ports.ts';
import { type PlanParameter, type ProxyPlan, typeAfterMask } from '#vocabulary/plans.ts';
import { valueOfType } from '#vocabulary/values.ts';
import { wrong } from '#planes/gateway/body.ts';
import type { Answer, Asked, Serving, Visit, WholeAnswer } from '#planes/gateway/call.ts';
import { parseAsked } from '#planes/gateway/dialects/envelope.ts';
import type { CachedPlan } from '#planes/gateway/plans/planCache.ts';
import { SUCCESS } from '#planes/gateway/voices.ts';
import { AnswerReader, type Row, maskRow, verdictOf } from './answerRows.ts';
import { jsonReading } from './answerTree.ts';
import { jsonOf, textOf } from './bodies.ts';
import { parseSoap, readXml, rewriteWsdl, speaksSoap, writeSoap } from './soap.ts';
import type { Received } from './upstreamPool.ts';
import { decideProxy, nameOf } from './upstreamRequest.ts';
import { type Upstreams, upstreamRefusal } from './upstreams.ts';
import type { Verified, Verifying } from './verifying.ts';
import { type XmlNode, xmlReading } from './xml.ts';

const JSON_TYPE = 'application/json; charset=utf-8';
const XML_TYPE = 'text/xml; charset=utf-8';
/** What may be said of an untouched answer; all else is bytes. */
const TYPES =
  /^(application\/(json|xml|pdf|soap\+xml|octet-stream)|text\/(xml|plain|csv)|image\/(png|jpeg))\s*(;\s*charset=[\w-]+)?$/i;
const WSDL = /[?&]wsdl(=|&|$)/i;

/** Worked out once for a plan. */
interface Prepared {
  reader: AnswerReader;
  parameters: ReadonlyMap<string, PlanParameter>;
  /** `"姓名":` for each item. */
  names: string[];
  types: ReturnType<typeof typeAfterMask>[];
  all: number[];
}

function prepare(plan: ProxyPlan): Prepared {
  return {
    reader: new AnswerReader(plan),
    parameters: new Map(plan.upstream.parameters.map(one => [nameOf(one), one])),
    names: plan.items.map(({ name }) => `${JSON.stringify(name)}:`),
    types: plan.items.map(item => typeAfterMask(item)),
    all: plan.items.map((_item, i) => i),
  };
}

/** An asked identifier comes back clear, and so in its own type. */
const isAsked = (asked: Asked, name: string): boolean =>
  asked.params[name] !== undefined && asked.params[name] !== '';

function shapeRows(
  plan: ProxyPlan,
  { reader, names, types, all }: Prepared,
  rows: readonly Row<unknown>[],
  asked: Asked,
  code: string,
  digest: (text: string) => string,
): WholeAnswer {
  const most = Math.min(rows.length, plan.rowLimit);
  let data = '';
  for (let r = 0; r < most; r++) {
    const shown = maskRow(reader.items, rows[r]?.clear ?? [], asked.params, digest);
    data += r === 0 ? '{' : ',{';
    for (let c = 0; c < names.length; c++) {
      const item = reader.items[c];
      const type = item?.filter === true && isAsked(asked, item.name) ? item.type : (types[c] ?? 'text');
      data += `${c === 0 ? '' : ','}${names[c] ?? ''}${JSON.stringify(answerValue(type, shown[c] ?? null))}`;
    }
    data += '}';
  }
  return {
    status: 200,
    contentType: JSON_TYPE,
    body: `{"code":"${code}","message":"成功","data":[${data}],"more":${rows.length > plan.rowLimit}}`,
    rows: most,
    items: all,
  };
}

/** What the caller holds is compared here; no value of the answer goes further. */
function verify(plan: ProxyPlan, { names }: Prepared, rows: readonly Row<unknown>[], asked: Asked): Verified {
  const claimed = plan.items.flatMap((item, at) => {
    const claim = asked.claims[item.name];
    if (claim === undefined) return [];
    return [{ item, at, value: valueOfType(item.type, claim) ?? claim }];
  });
  const verdicts = claimed.map(({ item, at, value }) =>
    verdictOf(
      item.type,
      rows.map(({ clear }) => clear[at] ?? null),
      value,
    ),
  );
  return {
    statement: { names: claimed.map(({ at }) => names[at] ?? ''), items: claimed.map(({ at }) => at) },
    rows: rows.length === 0 ? [] : [verdicts],
  };
}

function untouched({ contentType, body, stream, length }: Received, items: number[]): Answer {
  const shown = TYPES.test(contentType) ? contentType : 'application/octet-stream';
  if (!stream) return { status: 200, contentType: shown, body, rows: 1, items };
  return {
    status: 200,
    contentType: shown,
    ...(length === undefined ? {} : { headers: [['content-length', length] as const] }),
    stream,
    items,
    rows: () => 1,
  };
}

function ownAddress(req: IncomingMessage, sid: string): string {
  const isSecure =
    (req.socket as Partial<TLSSocket>).encrypted === true || req.headers['x-forwarded-proto'] === 'https';
  return `${isSecure ? 'https' : 'http'}://${req.headers.host ?? ''}/gateway/${encodeURIComponent(sid)}`;
}

/** A department's own interface: registered parameters go to it, and of its answer what is granted comes back. */
export function createProxyServing(
  upstreams: Upstreams,
  keys: Keys,
  verifying: Verifying,
): Serving<ProxyPlan> {
  const prepared = new WeakMap<ProxyPlan, Prepared>();
  const digestFor = createMaskDigests(keys);

  function preparedOf(plan: ProxyPlan): Prepared {
    let known = prepared.get(plan);
    if (!known) prepared.set(plan, (known = prepare(plan)));
    return known;
  }

  async function settled(visit: Visit, cached: CachedPlan<ProxyPlan>): Promise<void> {
    const settling = visit.settle(cached);
    if (settling) await settling;
    visit.decided = performance.now();
  }

  async function wsdl(visit: Visit, cached: CachedPlan<ProxyPlan>, req: IncomingMessage): Promise<Answer> {
    const { plan, service } = cached;
    visit.asked = { params: {}, claims: {}, post: '', caseNo: '', scenario: '' };
    await settled(visit, cached);
    const received = await upstreams.call(
      plan.upstream,
      {},
      { timeout: service.timeout, stream: false, wsdl: true },
    );
    visit.fetched = performance.now();
    const body = rewriteWsdl(textOf(received), ownAddress(req, plan.sid));
    return { status: 200, contentType: XML_TYPE, body, rows: 0, items: [] };
  }

  return {
    async serve(visit, cached, req) {
      const { plan, service } = cached;
      const { upstream } = plan;
      const ready = preparedOf(plan);
      const url = req.url ?? '';
      try {
        if (upstream.soap && visit.body === undefined && WSDL.test(url))
          return await wsdl(visit, cached, req);
        const soap = visit.body !== undefined && speaksSoap(upstream, req.headers['content-type']);
        const asked =
          soap && visit.body
            ? parseSoap(url, visit.body, upstream)
            : parseAsked(
                url,
                visit.body,
                name => ready.parameters.has(name) || cached.statements.items.has(name),
              );
        visit.asked = asked;
        if (soap && plan.mode === 'verify')
          throw wrong('body', '核验服务不接受 SOAP', 'is SOAP, which a verification does not take');
        decideProxy(cached, ready.parameters, asked);
        await settled(visit, cached);
        const received = await upstreams.call(upstream, asked.params, {
          timeout: service.timeout,
          stream: plan.untouched,
        });
        visit.fetched = performance.now();
        if (plan.untouched) return untouched(received, ready.all);
        const read = upstream.response === 'xml' ? readXml(textOf(received)) : undefined;
        const { reader } = ready;
        const rows = read
          ? reader.rows<XmlNode>(xmlReading, read.document, asked.params)
          : reader.rows<unknown>(jsonReading, jsonOf(received), asked.params);
        if (plan.mode === 'verify')
          return await verifying.answer(visit, cached, asked, verify(plan, ready, rows, asked));
        const guarding = verifying.guard(visit, cached, asked, rows.length > 0);
        if (guarding) await guarding;
        const digest = digestFor(plan.consumerId);
        if (!soap || !read) return shapeRows(plan, ready, rows, asked, SUCCESS[visit.head.voice], digest);
        const given = (rows as Row<XmlNode>[]).slice(0, plan.rowLimit);
        return {
          status: 200,
          contentType: XML_TYPE,
          body: writeSoap(read, reader, given, asked.params, digest),
          rows: given.length,
          items: ready.all,
        };
      } catch (error) {
        throw upstreamRefusal(error, upstream, service.timeout);
      }
    },
    close: () => upstreams.close(),
  };
}
