import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type pg from 'pg';
import type { Keys } from '#kernel/keys.ts';
import { type FileLink, LINK_PATH, openLink, sealLink } from '#vocabulary/fileLinks.ts';
import type { Head, Profile } from '#planes/gateway/call.ts';
import { refuse } from '#planes/gateway/refusals.ts';
import { type Span, addSpan, coversAll } from './ranges.ts';

export interface LinkHead extends Head {
  link: FileLink;
}

export const linkOf = (head: Head): FileLink | undefined =>
  'link' in head ? (head as LinkHead).link : undefined;

/** The link itself is the proof: whoever has it, at its address and in its time, is let in. */
export const linkProfile: Profile = {
  name: 'link',
  read: () => undefined,
  prove: () => ({ environment: 'live', replay: undefined }),
};

const LONGEST = 2000;

export interface Links {
  /** What a link says; throws a stranger's refusal for one that was not made here, or not for this address. */
  read(req: IncomingMessage, address: string, now: number): LinkHead;
  /** Makes one and answers its path. */
  make(link: Omit<FileLink, 'id'>): Promise<string>;
  /** Takes the link for one answer, in place of the one before; refuses one that was used up. */
  take(link: FileLink): Promise<Buffer>;
  /** Notes what went out; a link whose file went out whole is used up. */
  note(link: FileLink, span: Span, size: number): Promise<void>;
}

export function createLinks(pool: pg.Pool, keys: Keys): Links {
  return {
    read({ method = '', url = '' }, address, now) {
      const [token = ''] = url.slice(LINK_PATH.length).split('?');
      const link = token.length > LONGEST ? undefined : openLink(keys, token);
      if (!link) throw refuse.link_unknown();
      if (link.address !== address) throw refuse.link_elsewhere({ address });
      if (now >= link.until) throw refuse.link_past();
      return { sid: link.sid, rid: link.rid, line: `${method} ${url}\n`, voice: 'problem', link };
    },
    async make(what) {
      const id = randomBytes(16);
      const link: FileLink = { ...what, id: id.toString('base64url') };
      await pool.query({
        name: 'gateway-link-make',
        text: 'insert into plans.link (id, grant_id, version, file_id, until) values ($1, $2, $3, $4, $5)',
        values: [id, link.grantId, link.version, link.fileId, new Date(link.until)],
      });
      return sealLink(keys, link);
    },
    async take({ id }) {
      const holder = randomBytes(16);
      const { rowCount } = await pool.query({
        name: 'gateway-link-take',
        text: 'update plans.link set holder = $2 where id = $1 and used_at is null',
        values: [Buffer.from(id, 'base64url'), holder],
      });
      if (rowCount !== 1) throw refuse.link_used();
      return holder;
    },
    async note({ id }, span, size) {
      const key = Buffer.from(id, 'base64url');
      const client = await pool.connect();
      try {
        await client.query('begin');
        const { rows } = await client.query<{ sent: Span[] }>(
          'select sent from plans.link where id = $1 for update',
          [key],
        );
        const sent = addSpan(rows[0]?.sent ?? [], span);
        await client.query(
          'update plans.link set sent = $2, used_at = case when $3 then coalesce(used_at, now()) else used_at end where id = $1',
          [key, JSON.stringify(sent), coversAll(sent, size)],
        );
        await client.query('commit');
      } catch (error) {
        await client.query('rollback').catch(() => undefined);
        throw error;
      } finally {
        client.release();
      }
    },
  };
}
