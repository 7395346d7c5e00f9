/** The gateway's interface for the published OpenAPI document: what parse.ts reads, shape.ts and answer.ts write. */
import { Type as T } from 'typebox';
import { type RefusalSpec, refusalCodes } from '#kernel/errors.ts';
import { nullable } from '#kernel/schema.ts';

const TAG = '接口调用';
const Values = T.Record(T.String(), T.Union([T.String(), T.Number()]));
const Words = T.String({ maxLength: 200 });

const CallBody = T.Object(
  {
    params: T.Optional(Values),
    claims: T.Optional(Values),
    post: T.Optional(Words),
    caseNo: T.Optional(Words),
    scenario: T.Optional(Words),
  },
  { additionalProperties: false },
);

const Served = { code: T.Literal('0'), message: T.String() };
const Value = T.Union([T.String(), T.Number(), T.Boolean(), T.Null()]);

/** What a served call answers: rows of a query, or a verdict for each claim of a verification. */
export const CallAnswer = T.Union([
  T.Object(
    { ...Served, data: T.Array(T.Record(T.String(), Value)), more: T.Boolean() },
    { additionalProperties: false },
  ),
  T.Object({ ...Served, data: T.Record(T.String(), nullable(T.Boolean())) }, { additionalProperties: false }),
]);

export const CallRefusal = T.Object(
  {
    code: T.String(),
    message: T.String(),
    messageEn: T.String(),
    remedy: T.String(),
    remedyEn: T.String(),
    data: T.Null(),
  },
  { additionalProperties: false },
);

const header = (name: string, description: string): object => ({
  name,
  in: 'header',
  required: true,
  description,
  schema: T.String(),
});

const SIGNATURE = [
  header('gjgxjhpt_rid', '请求者身份标识 · your system’s rid'),
  header('gjgxjhpt_sid', '服务编码 · the service number; must be the one in the address'),
  header('gjgxjhpt_rtime', '请求时间，毫秒 · now in milliseconds since 1970, at most 300 seconds off'),
  header('gjgxjhpt_sign', 'Base64(HMAC-SHA256(appSecret, sid + rid + rtime))'),
];

const SID = { name: 'sid', in: 'path', required: true, schema: T.String() };

const query = (name: string, description: string, schema: object, more: object = {}): object => ({
  name,
  in: 'query',
  required: false,
  description,
  schema,
  ...more,
});

const QUERY = [
  query(
    'params',
    '按数据项查询 · items to select by, as params.<item>=… or <item>=…',
    T.Record(T.String(), T.String()),
    { style: 'form', explode: true },
  ),
  query('claims', '待核验的值 · values to verify, as claims.<item>=…', T.Record(T.String(), T.String()), {
    style: 'form',
    explode: true,
  }),
  query('post', '岗位 · the post that needs it', Words),
  query('caseNo', '办件编号 · the number of the case', Words),
  query('scenario', '应用场景 · the granted scenario', Words),
];

const CLAIM = {
  'shuqiao-record': { description: '存证编号 · the record’s number', schema: T.Integer({ minimum: 0 }) },
  'shuqiao-commitment': {
    description: '存证承诺值 · what the ledger committed to, SHA-256 in hex',
    schema: T.String({ pattern: '^[0-9a-f]{64}$' }),
  },
};

/** Refusals of the platform itself that a call can meet. */
const SHARED = new Set(['platform.too_large', 'platform.unavailable']);

/** Each status with the codes that come under it. */
function refusals(): Record<string, object> {
  const byStatus = new Map<number, [string, RefusalSpec][]>();
  for (const [code, spec] of refusalCodes())
    if (code.startsWith('gateway.') || SHARED.has(code))
      byStatus.set(spec.status, [...(byStatus.get(spec.status) ?? []), [code, spec]]);
  const entries = [...byStatus].map(([status, found]) => [
    String(status),
    {
      description: found.map(([code, spec]) => `${code}: ${spec.title.zh} · ${spec.title.en}`).join('\n\n'),
      headers: CLAIM,
      content: { 'application/json': { schema: CallRefusal } },
    },
  ]);
  return Object.fromEntries(entries) as Record<string, object>;
}

function operation(parameters: object[], body: boolean): object {
  return {
    tags: [TAG],
    summary: '调用一个授权的服务',
    description:
      'Call a granted service. Answers granted items only, masked at the source, after its record is durable; the record’s number and commitment come with answers and recorded refusals. The convention in words: docs/integrator.md.',
    'x-access': 'signed',
    parameters,
    ...(body
      ? { requestBody: { required: true, content: { 'application/json': { schema: CallBody } } } }
      : {}),
    responses: {
      '200': {
        description: 'Rows of a query, or a verdict for each claim of a verification',
        headers: CLAIM,
        content: { 'application/json': { schema: CallAnswer } },
      },
      ...refusals(),
    },
  };
}

/** Paths of the OpenAPI document. */
export function describeGateway(): Record<string, Record<string, object>> {
  return {
    '/gateway/{sid}': {
      get: operation([SID, ...SIGNATURE, ...QUERY], false),
      post: operation([SID, ...SIGNATURE], true),
    },
    '/httpproxy': {
      get: operation([...SIGNATURE, ...QUERY], false),
      post: operation(SIGNATURE, true),
    },
  };
}
