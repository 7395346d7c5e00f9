import type { Dialect } from '#planes/gateway/call.ts';
import { LINK_PATH } from '#vocabulary/fileLinks.ts';
import { sidIn } from './envelope.ts';

const ADDRESS = /^\/gateway\/([^/?]+)\/files(?:\/(\d{1,9})(\/link)?)?(?:\?|$)/;

/** What an address of a file service asks for. */
export type FileAddress = { what: 'list' } | { what: 'file' | 'link'; id: number };

/** Undefined for an address that is none of a file service. */
export function fileAddress(url: string): FileAddress | undefined {
  const [, sid, id, link] = ADDRESS.exec(url) ?? [];
  if (sid === undefined) return undefined;
  if (id === undefined) return { what: 'list' };
  return { what: link === undefined ? 'file' : 'link', id: Number(id) };
}

/** `/gateway/<sid>/files`, `/gateway/<sid>/files/<id>` and `/gateway/<sid>/files/<id>/link`. */
export const files: Dialect = {
  name: 'files',
  voice: undefined,
  methods: new Set(['GET', 'HEAD', 'POST']),
  matches: url => ADDRESS.test(url),
  sidOf: url => sidIn(ADDRESS.exec(url)?.[1] ?? ''),
};

/** `/gateway/links/<link>`: one file, once, without a signature. */
export const links: Dialect = {
  name: 'links',
  voice: 'problem',
  methods: new Set(['GET', 'HEAD']),
  matches: url => url.startsWith(LINK_PATH),
  sidOf: () => '',
};
