import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import writerOf from 'fast-json-stringify';
import fastify, {
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type FastifyServerOptions,
  type RouteOptions,
} from 'fastify';
import type { Static, TSchema } from 'typebox';
import type { Actor } from '#vocabulary/actor.ts';
import type { Permission } from '#vocabulary/permissions.ts';
import { isCivilDate } from '#vocabulary/values.ts';
import { Refusal, type Text, refuse } from './errors.ts';
import { type Face, faceOf } from './faces.ts';

export type { FastifyReply, FastifyRequest } from 'fastify';

/** Who may enter: anybody, anybody signed in, or posts that hold the permission. There is no default. */
export type Access = 'public' | 'signed_in' | Permission;

/** What sign-in knows about a request. */
export interface Visit {
  actor: Actor;
  /** What a writing request must repeat in `x-csrf-token`. */
  csrf: string;
  /** A first password must be changed before anything else. */
  mustChangePassword: boolean;
}

export type Authenticate = (request: FastifyRequest) => Promise<Visit | undefined>;

export interface Asked<B, Q, P, A> {
  body: B;
  query: Q;
  params: P;
  actor: A;
  /** Through which listener the request came; on `internet` nobody is signed in. */
  face: Face;
  request: FastifyRequest;
  reply: FastifyReply;
}

export interface RouteSpec<
  A extends Access,
  R extends TSchema,
  B extends TSchema = TSchema,
  Q extends TSchema = TSchema,
  P extends TSchema = TSchema,
> {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  url: string;
  access: A;
  /** Where the route answers: on the government network's listener alone, unless it says otherwise. */
  faces?: A extends 'public' ? readonly Face[] : never;
  summary: Text;
  /** Parts that make the operation findable in the published description. */
  tag: string;
  body?: B;
  query?: Q;
  params?: P;
  reply: R;
  status?: number;
  /** The body is text of at most so many bytes, whatever its content type says: a protocol of others. */
  text?: number;
  /** The body is a file of at most so many bytes, and comes as a Buffer. Nobody is let in after it was read. */
  bytes?: number;
  /** Routes that a person with an unchanged first password may still use. */
  beforePasswordChange?: true;
  /** Begins a session: whoever comes with an old one's cookie has no page that could know its token. */
  beginsSession?: true;
  handle(
    asked: Asked<Static<B>, Static<Q>, Static<P>, A extends 'public' ? Actor | undefined : Actor>,
  ): Promise<Static<R>>;
}

/** One declared route, as the sweeps and the OpenAPI document see it. */
export interface DeclaredRoute {
  method: string;
  url: string;
  access: Access;
  faces: readonly Face[];
  summary: Text;
  tag: string;
  body: TSchema | undefined;
  query: TSchema | undefined;
  params: TSchema | undefined;
  reply: TSchema;
  status: number;
}

export interface Http {
  app: FastifyInstance;
  routes: readonly DeclaredRoute[];
  /** Declares a route: input by schema, output by contract, closed unless `access` opens it. */
  route<A extends Access, R extends TSchema, B extends TSchema, Q extends TSchema, P extends TSchema>(
    spec: RouteSpec<A, R, B, Q, P>,
  ): void;
}

export interface HttpOptions {
  authenticate: Authenticate;
  fastify: FastifyServerOptions;
  /** May answer a path that no route knows: the page has addresses of its own. */
  elsewhere?: (request: FastifyRequest, reply: FastifyReply) => FastifyReply | undefined;
  /** Called for what is not a refusal: a bug, with the request that met it. */
  onBug(error: unknown, request: FastifyRequest): void;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Where the route answers; a route that says nothing is closed to the Internet. */
    faces?: readonly Face[];
  }
}

const GOVERNMENT: readonly Face[] = ['government'];

const strict = new Ajv({
  allErrors: true,
  coerceTypes: false,
  removeAdditional: false,
  useDefaults: true,
  strict: false,
});
const coercing = new Ajv({
  allErrors: true,
  coerceTypes: 'array',
  removeAdditional: false,
  useDefaults: true,
  strict: false,
});
for (const ajv of [strict, coercing]) {
  ajv.addFormat('date', isCivilDate);
}

/** The first fault in words: where, and what is wrong with it. */
function firstFault(part: string, errors: readonly ErrorObject[]): Refusal {
  const error = errors[0];
  const path = (error?.instancePath ?? '').replaceAll('/', '.').replace(/^\./, '');
  const extra =
    (error?.params as { additionalProperty?: string; missingProperty?: string } | undefined) ?? {};
  const name = extra.additionalProperty ?? extra.missingProperty;
  const place = [part, path, name].filter(text => text !== undefined && text !== '').join('.');
  return refuse.bad_input({
    place,
    problem: error?.message ?? 'is wrong',
    all: errors.slice(0, 20).map(fault => `${fault.instancePath} ${fault.message ?? ''}`.trim()),
  });
}

export function problemOf(refusal: Refusal): object {
  return {
    type: `https://shuqiao.example/errors#${refusal.code}`,
    title: refusal.title.zh,
    titleEn: refusal.title.en,
    status: refusal.status,
    code: refusal.code,
    remedy: refusal.remedy.zh,
    remedyEn: refusal.remedy.en,
    facts: refusal.facts,
    ...(refusal.citation ? { citation: refusal.citation } : {}),
  };
}

