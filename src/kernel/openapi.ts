import type { DeclaredRoute } from './http.ts';

export type Paths = Record<string, Record<string, object>>;

/**
 * OpenAPI 3.1 from the declared routes: one text serves validation, the page's types and this document. `others` are
 * the paths of what is no route, described by whoever answers there.
 */
export function openapiOf(routes: readonly DeclaredRoute[], version: string, others: Paths): object {
  const paths: Paths = {};
  for (const route of [...routes].sort(
    (a, b) => a.url.localeCompare(b.url) || a.method.localeCompare(b.method),
  )) {
    const path = route.url.replaceAll(/:(\w+)/g, '{$1}');
    paths[path] ??= {};
    paths[path][route.method.toLowerCase()] = operation(route);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: '数桥 Shuqiao',
      version,
      description:
        'Signed-in calls send the session cookie; writing calls repeat the session’s `csrf` in `x-csrf-token`. Refusals are application/problem+json (RFC 9457) with a stable `code`; see docs/errors.md.',
    },
    components: { securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: 'sq_session' } } },
    paths: { ...paths, ...others },
  };
}

function operation(route: DeclaredRoute): object {
  return {
    tags: [route.tag],
    summary: route.summary.zh,
    description: route.summary.en,
    'x-access': route.access,
    ...(route.faces.includes('internet') ? { 'x-faces': route.faces } : {}),
    ...(route.access === 'public' ? {} : { security: [{ session: [] }] }),
    parameters: [...parameters(route.params, 'path'), ...parameters(route.query, 'query')],
    ...(route.body
      ? { requestBody: { required: true, content: { [mediaOf(route.body)]: { schema: route.body } } } }
      : {}),
    responses: {
      [String(route.status)]: {
        description: 'OK',
        content: { [mediaOf(route.reply)]: { schema: route.reply } },
      },
      default: { description: 'A refusal', content: { 'application/problem+json': {} } },
    },
  };
}

/** What is a bare text goes as text: protocols of others. Files say themselves what they are. */
function mediaOf(schema: object): string {
  if ('contentMediaType' in schema) return String(schema.contentMediaType);
  return 'type' in schema && schema.type === 'string' ? 'text/plain' : 'application/json';
}

function parameters(schema: object | undefined, place: 'path' | 'query'): object[] {
  const { properties = {}, required = [] } = (schema ?? {}) as {
    properties?: Record<string, object>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, part]) => ({
    name,
    in: place,
    required: place === 'path' || (required.includes(name) && !('default' in part)),
    schema: part,
  }));
}
