import type { Http } from '#kernel/http.ts';
import { ById } from '#kernel/schema.ts';
import { asFile } from '#sheets/index.ts';
import * as contract from './contract.ts';
import type { Papers } from './service.ts';

const tag = '文书';

/** The same three addresses for each kind of case that has papers. */
export function declarePapers({ http, papers }: { http: Http; papers: Papers }): void {
  for (const subject of contract.SUBJECTS) {
    const of = {
      zh: subject === 'grants' ? '授权' : '申请',
      en: subject === 'grants' ? 'a grant' : 'an application',
    };
    http.route({
      method: 'GET',
      url: `/api/${subject}/:id/papers`,
      access: 'sharing.read',
      tag,
      params: ById,
      reply: contract.PaperList,
      summary: { zh: `${of.zh}现有的文书`, en: `The papers of ${of.en}` },
      handle: ({ actor, params }) => papers.list(actor, subject, params.id),
    });
    http.route({
      method: 'GET',
      url: `/api/${subject}/:id/papers/:kind`,
      access: 'sharing.read',
      tag,
      params: contract.PaperParams,
      reply: contract.PaperView,
      summary: { zh: `${of.zh}的一份文书`, en: `One paper of ${of.en}` },
      handle: ({ actor, params }) => papers.paper(actor, subject, params.id, params.kind),
    });
    http.route({
      method: 'GET',
      url: `/api/${subject}/:id/papers/:kind.docx`,
      access: 'sharing.read',
      tag,
      params: contract.PaperParams,
      reply: contract.FileReply,
      summary: { zh: `${of.zh}的一份文书，Word 文件`, en: `One paper of ${of.en}, as a Word file` },
      handle: async ({ actor, params, reply }) =>
        asFile(reply, await papers.file(actor, subject, params.id, params.kind)),
    });
  }
}
