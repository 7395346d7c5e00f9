import type { Dialect } from '#planes/gateway/call.ts';
import { envelope } from './envelope.ts';
import { files, links } from './files.ts';
import { rest } from './rest.ts';

const DIALECTS: readonly Dialect[] = [files, links, envelope, rest];

/** The dialect of an address (path and query); undefined when it is not the gateway's. */
export const dialectOf = (url: string): Dialect | undefined => DIALECTS.find(one => one.matches(url));
