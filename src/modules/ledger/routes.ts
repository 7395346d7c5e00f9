import { Type as T } from 'typebox';
import type { FastifyReply, Http } from '#kernel/http.ts';
import { oneOf } from '#kernel/schema.ts';
import type { LogName } from '#record/logs.ts';
import * as contract from './contract.ts';
import type { Ledger } from './service.ts';

/** A log's name as one segment of a path. */
const SLUGS: Record<'control' | 'usage-1', LogName> = { control: 'control', 'usage-1': 'usage/1' };
const ByNumber = T.Object({ log: oneOf(['control', 'usage-1']), number: T.Integer({ minimum: 0 }) });

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
    url: '/api/ledger/verify',
    access: 'ledger.verify',
    tag: '存证',
    reply: contract.VerifyProgress,
    summary: { zh: '校验进度', en: 'How far the verification has come' },
    handle: () => Promise.resolve(ledger.verifying()),
  });
  http.route({
    method: 'POST',
    url: '/api/ledger/subjects',
    access: 'ledger.subject',
    tag: '存证',
    body: contract.SubjectQuery,
    reply: contract.SubjectView,
    summary: { zh: '查询谁使用过某人或某企业的数据（留痕）', en: 'Who used the data of a person or company' },
    handle: ({ actor, body }) => ledger.bySubject(actor, body),
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
    url: '/api/ledger/records/:log/:number',
    access: 'ledger.read',
    tag: '存证',
    params: ByNumber,
    reply: contract.RecordView,
    summary: { zh: '一条记录及其证明', en: 'One record with its proof' },
    handle: ({ params }) => ledger.record(SLUGS[params.log], params.number),
  });
  for (const [prefix, log] of [
    ['/ledger', 'control'],
    ['/ledger/usage/1', 'usage/1'],
  ] as const) {
    http.route({
      method: 'GET',
      url: `${prefix}/checkpoint`,
      access: 'public',
      tag: '存证',
      reply: T.String(),
      summary: { zh: `最近的存证点（${log}）`, en: `The last seal point of ${log}, a signed note` },
      handle: async ({ reply }) => asText(reply, await ledger.checkpoint(log)),
    });
    http.route({
      method: 'GET',
      url: `${prefix}/keys`,
      access: 'public',
      tag: '存证',
      reply: T.String(),
      summary: { zh: `存证公钥（${log}）`, en: `The public keys of ${log}` },
      handle: async ({ reply }) => asText(reply, await ledger.keys(log)),
    });
  }
}
