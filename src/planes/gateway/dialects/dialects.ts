import type { Dialect } from '#planes/gateway/call.ts';
import { envelope } from './envelope.ts';

const DIALECTS: readonly Dialect[] = [envelope];

/** The dialect of an address (path and query); undefined when it is not the gateway's. */
export const dialectOf = (url: string): Dialect | undefined => DIALECTS.find(one => one.matches(url));
