/** The platform’s address as others see it: IRIs and addresses in answers begin with it. */
import type { Face } from '#kernel/faces.ts';
import type { FastifyRequest } from '#kernel/http.ts';

export type SiteOf = (request: FastifyRequest, face: Face) => string;

/** What may stand in an IRI as host and port; a caller writes this header. */
const HOST = /^(\[[0-9a-f:.]+\]|[a-z0-9.-]+)(:\d{1,5})?$/i;

/** The addresses that the operator set; where none is set, the one that the caller used. */
export function siteFrom(addresses: Readonly<Record<Face, string | undefined>>): SiteOf {
  return (request, face) => {
    const set = addresses[face];
    if (set !== undefined) return set;
    const { host } = request;
    return `${request.protocol}://${HOST.test(host) ? host : 'localhost'}`;
  };
}
