import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Refusal } from '#kernel/errors.ts';
import { readBody } from '#planes/gateway/body.ts';
import { type Caller, type CallerKey, checkAddress, checkConvention, isValid } from './caller.ts';
import type { Tokens } from './token.ts';

export const isTokenAddress = (url: string): boolean =>
  url === '/oauth/token' || url.startsWith('/oauth/token?');

/** The errors of RFC 6749 5.2 that this grant can meet. */
type OAuthError =
  | 'invalid_request'
  | 'invalid_client'
  | 'unauthorized_client'
  | 'unsupported_grant_type'
  | 'invalid_scope';

class Denied extends Error {
  readonly error: OAuthError;

  constructor(error: OAuthError, description: string) {
    super(description);
    this.error = error;
  }
}

export interface TokenEndpoint {
  answer(req: IncomingMessage, res: ServerResponse, address: string): Promise<void>;
}

interface TokenEndpointNeeds {
  callerOf: (rid: string) => Caller | undefined;
  tokens: Tokens;
  now: () => number;
  /** Tells of an attempt that nobody registered stands behind. */
  stranger: (address: string, code: string, at: number) => Promise<void>;
}

/** `client_id:client_secret` of RFC 6749 2.3.1: form-encoded each, then as Basic. */
function basicOf(authorization: string): [string, string] {
  const base64 = /^basic +(\S+) *$/i.exec(authorization)?.[1] ?? '';
  const text = Buffer.from(base64, 'base64').toString();
  const colon = text.indexOf(':');
  if (colon < 1)
    throw new Denied('invalid_client', 'the Authorization header is not Basic with id and secret');
  try {
    const plain = (part: string): string => decodeURIComponent(part.replaceAll('+', ' '));
    return [plain(text.slice(0, colon)), plain(text.slice(colon + 1))];
  } catch {
    throw new Denied('invalid_client', 'the Authorization header is not form-encoded');
  }
}

function once(form: URLSearchParams, name: string): string | undefined {
  const all = form.getAll(name);
  if (all.length > 1) throw new Denied('invalid_request', `${name} is given twice`);
  return all[0];
}

/** Who asks: by Basic or in the body, never by both. */
function clientOf(authorization: string | undefined, form: URLSearchParams): [string, string] {
  const id = once(form, 'client_id');
  const secret = once(form, 'client_secret');
  if (authorization === undefined) {
    if (id === undefined || secret === undefined)
      throw new Denied('invalid_client', 'client_id and client_secret are missing');
    return [id, secret];
  }
  const client = basicOf(authorization);
  if (secret !== undefined || (id !== undefined && id !== client[0]))
    throw new Denied('invalid_request', 'the client authenticates in two ways');
  return client;
}

function keyOf(caller: Caller, secret: string, now: number): CallerKey | undefined {
  const given = Buffer.from(secret);
  return caller.keys.find(
    key => isValid(key, now) && key.secret.length === given.length && timingSafeEqual(key.secret, given),
  );
}

/** `POST /oauth/token`: client credentials (RFC 6749 4.4), client_id the rid and client_secret the appSecret. */
export function createTokenEndpoint({ callerOf, tokens, now, stranger }: TokenEndpointNeeds): TokenEndpoint {
  async function grant(req: IncomingMessage, address: string): Promise<{ token: string; seconds: number }> {
    const type = /^[^;]*/
      .exec(req.headers['content-type'] ?? '')?.[0]
      .trim()
      .toLowerCase();
    if (
      req.method !== 'POST' ||
      (req.url ?? '').includes('?') ||
      type !== 'application/x-www-form-urlencoded'
    )
      throw new Denied('invalid_request', 'POST application/x-www-form-urlencoded without a query');
    const form = new URLSearchParams((await readBody(req)).toString());
    const kind = once(form, 'grant_type');
    const [id, secret] = clientOf(req.headers.authorization, form);
    const at = now();
    const caller = callerOf(id);
    const key = caller && keyOf(caller, secret, at);
    if (!caller || !key) throw new Denied('invalid_client', 'no valid key of a registered system');
    checkAddress(caller, address);
    checkConvention(caller, 'token');
    if (kind === undefined) throw new Denied('invalid_request', 'grant_type is missing');
    if (kind !== 'client_credentials')
      throw new Denied('unsupported_grant_type', 'only client_credentials is served');
    if ((once(form, 'scope') ?? '') !== '')
      throw new Denied('invalid_scope', 'there are no scopes: grants say what may be called');
    return tokens.issue(caller, key, at);
  }

  return {
    async answer(req, res, address) {
      const headers: Record<string, string> = {
        'content-type': 'application/json;charset=UTF-8',
        'cache-control': 'no-store',
        pragma: 'no-cache',
      };
      try {
        const { token, seconds } = await grant(req, address);
        res.writeHead(200, headers);
        res.end(JSON.stringify({ access_token: token, token_type: 'Bearer', expires_in: seconds }));
      } catch (thrown) {
        const denied =
          thrown instanceof Refusal
            ? new Denied(thrown.status === 403 ? 'unauthorized_client' : 'invalid_request', thrown.message)
            : thrown;
        if (!(denied instanceof Denied)) throw thrown;
        const { error } = denied;
        if (error === 'invalid_client' || error === 'unauthorized_client')
          await stranger(address, `oauth.${error}`, now());
        if (error === 'invalid_client') headers['www-authenticate'] = 'Basic realm="shuqiao"';
        if (!req.complete) headers['connection'] = 'close';
        res.writeHead(error === 'invalid_client' ? 401 : 400, headers);
        res.end(JSON.stringify({ error, error_description: denied.message }));
      }
    },
  };
}
