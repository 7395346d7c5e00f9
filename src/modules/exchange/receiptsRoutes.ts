import type { FastifyReply, Http } from '#kernel/http.ts';
import { ById, Recorded } from '#kernel/schema.ts';
import type { Receipts } from './receipts.ts';
import * as contract from './receiptsContract.ts';

function asFile(reply: FastifyReply, { name, text }: { name: string; text: string }): string {
  void reply
    .type('application/json; charset=utf-8')
    .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(name)}`)
    .header('cache-control', 'no-store');
  return text;
}

export function declareReceipts({ http, receipts }: { http: Http; receipts: Receipts }): void {
  http.route({
    method: 'GET',
    url: '/api/exchange/runs/:id/receipt',
    access: 'exchange.read',
    tag: '数据交换',
    params: ById,
    reply: contract.ReceiptFile,
    summary: {
      zh: '下载对账单：双方签名、公钥、存证证明，可脱离平台核验',
      en: 'The receipt as a file: both halves, the keys, its proof in the ledger',
    },
    handle: async ({ actor, params, reply }) => asFile(reply, await receipts.file(actor, params.id)),
  });
  http.route({
    method: 'GET',
    url: '/api/exchange/runs/:id/differences',
    access: 'exchange.run',
    tag: '数据交换',
    params: ById,
    query: contract.DifferencesQuery,
    reply: contract.Differences,
    summary: {
      zh: '上次对账发现的差异行；查看本身会留痕',
      en: 'The rows that the last comparison named; looking is itself recorded',
    },
    handle: ({ actor, params, query }) => receipts.differences(actor, params.id, query),
  });
  http.route({
    method: 'GET',
    url: '/api/exchange/receipt-keys',
    access: 'signed_in',
    tag: '数据交换',
    query: contract.ReceiptKeyQuery,
    reply: contract.ReceiptKeyList,
    summary: {
      zh: '各部门对账单签名的公钥，含历史',
      en: 'The public keys that sign receipts in departments’ names, past ones too',
    },
    handle: ({ query }) => receipts.keys(query.departmentId),
  });
  http.route({
    method: 'POST',
    url: '/api/exchange/receipt-keys/:id/retire',
    access: 'ledger.keys',
    tag: '数据交换',
    params: ById,
    body: contract.RetireBody,
    reply: Recorded,
    summary: {
      zh: '停用一个部门的对账单签名密钥，下一次送达时换用新的',
      en: 'End the key that signs a department’s receipts; the next delivery makes another',
    },
    handle: ({ actor, params, body }) => receipts.retireKey(actor, params.id, body.reason),
  });
}
