import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
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
      zh: '请填写部门数据库在政务外网上的地址',
      en: 'Give the address of the department’s database on the government network',
    },
  },
  unknown_name: {
    status: 422,
    title: { zh: '找不到主机 {host}', en: 'The host {host} cannot be found' },
    remedy: { zh: '请核对主机名，或直接填写 IP 地址', en: 'Check the name, or give the IP address' },
  },
});

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
      // IPv4 callers of a dual-stack socket arrive as ::ffff:a.b.c.d
      const plain = address.startsWith('::ffff:') ? address.slice(7) : address;
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
  /** host:port pairs exempt from the rule: the demonstration city's own databases. */
  exempt: ReadonlySet<string>;
  /** host:port pairs that are the platform's own, never to be connected to. */
  own: ReadonlySet<string>;
}

/**
 * Decides whether the platform may connect outward on someone's behalf. Resolves the name once and returns the
 * address to use, so that a name cannot change its meaning between the check and the connection.
 */
export async function outwardAddress(host: string, port: number, rule: OutwardRule): Promise<string> {
  if (rule.exempt.has(`${host}:${port}`)) return host;
  let address = host;
  if (isIP(host) === 0) {
    try {
      address = (await lookup(host)).address;
    } catch {
      throw refuse.unknown_name({ host });
    }
  }
  if (OURS.has(address) || rule.own.has(`${address}:${port}`)) throw refuse.forbidden({ host });
  if (!networks(rule.allowed).has(address)) throw refuse.not_allowed({ host });
  return address;
}

/** The caller's address: from `X-Forwarded-For` only when the peer is a proxy that we trust, nearest untrusted hop. */
export function callerAddress(
  peer: string,
  forwarded: string | undefined,
  trusted: { has(address: string): boolean } | undefined,
): string {
  const plain = peer.startsWith('::ffff:') ? peer.slice(7) : peer;
  if (trusted === undefined || forwarded === undefined || !trusted.has(plain)) return plain;
  const hops = forwarded.split(',').map(hop => hop.trim());
  for (let i = hops.length - 1; i >= 0; i--) {
    const hop = hops[i] ?? '';
    if (isIP(hop) === 0) return plain;
    if (!trusted.has(hop)) return hop;
  }
  return plain;
}
