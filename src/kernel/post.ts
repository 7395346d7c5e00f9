import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP } from 'node:net';

export interface TextAnswer {
  status: number;
  type: string;
  body: string;
}

export interface PostOptions {
  /** Where the host was found to be: connected to instead of looking the name up once more. */
  address: string;
  /** The content type of the text. */
  type: string;
  /** Milliseconds for the whole exchange. */
  timeout: number;
  /** Most bytes of the answer. */
  limit: number;
  signal: AbortSignal;
}

/** Host without the brackets of IPv6, and port. */
export function placeOf(url: URL): { host: string; port: number } {
  const port = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port);
  return { host: url.hostname.replace(/^\[(.*)\]$/, '$1'), port };
}

/** Posts a text and reads a text. A redirection is an answer like any other: it is not followed. */
export function postText(url: URL, text: string, options: PostOptions): Promise<TextAnswer> {
  const { host, port } = placeOf(url);
  const isTls = url.protocol === 'https:';
  return new Promise((done, fail) => {
    const request = (isTls ? requestHttps : requestHttp)(
      {
        host: options.address,
        port,
        path: url.pathname + url.search,
        method: 'POST',
        // The certificate is the name’s, not the address’s.
        ...(isTls && isIP(host) === 0 ? { servername: host } : {}),
        headers: {
          host: url.host,
          'content-type': options.type,
          'content-length': Buffer.byteLength(text),
        },
        signal: AbortSignal.any([options.signal, AbortSignal.timeout(options.timeout)]),
      },
      response => {
        const chunks: Buffer[] = [];
        let size = 0;
        response.on('data', (chunk: Buffer) => {
          size += chunk.length;
          if (size > options.limit)
            request.destroy(new Error(`the answer is longer than ${options.limit} bytes`));
          else chunks.push(chunk);
        });
        response.on('error', fail);
        response.on('end', () =>
          done({
            status: response.statusCode ?? 0,
            type: response.headers['content-type'] ?? '',
            body: Buffer.concat(chunks).toString('utf8'),
          }),
        );
      },
    );
    request.on('error', fail);
    request.end(text);
  });
}
