/** The gateway's interface for the published OpenAPI document: what parse.ts reads, shape.ts and answer.ts write. */
import { Type as T } from 'typebox';
import { type RefusalSpec, refusalCodes } from '#kernel/errors.ts';
import { nullable } from '#kernel/schema.ts';
import { MOST_IN_BATCH } from '#vocabulary/services.ts';
import { describeTokens } from './callers/tokenDescription.ts';
import { describeFiles } from './fileDescription.ts';

const TAG = '接口调用';
const Values = T.Record(T.String(), T.Union([T.String(), T.Number()]));
const Words = T.String({ maxLength: 200 });

const CallBody = T.Object(
  {
    params: T.Optional(Values),
    claims: T.Optional(Values),
    post: T.Optional(Words),
    caseNo: T.Optional(Words),
    matter: T.Optional(Words),
    scenario: T.Optional(Words),
    /** Verifications of many in one call, instead of params and claims. */
    batch: T.Optional(
      T.Array(
        T.Object(
          { params: T.Optional(Values), claims: T.Optional(Values), caseNo: T.Optional(Words) },
          { additionalProperties: false },
        ),
        { minItems: 1, maxItems: MOST_IN_BATCH },
      ),
    ),
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
  /** Of a batch: in order; `claims` is null where no more values may be tried. */
  T.Object(
    {
      ...Served,
      data: T.Array(
        T.Object(
          {
            message: T.String(),
            messageEn: T.Optional(T.String()),
            code: T.Optional(T.String()),
            claims: nullable(T.Record(T.String(), nullable(T.Boolean()))),
          },
          { additionalProperties: false },
        ),
      ),
    },
    { additionalProperties: false },
  ),
]);

export const CallRefusal = T.Object(
  {
    code: T.String(),
    message: T.String(),
    messageEn: T.String(),
    remedy: T.String(),
    remedyEn: T.String(),
    /** What the texts speak of, for programs. */
    facts: T.Record(T.String(), T.Unknown()),
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
  query('matter', '办理事项 · the granted matter', Words),
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
      'Call a granted service. Answers granted items only, masked at the source, after its record is durable; the record’s number and commitment come with answers and recorded refusals. The headers shown are those of the national convention; the other conventions, and all of them in words: docs/integrator.md.',
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

/** A refusal as PostgREST's clients read it. */
const ListRefusal = T.Object(
  {
    code: T.String(),
    message: T.String(),
    details: T.String(),
    hint: T.String(),
    hintEn: T.String(),
    facts: T.Record(T.String(), T.Unknown()),
  },
  { additionalProperties: false },
);

const optionalHeader = (name: string, description: string): object => ({
  ...header(name, description),
  required: false,
});

const LIST_PARAMETERS = [
  SID,
  query('select', '数据项，可改名 · items, renamed by alias:item; all without it', T.String()),
  query(
    'conditions',
    '条件 · conditions as <item>=<operator>.<value>: eq neq gt gte lt lte like ilike in is, not. before them',
    T.Record(T.String(), T.String()),
    { style: 'form', explode: true },
  ),
  query('and', '都成立 · conditions in brackets that all hold; not.and: that do not', T.String()),
  query('or', '任一成立 · conditions in brackets of which one holds; not.or: none', T.String()),
  query('order', '排序 · items with .asc or .desc, .nullsfirst or .nullslast', T.String()),
  query('limit', '行数 · rows at most', T.Integer({ minimum: 0 })),
  query('offset', '略过的行数 · rows to leave out', T.Integer({ minimum: 0, maximum: 10_000 })),
  query('after', '下一页 · shuqiao-next of the page before', T.String()),
  optionalHeader('authorization', 'Bearer <token>, or a signature of any other convention'),
  optionalHeader('accept', 'application/json, text/csv or application/vnd.pgrst.object+json'),
  optionalHeader('prefer', 'count=exact'),
  optionalHeader('range', '0-9: rows, in place of limit and offset'),
  optionalHeader('x-scenario', '应用场景 · the granted scenario, percent-encoded UTF-8'),
  optionalHeader('x-matter', '办理事项 · the granted matter'),
  optionalHeader('x-case-no', '办件编号 · the number of the case'),
  optionalHeader('x-post', '岗位 · the post that needs it'),
];

function list(isHead: boolean): object {
  const headers = {
    ...CLAIM,
    'content-range': { description: '0-9/120: rows of the whole; * where unknown', schema: T.String() },
    'shuqiao-next': { description: '下一页 · for after; absent on the last page', schema: T.String() },
  };
  const rows = T.Array(T.Record(T.String(), Value));
  const content = {
    'application/json': { schema: rows },
    'text/csv': { schema: T.String() },
    'application/vnd.pgrst.object+json': { schema: T.Record(T.String(), Value) },
  };
  const answer = { description: 'Rows of the page', headers, ...(isHead ? {} : { content }) };
  return {
    tags: [TAG],
    summary: '按列表查询一个授权的服务（PostgREST 语法）',
    description:
      'Rows of a granted service in PostgREST’s dialect, read only. Embedding, casts, aggregates, JSON arrows, functions and writes are refused by name. In words: docs/integrator.md.',
    'x-access': 'signed',
    parameters: LIST_PARAMETERS,
    responses: {
      '200': answer,
      '206': { ...answer, description: 'Rows of the page, and the count says that there are more' },
      default: { description: 'A refusal', content: { 'application/json': { schema: ListRefusal } } },
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
    ...describeTokens(TAG),
    ...describeFiles({ tag: TAG, sid: SID, signature: SIGNATURE, claim: CLAIM, refusals: refusals() }),
    '/rest/v1/{sid}': { get: list(false), head: list(true) },
  };
}
