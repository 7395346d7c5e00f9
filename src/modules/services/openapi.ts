import { type RefusalSpec, refusalCodes } from '#kernel/errors.ts';
import type { ColumnType } from '#vocabulary/plans.ts';
import { MOST_IN_BATCH, type ServiceSettings } from '#vocabulary/services.ts';

/** One service as its client sees it. */
export interface Described {
  /** https://share.example.gov.cn */
  site: string;
  sid: string;
  /** Of the reader's system; '' for whoever provides the service. */
  rid: string;
  title: string;
  provider: string;
  mode: 'query' | 'verify';
  version: number;
  scenario: string;
  /** `type` as answers have it, after the mask. */
  items: { name: string; type: ColumnType; identifier: boolean; masked: boolean }[];
  settings: ServiceSettings;
}

const SCHEMAS: Record<ColumnType, object> = {
  text: { type: ['string', 'null'] },
  bigint: { type: ['integer', 'string', 'null'], description: '超出 2^53 时为文字' },
  numeric: { type: ['number', 'string', 'null'] },
  double: { type: ['number', 'null'] },
  boolean: { type: ['boolean', 'null'] },
  date: { type: ['string', 'null'], format: 'date' },
  timestamp: { type: ['string', 'null'] },
};

/** A value that belongs to nobody, for examples. */
export function exampleOf({ name, type }: Described['items'][number]): string {
  if (/公民身份号码|身份证/.test(name)) return '999999199001010018';
  if (/统一社会信用代码/.test(name)) return '91999999MA00000014';
  return {
    text: '示例',
    bigint: '1',
    numeric: '1.5',
    double: '1.5',
    boolean: 'true',
    date: '2026-01-01',
    timestamp: '2026-01-01 08:00:00',
  }[type];
}

/** The call that every description shows: by the first identifier, and of a verification one claim. */
export function exampleBody({ items, mode, scenario, settings }: Described): {
  params: Record<string, string>;
  claims?: Record<string, string>;
  post: string;
  caseNo: string;
  scenario: string;
} {
  const [key] = items.filter(item => item.identifier);
  const [claimed] = items.filter(item => item !== key);
  return {
    params: key ? { [key.name]: exampleOf(key) } : {},
    ...(mode === 'verify' && claimed ? { claims: { [claimed.name]: exampleOf(claimed) } } : {}),
    post: settings.purpose.post ? '窗口受理岗' : '',
    caseNo: settings.purpose.caseNo ? '办-2026-00001' : '',
    scenario,
  };
}

const header = (name: string, description: string): object => ({
  name,
  in: 'header',
  required: true,
  description,
  schema: { type: 'string' },
});

/** Refusals that a call can meet, by status. */
function refusals(): Record<string, object> {
  const byStatus = new Map<number, [string, RefusalSpec][]>();
  for (const [code, spec] of refusalCodes())
    if (code.startsWith('gateway.') || code === 'platform.unavailable')
      byStatus.set(spec.status, [...(byStatus.get(spec.status) ?? []), [code, spec]]);
  return Object.fromEntries(
    [...byStatus].map(([status, found]) => [
      String(status),
      {
        description: found
          .map(
            ([code, { title, remedy }]) => `${code}：${title.zh}。${remedy.zh} · ${title.en}. ${remedy.en}`,
          )
          .join('\n\n'),
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Refusal' } } },
      },
    ]),
  );
}

const properties = (items: Described['items'], of: (item: Described['items'][number]) => object): object =>
  Object.fromEntries(items.map(item => [item.name, of(item)]));

/** What a client may filter a list by: the operators of PostgREST's dialect. */
function listOperation({ items, settings, sid }: Described): object {
  const searchable = items.filter(item => item.identifier || settings.searchable.includes(item.name));
  return {
    summary: '按 PostgREST 方言查询 · rows in PostgREST’s dialect',
    operationId: `list_${sid}`,
    security: [{ token: [] }],
    parameters: [
      {
        name: 'select',
        in: 'query',
        schema: { type: 'string' },
        description: items.map(item => item.name).join(','),
      },
      ...searchable.map(item => ({
        name: item.name,
        in: 'query',
        schema: { type: 'string' },
        description:
          item.masked || !settings.searchable.includes(item.name)
            ? 'eq.<值>'
            : 'eq|neq|gt|gte|lt|lte|like|ilike|in|is.<值>',
      })),
      { name: 'order', in: 'query', schema: { type: 'string' } },
      { name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1, maximum: settings.maxPage } },
      { name: 'offset', in: 'query', schema: { type: 'integer', minimum: 0 } },
    ],
    responses: {
      '200': {
        description: '成功 · rows',
        content: {
          'application/json': { schema: { type: 'array', items: { $ref: '#/components/schemas/Row' } } },
        },
      },
      ...refusals(),
    },
  };
}

