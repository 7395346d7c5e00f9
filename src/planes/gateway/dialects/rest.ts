import type { Dialect } from '#planes/gateway/call.ts';
import { sidIn } from './envelope.ts';
import { refuseList } from './restRefusals.ts';
import { notOffered } from './restText.ts';

const PREFIX = '/rest/v1/';

/** `/rest/v1/<sid>`: a granted service read as PostgREST's clients read a table. */
export const rest: Dialect = {
  name: 'rest',
  voice: 'rest',
  methods: new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE']),
  matches: url => url.startsWith(PREFIX),
  sidOf: url => sidIn(url.slice(PREFIX.length)),
  check: ({ method, url = '' }) => {
    if (url.startsWith(`${PREFIX}rpc/`)) throw notOffered('rpc', 'rpc');
    if (method !== 'GET' && method !== 'HEAD') throw refuseList.read_only({ method: method ?? '' });
  },
};
