import type { Http } from '#kernel/http.ts';
import { ById, Recorded } from '#kernel/schema.ts';
import { asFile } from '#sheets/index.ts';
import type { Attachments } from './attachments.ts';
import * as contract from './contract.ts';

const tag = '附件';

export function declareAttachments({ http, attachments }: { http: Http; attachments: Attachments }): void {
  http.route({
    method: 'GET',
    url: '/api/attachments',
    access: 'sharing.read',
    tag,
    query: contract.AttachmentsQuery,
    reply: contract.AttachmentList,
    summary: { zh: '一件事项的附件', en: 'What is attached to a case' },
    handle: ({ actor, query }) => attachments.list(actor, query.object),
  });
  http.route({
    method: 'POST',
    url: '/api/attachments',
    access: 'sharing.read',
    tag,
    bytes: contract.LARGEST_ATTACHMENT,
    body: contract.FileBody,
    query: contract.UploadQuery,
    reply: contract.AttachmentRecorded,
    status: 201,
    summary: { zh: '上传附件', en: 'Attach a file' },
    handle: ({ actor, query, body }) => attachments.add(actor, query.object, query.name, body),
  });
  http.route({
    method: 'GET',
    url: '/api/attachments/:id',
    access: 'sharing.read',
    tag,
    params: ById,
    reply: contract.FileReply,
    summary: { zh: '下载附件', en: 'An attached file' },
    handle: async ({ actor, params, reply }) => {
      const file = await attachments.file(actor, params.id);
      // Somebody else’s file: no browser may take it for anything that runs.
      void reply.header('x-content-type-options', 'nosniff').header('content-security-policy', 'sandbox');
      return asFile(reply, file);
    },
  });
  http.route({
    method: 'DELETE',
    url: '/api/attachments/:id',
    access: 'sharing.read',
    tag,
    params: ById,
    reply: Recorded,
    summary: { zh: '删除没有提交的附件', en: 'Take away a file that was not handed in' },
    handle: ({ actor, params }) => attachments.remove(actor, params.id),
  });
}
