import { Readable } from 'node:stream';
import type { IncomingMessage } from 'node:http';
import type pg from 'pg';
import type { Clock } from '#kernel/clock.ts';
import { type FileLink, LINK_MINUTES } from '#vocabulary/fileLinks.ts';
import { FILE_PIECE } from '#vocabulary/files.ts';
import type { FilePlan } from '#vocabulary/plans.ts';
import { objectIn, wrong } from '#planes/gateway/body.ts';
import type { Answer, Asked, Serving, Visit, WholeAnswer } from '#planes/gateway/call.ts';
import { decidePurpose } from '#planes/gateway/decide.ts';
import { askedIn, parseQuery } from '#planes/gateway/dialects/envelope.ts';
import { fileAddress } from '#planes/gateway/dialects/files.ts';
import type { CachedPlan } from '#planes/gateway/plans/planCache.ts';
import { refuse } from '#planes/gateway/refusals.ts';
import { type Links, linkOf } from './links.ts';
import { type Span, spanOf } from './ranges.ts';

interface FileRow {
  id: number;
  name: string;
  media_type: string;
  size: number;
  sha256: Buffer;
  sm3: Buffer;
  period: string;
  note: string;
  version: number;
  added_at: Date;
  ended: 'replaced' | 'withdrawn' | null;
}

const COLUMNS = 'id, name, media_type, size, sha256, sm3, period, note, version, added_at, ended';
const JSON_TYPE = 'application/json; charset=utf-8';

type Header = readonly [string, string | number];

