import { Type as T } from 'typebox';
import type { Http } from '#kernel/http.ts';
import { ById } from '#kernel/schema.ts';
import * as contract from './contract.ts';
import type { Files } from './service.ts';

const tag = '文件';
const Nothing = T.Object({});

export function declareFiles({ http, files }: { http: Http; files: Files }): void {
  http.route({
    method: 'GET',
    url: '/api/files',
    access: 'resources.read',
    tag,
    query: contract.EntryQuery,
    reply: contract.OwnFileList,
    summary: { zh: '本部门一个目录的文件', en: 'Files of an entry of your department' },
    handle: ({ actor, query }) => files.list(actor, query.entryId),
  });
  http.route({
    method: 'POST',
    url: '/api/files/uploads',
    access: 'resources.mount',
    tag,
    body: contract.UploadBody,
    reply: contract.UploadView,
    status: 201,
    summary: { zh: '开始上传文件（分段，可续传）', en: 'Begin an upload, which comes in pieces' },
    handle: ({ actor, body }) => files.begin(actor, body),
  });
  http.route({
    method: 'GET',
    url: '/api/files/uploads/:id',
    access: 'resources.mount',
    tag,
    params: ById,
    reply: contract.UploadView,
    summary: { zh: '上传到哪一段', en: 'Which pieces of an upload have arrived' },
    handle: ({ actor, params }) => files.upload(actor, params.id),
  });
  http.route({
    method: 'PUT',
    url: '/api/files/uploads/:id/pieces/:n',
    access: 'resources.mount',
    tag,
    params: contract.ByPiece,
    bytes: contract.LARGEST_PIECE,
    body: contract.PieceBody,
    reply: Nothing,
    summary: { zh: '上传一段', en: 'One piece of an upload' },
    handle: async ({ actor, params, body }) => {
      await files.piece(actor, params.id, params.n, body);
      return {};
    },
  });
  http.route({
    method: 'DELETE',
    url: '/api/files/uploads/:id',
    access: 'resources.mount',
    tag,
    params: ById,
    reply: Nothing,
    summary: { zh: '放弃没有传完的文件', en: 'Drop an upload' },
    handle: async ({ actor, params }) => {
      await files.drop(actor, params.id);
      return {};
    },
  });
  http.route({
    method: 'POST',
    url: '/api/files/uploads/:id/finish',
    access: 'resources.mount',
    tag,
    params: ById,
    body: contract.FinishBody,
    reply: contract.FileRecorded,
    status: 201,
    summary: { zh: '核对并提供文件', en: 'Check an upload and give it out as a file' },
    handle: ({ actor, params, body }) => files.finish(actor, params.id, body),
  });
  http.route({
    method: 'POST',
    url: '/api/files/:id/withdraw',
    access: 'resources.mount',
    tag,
    params: ById,
    body: contract.WithdrawBody,
    reply: contract.FileRecorded,
    summary: { zh: '撤回文件', en: 'Withdraw a file' },
    handle: ({ actor, params, body }) => files.withdraw(actor, params.id, body.reason),
  });
}
