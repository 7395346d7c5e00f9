import type { IncomingHttpHeaders } from 'node:http';

/** What a header says; empty where it says nothing, or several things. */
export function headerOf(headers: IncomingHttpHeaders, name: string): string {
  const value = headers[name];
  return typeof value === 'string' ? value : '';
}
