import { Type as T } from 'typebox';
import type { FastifyReply, Http } from '#kernel/http.ts';
import * as contract from './contract.ts';
import type { Ledger } from './service.ts';

const ByNumber = T.Object({ number: T.Integer({ minimum: 0 }) });

/** Seal points and keys are read by verifiers, not by browsers. */
function asText(reply: FastifyReply, text: string): string {
  void reply.type('text/plain; charset=utf-8');
  return text;
}

export function declareLedger({ http, ledger }: { http: Http; ledger: Ledger }): void {
  http.route({
    method: 'GET',
    url: '/api/ledger',
    access: 'ledger.read',
    tag: '存证',
    reply: contract.LedgerView,
    summary: { zh: '存证总览', en: 'The ledger at a glance' },
    handle: () => ledger.overview(),
  });
  http.route({
    method: 'POST',
    url: '/api/ledger/verify',
    access: 'ledger.verify',
    tag: '存证',
    reply: contract.VerifyView,
    summary: { zh: '校验全部存证', en: 'Verify the whole ledger' },
    handle: ({ actor }) => ledger.verify(actor),
  });
  http.route({
    method: 'GET',
    url: '/api/ledger/records',
    access: 'ledger.read',
    tag: '存证',
    query: contract.RecordQuery,
    reply: contract.RecordList,
    summary: { zh: '记录检索', en: 'Search the records' },
    handle: ({ query }) => ledger.records(query),
  });
  http.route({
    method: 'GET',
    url: '/api/ledger/records/:number',
    access: 'ledger.read',
    tag: '存证',
    params: ByNumber,
    reply: contract.RecordView,
    summary: { zh: '一条记录及其证明', en: 'One record with its proof' },
    handle: ({ params }) => ledger.record(params.number),
  });
  http.route({
    method: 'GET',
    url: '/ledger/checkpoint',
    access: 'public',
    tag: '存证',
    reply: T.String(),
    summary: { zh: '最近的存证点（签名文本）', en: 'The last seal point, a signed note' },
    handle: async ({ reply }) => asText(reply, await ledger.checkpoint()),
  });
  http.route({
    method: 'GET',
    url: '/ledger/keys',
    access: 'public',
    tag: '存证',
    reply: T.String(),
    summary: { zh: '存证公钥', en: 'The ledger’s public keys' },
    handle: async ({ reply }) => asText(reply, await ledger.keys()),
  });
}