/** The name in both spellings: what every client reads, and UTF-8 (RFC 6266, RFC 8187). */
function disposition(name: string): string {
  const plain = name.replaceAll(/[^\x20-\x7e]|["\\%]/g, '_');
  const encoded = encodeURIComponent(name).replaceAll(
    /['()*]/g,
    one => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}

/** What is the same in every answer about a file, whole or in part. */
function headersOf(file: FileRow): Header[] {
  return [
    ['accept-ranges', 'bytes'],
    ['etag', `"${file.sha256.toString('hex')}"`],
    ['last-modified', file.added_at.toUTCString()],
    ['repr-digest', `sha-256=:${file.sha256.toString('base64')}:`],
    ['shuqiao-sm3', file.sm3.toString('hex')],
    ['content-disposition', disposition(file.name)],
    ['x-content-type-options', 'nosniff'],
  ];
}

/** A range counts only while the file is the one that the caller has the beginning of (RFC 9110, 13.1.5). */
function mayRange(file: FileRow, ifRange: string | undefined): boolean {
  if (ifRange === undefined) return true;
  if (ifRange.startsWith('"')) return ifRange === `"${file.sha256.toString('hex')}"`;
  return ifRange === file.added_at.toUTCString();
}

/** Files of an entry: their list, their bytes in whole or in part, and links that give one out once. */
export function createFileServing({
  pool,
  links,
  clock,
}: {
  pool: pg.Pool;
  links: Links;
  clock: Clock;
}): Serving<FilePlan> {
  async function fileOf(plan: FilePlan, id: number): Promise<FileRow> {
    const { rows } = await pool.query<FileRow>({
      name: 'gateway-file',
      text: `select ${COLUMNS} from files.file where id = $1 and entry_id = $2`,
      values: [id, plan.entryId],
    });
    const file = rows[0];
    if (!file) throw refuse.file_unknown({ file: id });
    if (file.ended !== null) throw refuse.file_ended({ file: id });
    return file;
  }

  /** A piece of a file that is still given out, to whoever still holds its link. */
  async function pieceOf(fileId: number, n: number, link: FileLink | undefined, holder: Buffer | undefined) {
    const { rows } = await pool.query<{ bytes: Buffer }>({
      name: link ? 'gateway-piece-by-link' : 'gateway-piece',
      text: `select p.bytes from files.file f join files.piece p on p.upload_id = f.upload_id
        where f.id = $1 and f.ended_at is null and p.n = $2
          ${link ? 'and exists (select from plans.link l where l.id = $3 and l.holder = $4)' : ''}`,
      values: link ? [fileId, n, Buffer.from(link.id, 'base64url'), holder] : [fileId, n],
    });
    const bytes = rows[0]?.bytes;
    if (!bytes) throw link ? refuse.link_taken() : refuse.file_ended({ file: fileId });
    return bytes;
  }

  async function list({ plan }: CachedPlan<FilePlan>): Promise<WholeAnswer> {
    const { rows } = await pool.query<FileRow>({
      name: 'gateway-files',
      text: `select ${COLUMNS} from files.file where entry_id = $1 and ended_at is null order by period desc, id desc limit 1000`,
      values: [plan.entryId],
    });
    const data = rows.map(file => ({
      id: file.id,
      name: file.name,
      period: file.period,
      version: file.version,
      size: file.size,
      mediaType: file.media_type,
      sha256: file.sha256.toString('hex'),
      sm3: file.sm3.toString('hex'),
      addedAt: file.added_at.toISOString(),
      note: file.note,
    }));
    return wholeOf(data);
  }

  async function makeLink(
    visit: Visit,
    { plan }: CachedPlan<FilePlan>,
    file: FileRow,
    said: Said,
  ): Promise<WholeAnswer> {
    const { minutes, address } = linkAsked(said);
    if (address !== undefined && !visit.caller.allowed.has(address))
      throw refuse.address_not_allowed({ address });
    const until = Math.min(clock.now() + minutes * 60_000, plan.until);
    const url = await links.make({
      sid: plan.sid,
      rid: visit.caller.rid,
      grantId: plan.grantId,
      version: plan.version,
      fileId: file.id,
      address: address ?? visit.address,
      until,
      matter: visit.asked?.matter ?? '',
      post: visit.asked?.post ?? '',
      caseNo: visit.asked?.caseNo ?? '',
    });
    visit.facts = { ...visit.facts, link: true };
    return wholeOf({ url, until: new Date(until).toISOString(), address: address ?? visit.address });
  }

  async function give(
    visit: Visit,
    { plan }: CachedPlan<FilePlan>,
    file: FileRow,
    { method, headers: asked }: IncomingMessage,
  ): Promise<Answer> {
    const size = Number(file.size);
    const headers = headersOf(file);
    const items = plan.items.map((_, i) => i);
    const contentType = file.media_type;
    if (method === 'HEAD')
      return { status: 200, contentType, headers, body: '', length: size, rows: 0, items: [] };
    const span = mayRange(file, asked['if-range']?.toString()) ? spanOf(asked.range, size) : 'whole';
    if (span === 'none') throw refuse.range_beyond({ size });
    const { from, to } = span === 'whole' ? { from: 0, to: size } : span;
    visit.facts = { ...visit.facts, from, to };
    const link = linkOf(visit.head);
    const holder = link && (await links.take(link));
    const read = (n: number): Promise<Buffer> => pieceOf(file.id, n, link, holder);
    // Before the opening: what cannot be read is refused, not broken off.
    const first = await read(Math.floor(from / FILE_PIECE));
    return {
      status: span === 'whole' ? 200 : 206,
      contentType,
      headers: [
        ...headers,
        ['content-length', to - from],
        ...(span === 'whole'
          ? [['content-digest', `sha-256=:${file.sha256.toString('base64')}:`] as const]
          : [['content-range', `bytes ${from}-${to - 1}/${size}`] as const]),
      ],
      stream: Readable.from(bytesOf({ from, to }, first, read), { objectMode: false, highWaterMark: 1 }),
      items,
      rows: () => 0,
      ...(link
        ? {
            // What was cut off may not have arrived to its last byte.
            ended: ({ bytes, whole }) =>
              links.note(link, { from, to: from + (whole ? bytes : Math.max(0, bytes - 1)) }, size),
          }
        : {}),
    };
  }

  return {
    async serve(visit, cached, req) {
      const { plan } = cached;
      const link = linkOf(visit.head);
      const address = link ? { what: 'file' as const, id: link.fileId } : fileAddress(req.url ?? '');
      if (!address) throw wrong('address', '应为 /gateway/<sid>/files', 'must be /gateway/<sid>/files');
      const method = req.method ?? '';
      if ((address.what === 'link') !== (method === 'POST'))
        throw wrong('method', '此地址不接受这种方法', 'is not one of this address');
      if (link && (link.grantId !== plan.grantId || link.version !== plan.version))
        throw refuse.revoked({ grant: plan.grantNo });
      const said = visit.body && saidIn(visit.body);
      const asked = link ? purposeOf(link) : purposeIn(req.url ?? '', said);
      visit.asked = asked;
      decidePurpose(cached, asked);
      const file = address.what === 'list' ? undefined : await fileOf(plan, address.id);
      const taking = visit.settle(cached);
      if (taking) await taking;
      visit.decided = performance.now();
      if (file)
        visit.facts = {
          ...visit.facts,
          file: file.id,
          sha256: file.sha256.toString('hex'),
          ...(link ? { link: true } : {}),
        };
      const answer = !file
        ? await list(cached)
        : said
          ? await makeLink(visit, cached, file, said)
          : await give(visit, cached, file, req);
      visit.fetched = performance.now();
      return answer;
    },
  };
}

const wholeOf = (data: object): WholeAnswer => ({
  status: 200,
  contentType: JSON_TYPE,
  body: JSON.stringify({ code: '0', message: '成功', data }),
  rows: 0,
  items: [],
});

/** The body of a link that is asked for: its purpose, and how the link shall be. Whoever sends none says nothing of it. */
type Said = Record<string, unknown>;
const saidIn = (body: Buffer): Said => (body.length === 0 ? {} : objectIn(body));

const NOTHING: Pick<Asked, 'params' | 'claims'> = { params: {}, claims: {} };

const purposeOf = ({ matter, post, caseNo }: FileLink): Asked => ({
  ...NOTHING,
  matter,
  post,
  caseNo,
  scenario: '',
});

/** Of a link that is asked for in the body, of everything else in the query. Nothing but a purpose can be said of files. */
function purposeIn(url: string, said: Said | undefined): Asked {
  const { minutes: _minutes, address: _address, ...purpose } = said ?? {};
  const asked = said ? askedIn(purpose) : parseQuery(url, () => false);
  const [item] = [...Object.keys(asked.params), ...Object.keys(asked.claims)];
  if (item !== undefined)
    throw wrong(item.slice(0, 40), '不是本接口的字段', 'is not a field of this interface');
  return asked;
}

function linkAsked({ minutes = LINK_MINUTES.usual, address }: Said): {
  minutes: number;
  address: string | undefined;
} {
  if (!Number.isInteger(minutes) || Number(minutes) < 1 || Number(minutes) > LINK_MINUTES.most)
    throw wrong('minutes', `应为 1 到 ${LINK_MINUTES.most} 的整数`, `must be 1 to ${LINK_MINUTES.most}`);
  if (address !== undefined && typeof address !== 'string')
    throw wrong('address', '应为文字', 'must be text');
  return { minutes: Number(minutes), address };
}

async function* bytesOf(
  { from, to }: Span,
  first: Buffer,
  read: (n: number) => Promise<Buffer>,
): AsyncGenerator<Buffer> {
  const begin = Math.floor(from / FILE_PIECE);
  for (let n = begin; n * FILE_PIECE < to; n += 1) {
    const piece = n === begin ? first : await read(n);
    const at = n * FILE_PIECE;
    const part = piece.subarray(Math.max(0, from - at), Math.min(piece.length, to - at));
    // A piece that is shorter than it must be would move everything after it.
    if (at + piece.length < Math.min(to, at + FILE_PIECE)) throw refuse.stream_broken();
    yield part;
  }
}