export function createHttp(options: HttpOptions): Http {
  const app = fastify({ bodyLimit: 1_048_576, ...options.fastify });
  const routes: DeclaredRoute[] = [];

  // Before anything else: on the Internet a route that does not declare itself does not exist. What no route knows is
  // the page's, which looks at the face itself.
  app.addHook('onRequest', async request => {
    const { faces = GOVERNMENT } = request.routeOptions.config;
    if (!request.is404 && !faces.includes(faceOf(request.raw))) throw refuse.not_found();
  });

  // Compiled when a route is first asked: hundreds of contracts at once are half of the start's time.
  app.setValidatorCompiler(({ schema, httpPart }) => {
    let compiled: ValidateFunction | undefined;
    return data => {
      const check = (compiled ??= (httpPart === 'body' ? strict : coercing).compile(schema as object));
      return check(data) ? { value: data } : { error: firstFault(httpPart ?? 'body', check.errors ?? []) };
    };
  });
  app.setSerializerCompiler(({ schema }) => {
    let compiled: ((value: unknown) => string) | undefined;
    return value => (compiled ??= writerOf(schema as TSchema))(value);
  });

  app.setErrorHandler((error: unknown, request, reply) => {
    if (error instanceof Refusal)
      return reply
        .code(error.status)
        .type('application/problem+json')
        .send(JSON.stringify(problemOf(error)));
    const { statusCode, code } = error as { statusCode?: number; code?: string };
    if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return answer(reply, refuse.too_large());
    if (statusCode !== undefined && statusCode < 500)
      return answer(reply, refuse.bad_input({ place: 'body', problem: (error as Error).message }));
    options.onBug(error, request);
    return reply
      .code(500)
      .type('application/problem+json')
      .send(
        JSON.stringify({
          title: '平台内部错误，已记录',
          titleEn: 'Internal error, recorded',
          status: 500,
          code: 'platform.bug',
        }),
      );
  });
  app.setNotFoundHandler(
    (request, reply) => options.elsewhere?.(request, reply) ?? answer(reply, refuse.not_found()),
  );

  app.addContentTypeParser('application/octet-stream', { parseAs: 'buffer' }, (_request, body, done) =>
    done(null, body),
  );

  async function admit(
    { access, beforePasswordChange, beginsSession }: Entrance,
    request: FastifyRequest,
  ): Promise<Actor | undefined> {
    const visit = await options.authenticate(request);
    if (
      visit &&
      beginsSession !== true &&
      request.method !== 'GET' &&
      request.method !== 'HEAD' &&
      request.headers['x-csrf-token'] !== visit.csrf
    )
      throw refuse.csrf();
    if (access === 'public') return visit?.actor;
    if (!visit) throw refuse.not_signed_in();
    if (visit.mustChangePassword && beforePasswordChange !== true) throw refuse.password_change_first();
    if (access !== 'signed_in' && !visit.actor.permissions.has(access)) throw refuse.forbidden();
    return visit.actor;
  }

  return {
    app,
    routes,
    route: spec => {
      const { method, url, access, faces = GOVERNMENT, summary, tag, reply: contract, status = 200 } = spec;
      routes.push({
        method,
        url,
        access,
        faces,
        summary,
        tag,
        body: spec.body,
        query: spec.query,
        params: spec.params,
        reply: contract,
        status,
      });
      app.route({
        method,
        url,
        config: { faces },
        schema: {
          ...(spec.body ? { body: spec.body } : {}),
          ...(spec.query ? { querystring: spec.query } : {}),
          ...(spec.params ? { params: spec.params } : {}),
          response: { [status]: contract },
        },
        ...(spec.text === undefined
          ? {}
          : {
              bodyLimit: spec.text,
              onRequest: async (request: FastifyRequest) => {
                request.headers['content-type'] = 'text/plain';
              },
            }),
        ...(spec.bytes === undefined
          ? {}
          : {
              bodyLimit: spec.bytes,
              onRequest: async (request: FastifyRequest) => {
                (request as Admitted)[admitted] = await admit(spec, request);
                request.headers['content-type'] = 'application/octet-stream';
              },
            }),
        // Before validation: a stranger learns nothing about the shape of what is asked.
        preValidation: async (request: FastifyRequest) => {
          if (spec.bytes === undefined) (request as Admitted)[admitted] = await admit(spec, request);
          refuseBadText(request);
        },
        handler: async (request: FastifyRequest, reply: FastifyReply) => {
          const actor = (request as Admitted)[admitted];
          const asked = {
            body: request.body,
            query: request.query,
            params: request.params,
            actor,
            face: faceOf(request.raw),
            request,
            reply,
          };
          const value = await spec.handle(asked as never);
          // A protocol of others may demand another status; its handler has set it then.
          if (reply.statusCode === 200) reply.code(status);
          return value;
        },
      } as RouteOptions);
    },
  };
}

type Entrance = Pick<RouteSpec<Access, TSchema>, 'access' | 'beforePasswordChange' | 'beginsSession'>;

const isBad = (text: string): boolean => text.includes('\0') || !text.isWellFormed();

/**
 * Refuses text that no database takes: a zero character, or half of a pair. With a list of its own, for what is asked
 * may be nested deeper than calls can be.
 */
function refuseBadText({ body, query, params }: FastifyRequest): void {
  const open: [place: string, value: unknown][] = [
    ['body', body],
    ['query', query],
    ['params', params],
  ];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [place, value] = next;
    if (Buffer.isBuffer(value)) continue;
    const parts = typeof value === 'object' && value !== null ? Object.entries(value) : [];
    if ((typeof value === 'string' && isBad(value)) || parts.some(([name]) => isBad(name)))
      throw refuse.bad_input({ place, problem: 'holds a character that is no text' });
    for (const [name, part] of parts)
      if (typeof part === 'string' || typeof part === 'object') open.push([`${place}.${name}`, part]);
  }
}

const admitted = Symbol('admitted');
type Admitted = FastifyRequest & { [admitted]?: Actor | undefined };

function answer(reply: FastifyReply, refusal: Refusal): FastifyReply {
  return reply
    .code(refusal.status)
    .type('application/problem+json')
    .send(JSON.stringify(problemOf(refusal)));
}
