import { hash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { Head, Profile } from '#planes/gateway/call.ts';
import { refuse } from '#planes/gateway/refusals.ts';
import type { Caller, CallerCertificate } from './caller.ts';
import { isValid } from './caller.ts';

/** Where mutual TLS ends in front of the platform, as the configuration names it. */
export interface Fronts {
  /** Addresses of the fronts' own sockets; what a forwarding header says does not count here. */
  has(address: string): boolean;
}

interface FrontHead extends Head {
  certificate: CallerCertificate;
}

const throughSocket = new WeakSet<IncomingMessage>();

/** Marks a request that came in through the socket file of the configuration, which only a front can open. */
export const markFront = (req: IncomingMessage): void => void throughSocket.add(req);
export const isMarkedFront = (req: IncomingMessage): boolean => throughSocket.has(req);

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

function fingerprintsOf(base64: string): string[] {
  if (!BASE64.test(base64)) throw refuse.unknown_caller();
  const der = Buffer.from(base64, 'base64');
  return [`sha256:${hash('sha256', der)}`, `sm3:${hash('sm3', der)}`];
}

/**
 * What a front says of the certificate that it saw, as fingerprints; undefined where it saw none. Three ways, after what
 * fronts can write: `Client-Cert` of RFC 9440 (`:<base64 of DER>:`), the certificate as escaped PEM
 * (`$ssl_client_escaped_cert` of nginx and Tongsuo), or its SHA-256 or SM3 as `sha256:<hex>` or `sm3:<hex>`.
 */
function certificateIn({ headers }: IncomingMessage): string[] | undefined {
  const standard = headers['client-cert'];
  if (typeof standard === 'string') return fingerprintsOf(standard.replace(/^:(.*):$/s, '$1'));
  const escaped = headers['x-sq-client-cert'];
  if (typeof escaped === 'string' && escaped !== '') {
    const pem = /^-----BEGIN CERTIFICATE-----(.*)-----END CERTIFICATE-----\s*$/s.exec(unescaped(escaped));
    return fingerprintsOf((pem?.[1] ?? '').replace(/\s/g, ''));
  }
  const named = headers['x-sq-client-fingerprint'];
  return typeof named === 'string' && named !== '' ? [named.toLowerCase()] : undefined;
}

function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw refuse.unknown_caller();
  }
}

/**
 * Mutual TLS that a front ended: ECDSA anywhere, SM2 (TLCP) where the front can speak it, because Node's TLS cannot. The
 * headers are believed of the front alone; from anybody else they do not exist.
 */
export function createFront(
  fronts: Fronts | undefined,
  holderOf: (fingerprint: string) => Caller | undefined,
): Profile<FrontHead> {
  return {
    name: 'front',
    read(req, sid, voice) {
      if (!isMarkedFront(req) && fronts?.has(req.socket.remoteAddress ?? '') !== true) return undefined;
      const fingerprints = certificateIn(req);
      if (!fingerprints) return undefined;
      for (const fingerprint of fingerprints) {
        const caller = holderOf(fingerprint);
        const certificate = caller?.certificates.find(one => one.fingerprint === fingerprint);
        if (sid === '' || !caller || !certificate) continue;
        const line = `${req.method ?? ''} ${req.url ?? ''}\n`;
        return { sid, rid: caller.rid, certificate, line, voice: voice ?? 'code0' };
      }
      throw refuse.unknown_caller();
    },
    prove({ certificate }, _caller, now) {
      if (!isValid(certificate, now)) throw refuse.certificate_ended();
      return { environment: certificate.environment, key: certificate.no, replay: undefined };
    },
  };
}