/** OpenAPI 3.1 of one service, with what its client may ask, what it gets, and every refusal that it can meet. */
export function openapiOf(of: Described): object {
  const { site, sid, rid, title, provider, mode, version, items, scenario, settings } = of;
  const identifiers = items.filter(item => item.identifier);
  const text = { type: 'string' };
  const ending = settings.deprecations?.find(one => one.version === version);
  const params = {
    type: 'object',
    description: `至少一项：${identifiers.map(item => item.name).join('、')}`,
    minProperties: 1,
    additionalProperties: false,
    properties: properties(identifiers, () => text),
  };
  const claims = {
    type: 'object',
    minProperties: 1,
    additionalProperties: false,
    properties: properties(items, () => text),
  };
  const caseNo = { ...text, description: '办件编号' };
  const verdicts = {
    type: 'object',
    description: 'true 一致，false 不一致，null 无法核验',
    properties: properties(items, () => ({ type: ['boolean', 'null'] })),
  };
  const answer =
    mode === 'query'
      ? { type: 'array', items: { $ref: '#/components/schemas/Row' } }
      : {
          anyOf: [
            verdicts,
            {
              type: 'array',
              description: '批量核验的答复，与请求同序；code 只在该行被拒绝时有',
              items: {
                type: 'object',
                required: ['message', 'claims'],
                properties: { code: text, message: text, claims: { anyOf: [verdicts, { type: 'null' }] } },
              },
            },
          ],
        };
  return {
    openapi: '3.1.0',
    info: {
      title: `${title}（${mode === 'query' ? '查询' : '核验'}）`,
      version: String(version),
      description: `提供部门：${provider}。服务编码 ${sid}${rid === '' ? '' : `，请求者标识 ${rid}`}。应用场景：${scenario}。`,
    },
    servers: [{ url: site }],
    security: [{ national: [] }],
    paths: {
      [`/gateway/${sid}`]: {
        post: {
          summary: title,
          operationId: `call_${sid}`,
          ...(ending ? { deprecated: true } : {}),
          parameters: [
            header('gjgxjhpt_rid', '请求者标识'),
            header('gjgxjhpt_sid', `服务编码：${sid}`),
            header('gjgxjhpt_rtime', '请求时间，毫秒；与平台相差不超过 300 秒'),
            header('gjgxjhpt_sign', 'Base64(HMAC-SHA256(appSecret, sid + rid + rtime))'),
          ],
          requestBody: {
            required: true,
            content: {
              'application/json': {
                schema: {
                  type: 'object',
                  ...(mode === 'verify'
                    ? { anyOf: [{ required: ['params', 'claims'] }, { required: ['batch'] }] }
                    : { required: ['params'] }),
                  additionalProperties: false,
                  properties: {
                    params,
                    ...(mode === 'verify'
                      ? {
                          claims,
                          batch: {
                            type: 'array',
                            description: '批量核验，代替 params 和 claims；按行数计入限额',
                            minItems: 1,
                            maxItems: MOST_IN_BATCH,
                            items: {
                              type: 'object',
                              required: ['params', 'claims'],
                              additionalProperties: false,
                              properties: { params, claims, caseNo },
                            },
                          },
                        }
                      : {}),
                    post: { ...text, description: '经办岗位' },
                    caseNo,
                    matter: { ...text, description: '办理事项；授权要求时填写' },
                    scenario: { ...text, enum: [scenario, ''] },
                  },
                },
                example: exampleBody(of),
              },
            },
          },
          responses: {
            '200': {
              description: '成功',
              headers: {
                'shuqiao-record': { description: '存证编号', schema: { type: 'integer' } },
                'shuqiao-environment': { schema: { type: 'string', enum: ['live', 'sandbox'] } },
                'shuqiao-service-version': { schema: { type: 'integer' } },
                deprecation: { description: '本版何时宣布停止（RFC 9745）', schema: text },
                sunset: { description: '本版何时停止（RFC 8594）', schema: text },
              },
              content: {
                'application/json': {
                  schema: {
                    type: 'object',
                    required: ['code', 'message', 'data'],
                    properties: {
                      code: { type: 'string', const: '0' },
                      message: text,
                      data: answer,
                      ...(mode === 'query' ? { more: { type: 'boolean' } } : {}),
                    },
                  },
                },
              },
            },
            ...refusals(),
          },
        },
      },
      ...(mode === 'query' ? { [`/rest/v1/${sid}`]: { get: listOperation(of) } } : {}),
    },
    components: {
      securitySchemes: {
        national: {
          type: 'apiKey',
          in: 'header',
          name: 'gjgxjhpt_sign',
          description: '国家平台约定；每次调用重新签名',
        },
        token: {
          type: 'oauth2',
          flows: { clientCredentials: { tokenUrl: `${site}/oauth/token`, scopes: {} } },
        },
      },
      schemas: {
        Row: {
          type: 'object',
          properties: properties(items, item => ({
            ...SCHEMAS[item.type],
            ...(item.masked ? { description: '脱敏' } : {}),
          })),
        },
        Refusal: {
          type: 'object',
          required: ['code', 'message', 'data'],
          properties: {
            code: text,
            message: text,
            messageEn: text,
            remedy: text,
            remedyEn: text,
            data: { type: 'null' },
          },
        },
      },
    },
  };
}
