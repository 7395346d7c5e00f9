import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import { networkInterfaces } from 'node:os';
import { refuse as platform, defineRefusals } from './errors.ts';

const refuse = defineRefusals('address', {
  not_allowed: {
    status: 403,
    title: {
      zh: '不能连接 {host}：它不在允许的网络内',
      en: '{host} may not be connected to: it is in none of the allowed networks',
    },
    remedy: {
      zh: '请平台运维员把它所在的网段加入本部门的允许网络',
      en: 'Ask the operator to add its network to your department’s allowed networks',
    },
  },
  forbidden: {
    status: 403,
    title: {
      zh: '不能连接 {host}：这是平台自身或本机的地址',
      en: '{host} may not be connected to: it is the platform itself or this machine',
    },
    remedy: {
      zh: '请填写对方在政务外网上的地址',
      en: 'Give the other side’s address on the government network',
    },
  },
  unknown_name: {
    status: 422,
    title: { zh: '找不到主机 {host}', en: 'The host {host} cannot be found' },
    remedy: { zh: '请核对主机名，或直接填写 IP 地址', en: 'Check the name, or give the IP address' },
  },
});

/**
 * One way of writing for each address: IPv6 in its short form without a zone, and IPv4 as such where it is wrapped in
 * IPv6 (callers of a dual-stack socket arrive as ::ffff:a.b.c.d). What is no address stays as it is.
 */
export function plainAddress(address: string): string {
  if (isIP(address) !== 6) return address;
  const short = new URL(`http://[${address.split('%')[0]}]`).hostname.slice(1, -1);
  const mapped = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/.exec(short);
  if (!mapped) return short;
  const bytes = Buffer.alloc(4);
  bytes.writeUInt16BE(Number.parseInt(mapped[1] ?? '', 16));
  bytes.writeUInt16BE(Number.parseInt(mapped[2] ?? '', 16), 2);
  return bytes.join('.');
}

/** A set of networks in CIDR form. Throws `platform.bad_input` for what is not one. */
export function networks(list: readonly string[]): { has(address: string): boolean } {
  const block = new BlockList();
  for (const cidr of list) {
    const [address = '', bits, ...more] = cidr.split('/');
    const family = isIP(address);
    const widest = family === 6 ? 128 : 32;
    const width = bits === undefined ? widest : /^\d{1,3}$/.test(bits) ? Number(bits) : -1;
    if (family === 0 || more.length > 0 || width < 0 || width > widest)
      throw platform.bad_input({ place: cidr, problem: 'is not a network, such as 10.20.0.0/16' });
    block.addSubnet(address, width, family === 6 ? 'ipv6' : 'ipv4');
  }
  return {
    has: address => {
      const plain = plainAddress(address);
      return block.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4');
    },
  };
}

const OURS = networks([
  '127.0.0.0/8',
  '::1/128',
  '169.254.0.0/16',
  'fe80::/10',
  '0.0.0.0/8',
  '::/128',
  '224.0.0.0/4',
  'ff00::/8',
]);

export interface OutwardRule {
  /** Networks that the operator allows for this department. */
  allowed: readonly string[];
  /** `host:port/database`, or a whole server as `host:port`: exempt from the rule. */
  exempt: ReadonlySet<string>;
  /** `host:port/database` of the platform itself, by address or by name: never to be connected to. */
  own: ReadonlySet<string>;
  /** Refuses every address of this machine too: over HTTP, its other ports are our own doors. */
  machine?: boolean;
}

const isThisMachine = (address: string): boolean =>
  Object.values(networkInterfaces()).some(
    list => list?.some(one => plainAddress(one.address) === address) === true,
  );

/** Whether the server at the address is one of ours, or even the database. */
async function ownership(
  address: string,
  port: number,
  database: string | undefined,
  own: ReadonlySet<string>,
): Promise<'server' | 'database' | undefined> {
  let found: 'server' | undefined;
  for (const place of own) {
    const [, host = '', ownPort, ownDatabase] = /^(.*):(\d+)(?:\/(.*))?$/.exec(place) ?? [];
    if (Number(ownPort) !== port || !(await allAddresses(host)).includes(address)) continue;
    if (database === undefined || ownDatabase === undefined || database === ownDatabase) return 'database';
    found = 'server';
  }
  return found;
}

/** Every address that a name has now; none when it has none. */
async function allAddresses(host: string): Promise<string[]> {
  const bare = host.replace(/^\[|\]$/g, '');
  if (isIP(bare) !== 0) return [plainAddress(bare)];
  try {
    return (await lookup(bare, { all: true })).map(one => plainAddress(one.address));
  } catch {
    return [];
  }
}

/**
 * Decides whether the platform may connect outward on someone's behalf. Resolves the name once and returns the
 * address to use, so that a name cannot change its meaning between the check and the connection. Our own database is
 * refused before any exemption is asked for: the demonstration's departments may live on the same server.
 */
export async function outwardAddress(
  host: string,
  port: number,
  rule: OutwardRule,
  database?: string,
): Promise<string> {
  let address = plainAddress(host);
  if (isIP(address) === 0) {
    try {
      address = plainAddress((await lookup(host)).address);
    } catch {
      throw refuse.unknown_name({ host });
    }
  }
  const owned = await ownership(address, port, database, rule.own);
  if (owned === 'database') throw refuse.forbidden({ host });
  const server = `${host}:${port}`;
  if (rule.exempt.has(server) || rule.exempt.has(`${server}/${database ?? ''}`)) return host;
  if (OURS.has(address) || owned === 'server' || (rule.machine === true && isThisMachine(address)))
    throw refuse.forbidden({ host });
  if (!networks(rule.allowed).has(address)) throw refuse.not_allowed({ host });
  return address;
}

/** The caller's address: from `X-Forwarded-For` only when the peer is a proxy that we trust, nearest untrusted hop. */
export function callerAddress(
  peer: string,
  forwarded: string | undefined,
  trusted: { has(address: string): boolean } | undefined,
): string {
  const plain = plainAddress(peer);
  if (trusted === undefined || forwarded === undefined || !trusted.has(plain)) return plain;
  const hops = forwarded.split(',').map(hop => hop.trim());
  for (let i = hops.length - 1; i >= 0; i--) {
    const hop = hops[i] ?? '';
    if (isIP(hop) === 0) return plain;
    if (!trusted.has(hop)) return hop;
  }
  return plain;
}
