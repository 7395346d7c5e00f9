import type { FastifyReply, Http } from '#kernel/http.ts';
import { logOfSlug } from '#vocabulary/logs.ts';
import * as contract from './contract.ts';
import type { Evidence, PackFile } from './service.ts';

/** To be kept, never shown: a page with a script of its own must not run under the platform’s address. */
function asFile(reply: FastifyReply, { name, html }: PackFile): string {
  void reply
    .type('text/html; charset=utf-8')
    .header('content-disposition', `attachment; filename="${name}"`)
    .header('cache-control', 'no-store');
  return html;
}

export function declareEvidence({ http, evidence }: { http: Http; evidence: Evidence }): void {
  http.route({
    method: 'GET',
    url: '/api/evidence/applications/:id',
    access: 'evidence.pack',
    tag: '举证',
    params: contract.ByCase,
    query: contract.PackQuery,
    reply: contract.PackFile,
    summary: { zh: '一件申请的证据文件', en: 'The evidence pack of an application' },
    handle: async ({ actor, params, query, reply }) =>
      asFile(reply, await evidence.ofApplication(actor, params.id, query.reason)),
  });
  http.route({
    method: 'GET',
    url: '/api/evidence/grants/:id',
    access: 'evidence.pack',
    tag: '举证',
    params: contract.ByCase,
    query: contract.PackQuery,
    reply: contract.PackFile,
    summary: { zh: '一个授权的证据文件', en: 'The evidence pack of a grant' },
    handle: async ({ actor, params, query, reply }) =>
      asFile(reply, await evidence.ofGrant(actor, params.id, query.reason)),
  });
  http.route({
    method: 'GET',
    url: '/api/evidence/records/:log/:number',
    access: 'evidence.pack',
    tag: '举证',
    params: contract.ByRecord,
    query: contract.PackQuery,
    reply: contract.PackFile,
    summary: {
      zh: '一条记录（调用或办理）的证据文件',
      en: 'The evidence pack of one entry: a call or an act',
    },
    handle: async ({ actor, params, query, reply }) =>
      asFile(reply, await evidence.ofRecord(actor, logOfSlug(params.log), params.number, query.reason)),
  });
  http.route({
    method: 'GET',
    url: '/api/evidence/runs/:id',
    access: 'evidence.pack',
    tag: '举证',
    params: contract.ByCase,
    query: contract.PackQuery,
    reply: contract.PackFile,
    summary: { zh: '一次交付的证据文件', en: 'The evidence pack of a delivery' },
    handle: async ({ actor, params, query, reply }) =>
      asFile(reply, await evidence.ofRun(actor, params.id, query.reason)),
  });
  http.route({
    method: 'GET',
    url: '/verifier.html',
    access: 'public',
    tag: '举证',
    reply: contract.VerifierFile,
    summary: { zh: '核验页：核验任何证据文件，不需要网络', en: 'The verifier of evidence packs, one page' },
    handle: ({ reply }) => {
      const { html, policy } = evidence.verifier();
      void reply
        .type('text/html; charset=utf-8')
        .header('cache-control', 'no-cache')
        .header('content-security-policy', `${policy}; frame-ancestors 'none'`);
      return Promise.resolve(html);
    },
  });
  http.route({
    method: 'GET',
    url: '/verifier.sha256',
    access: 'public',
    tag: '举证',
    reply: contract.VerifierDigest,
    summary: { zh: '核验页的 SHA-256', en: 'SHA-256 of the verifier, as sha256sum writes it' },
    handle: ({ reply }) => {
      void reply.type('text/plain; charset=utf-8').header('cache-control', 'no-cache');
      return Promise.resolve(`${evidence.verifier().sha256}  verifier.html\n`);
    },
  });
}
