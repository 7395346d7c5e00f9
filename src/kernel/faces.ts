import type { IncomingMessage } from 'node:http';

/** Through which listener a request came: the government network's, or the one that the Internet reaches. */
export type Face = 'government' | 'internet';

/** What a route declares that answers everywhere. */
export const BOTH_FACES: readonly Face[] = ['government', 'internet'];

const fromInternet = new WeakSet<IncomingMessage>();

/**
 * Marks a request as one of the Internet, before anything reads it. Its cookie goes: nobody is signed in there, and a
 * browser sends the cookie of one port to the other.
 */
export function markInternet(request: IncomingMessage): void {
  fromInternet.add(request);
  delete request.headers.cookie;
}

export const faceOf = (request: IncomingMessage): Face =>
  fromInternet.has(request) ? 'internet' : 'government';
