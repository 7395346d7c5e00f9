/** The addresses of file services for the published OpenAPI document: what serving/files.ts reads and writes. */
import { Type as T } from 'typebox';
import { LINK_MINUTES } from '#vocabulary/fileLinks.ts';

const Words = T.String({ maxLength: 200 });

const Listed = T.Object({
  id: T.Integer(),
  name: T.String(),
  period: T.String(),
  version: T.Integer(),
  size: T.Integer(),
  mediaType: T.String(),
  sha256: T.String(),
  sm3: T.String(),
  addedAt: T.String(),
  note: T.String(),
});
/** The list of files that a grant gives out now. */
export const FileListAnswer = T.Object(
  { code: T.Literal('0'), message: T.String(), data: T.Array(Listed) },
  { additionalProperties: false },
);
export const FileLinkAnswer = T.Object(
  {
    code: T.Literal('0'),
    message: T.String(),
    data: T.Object({ url: T.String(), until: T.String(), address: T.String() }),
  },
  { additionalProperties: false },
);
const LinkBody = T.Object(
  {
    minutes: T.Optional(T.Integer({ minimum: 1, maximum: LINK_MINUTES.most, default: LINK_MINUTES.usual })),
    address: T.Optional(T.String()),
    matter: T.Optional(Words),
    post: T.Optional(Words),
    caseNo: T.Optional(Words),
    scenario: T.Optional(Words),
  },
  { additionalProperties: false },
);

const parameter = (name: string, place: string, required: boolean, description: string): object => ({
  name,
  in: place,
  required,
  description,
  schema: T.String(),
});

const PURPOSE = [
  parameter('matter', 'query', false, '办理事项 · the granted matter'),
  parameter('post', 'query', false, '岗位 · the post that needs it'),
  parameter('caseNo', 'query', false, '办件编号 · the number of the case'),
  parameter('scenario', 'query', false, '应用场景 · the granted scenario'),
];
const RANGE = [
  parameter('range', 'header', false, '续传 · bytes=a-b, bytes=a- or bytes=-n: one range'),
  parameter('if-range', 'header', false, '续传的前提 · the ETag of what you have the beginning of'),
];
const FILE = parameter('id', 'path', true, '文件编号 · from the list');
const LINK = parameter('link', 'path', true, '链接 · as the platform gave it');

const says = (description: string): object => ({ description, schema: T.String() });
const FILE_HEADERS = {
  etag: says('SHA-256'),
  'repr-digest': says('RFC 9530'),
  'shuqiao-sm3': says('SM3, hexadecimal'),
  'content-disposition': says('文件名 · its name'),
};
const BYTES = { 'application/octet-stream': { schema: T.String({ format: 'binary' }) } };

/** Paths, from what they share with all calls: the service, the signature, headers of answers, refusals. */
export function describeFiles(shared: {
  tag: string;
  sid: object;
  signature: readonly object[];
  claim: Record<string, object>;
  refusals: Record<string, object>;
}): Record<string, Record<string, object>> {
  const { tag, sid, signature, claim, refusals } = shared;
  const headers = { ...claim, ...FILE_HEADERS };
  const operation = (summary: string, description: string, parameters: object[], more: object): object => ({
    tags: [tag],
    summary,
    description: `${description} In words: docs/integrator.md.`,
    parameters,
    ...more,
  });
  const answered = (found: object) => ({ responses: { ...refusals, ...found } });
  const json = (schema: object) => ({
    '200': { description: 'Answered', headers: claim, content: { 'application/json': { schema } } },
  });
  const bytes = {
    '200': { description: 'The whole file', headers, content: BYTES },
    '206': { description: 'The range that was asked for', headers, content: BYTES },
  };
  const signed = { 'x-access': 'signed' };
  return {
    '/gateway/{sid}/files': {
      get: operation('授权可取的文件', 'Files that a grant gives out now.', [sid, ...signature, ...PURPOSE], {
        ...signed,
        ...answered(json(FileListAnswer)),
      }),
    },
    '/gateway/{sid}/files/{id}': {
      get: operation(
        '取一个文件，可续传',
        'The bytes of a file, whole or one range of them, under an opening and a closing record.',
        [sid, FILE, ...signature, ...PURPOSE, ...RANGE],
        { ...signed, ...answered(bytes) },
      ),
      head: operation(
        '文件的长度和摘要',
        'Length and digests of a file.',
        [sid, FILE, ...signature, ...PURPOSE],
        {
          ...signed,
          ...answered({ '200': { description: 'As of a GET, without the bytes', headers } }),
        },
      ),
    },
    '/gateway/{sid}/files/{id}/link': {
      post: operation(
        '取得文件的一次性下载链接',
        'A link that gives the file out once, without a signature, at one address.',
        [sid, FILE, ...signature],
        {
          ...signed,
          requestBody: { required: false, content: { 'application/json': { schema: LinkBody } } },
          ...answered(json(FileLinkAnswer)),
        },
      ),
    },
    '/gateway/links/{link}': {
      get: operation('按一次性链接取文件', 'The file that a link gives out.', [LINK, ...RANGE], {
        'x-access': 'link',
        ...answered(bytes),
      }),
    },
  };
}
