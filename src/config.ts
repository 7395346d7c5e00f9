import { availableParallelism } from 'node:os';
import { normalize } from 'node:path';
import { networks } from '#kernel/addresses.ts';
import { StartProblem } from '#kernel/errors.ts';
import { SPELLINGS, type Spelling } from '#planes/gateway/callers/national.ts';
import { FAILPOINTS } from '#kernel/failpoint.ts';
import type { MailSettings } from '#modules/messages/index.ts';

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const;
export const ALL_ROLES = ['control', 'gateway', 'mover', 'worker'] as const;
export type RoleName = (typeof ALL_ROLES)[number];

/** Everything that the environment may say, checked. Nobody else reads the environment. */
export interface Config {
  port: number;
  host: string | undefined;
  /** A second listener for the Internet, where only what is declared and marked open exists; none when undefined. */
  internet: { port: number; host: string | undefined } | undefined;
  /** The platform’s own addresses as others reach it; a face without one is called what its caller calls it. */
  addresses: { government: string | undefined; internet: string | undefined };
  /** The server that takes mail to people; without one they are told in the page, and by robots. */
  mail: MailSettings | undefined;
  dataFolder: string;
  databaseUrl: string | undefined;
  /** Where the demonstration’s departments keep their data; beside the platform’s own database when undefined. */
  poolDatabaseUrl: string | undefined;
  /** The database of the departments’ pools; one of its own beside the platform’s when undefined. */
  poolUrl: string | undefined;
  mariadbUrl: string | undefined;
  profile: string;
  /** What the origins of the ledger's logs begin with; chosen once. */
  ledgerName: string;
  roles: ReadonlySet<RoleName>;
  demonstration: boolean;
  demonstrationScale: number;
  masterKey: string | undefined;
  masterKeyFile: string | undefined;
  trustedProxies: string[];
  /** Megabytes of one file that a department gives out, at most. */
  fileMegabytes: number;
  /** Folders that departments may exchange files in, by `department/name`; the department by its number, key or name. */
  folders: ReadonlyMap<string, string>;
  /** How callers of the national convention spell their headers, and the family of answers that they expect. */
  callSpellings: Spelling[];
  /** Where mutual TLS ends: addresses of the fronts' sockets, and a socket file that only they can open. */
  fronts: { networks: string[]; socket: string | undefined };
  logLevel: string;
  failpoint: string | undefined;
  cores: number;
}

type Environment = Readonly<Record<string, string | undefined>>;

function list(text: string | undefined): string[] {
  return (text ?? '')
    .split(',')
    .map(part => part.trim())
    .filter(part => part !== '');
}

function url(name: string, text: string | undefined, protocols: readonly string[]): string | undefined {
  if (text === undefined || text === '') return undefined;
  let parsed: URL;
  try {
    parsed = new URL(text);
  } catch {
    throw new StartProblem(
      `${name} is not an address. Write it as ${protocols[0]}//user:password@host:port/database.`,
    );
  }
  if (!protocols.includes(parsed.protocol))
    throw new StartProblem(`${name} must begin with ${protocols.join(' or ')}.`);
  if (protocols.includes('postgres:') && parsed.pathname.length < 2)
    throw new StartProblem(
      `${name} names no database. Write it as postgres://user:password@host:port/database.`,
    );
  return text;
}

function number(
  name: string,
  text: string | undefined,
  fallback: number,
  least: number,
  most: number,
): number {
  if (text === undefined || text === '') return fallback;
  const value = Number(text);
  if (!Number.isFinite(value) || value < least || value > most)
    throw new StartProblem(`${name} must be a number from ${least} to ${most}, not “${text}”.`);
  return value;
}

function whole(...of: Parameters<typeof number>): number {
  const value = number(...of);
  if (!Number.isInteger(value)) throw new StartProblem(`${of[0]} must be a whole number, not “${of[1]}”.`);
  return value;
}

function flag(name: string, text: string | undefined, fallback: boolean): boolean {
  if (text === undefined || text === '') return fallback;
  if (text === '1' || text === 'true') return true;
  if (text === '0' || text === 'false') return false;
  throw new StartProblem(`${name} must be 1 or 0, not “${text}”.`);
}

function choice(name: string, text: string | undefined, fallback: string, known: readonly string[]): string {
  if (text === undefined || text === '') return fallback;
  if (!known.includes(text))
    throw new StartProblem(`${name} must be one of ${known.join(', ')}, not “${text}”.`);
  return text;
}

function networkList(name: string, text: string | undefined): string[] {
  const all = list(text);
  for (const cidr of all) {
    try {
      networks([cidr]);
    } catch {
      throw new StartProblem(`${name} must name networks, such as 10.20.0.0/16; “${cidr}” is none.`);
    }
  }
  return all;
}

/** `gjgxjhpt_` or `gjzwfwpt_=code200`, and `none` where the names stand without a prefix. */
function spellings(text: string | undefined): Spelling[] {
  const all = list(text);
  if (all.length === 0) return [...SPELLINGS];
  return all.map(one => {
    const [, named = '', voice = 'code0'] = /^([a-z0-9_-]{1,30})(?:=(code0|code200))?$/.exec(one) ?? [];
    if (named === '')
      throw new StartProblem(
        `SHUQIAO_CALL_PREFIXES must name prefixes, such as gjgxjhpt_,gjzwfwpt_=code200,none; “${one}” is none.`,
      );
    return { prefix: named === 'none' ? '' : named, voice: voice === 'code200' ? 'code200' : 'code0' };
  });
}

/** `民政局/civil=/srv/drop/civil`: a folder that is opened for one department, and for nobody else. */
function folders(text: string | undefined): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const one of list(text)) {
    const [, name = '', path = ''] = /^([^\s/=]{1,60}\/[^\s/=.][^\s/=]{0,40})=(\/.+)$/.exec(one) ?? [];
    if (name === '' || normalize(path) !== path || path === '/')
      throw new StartProblem(
        `SHUQIAO_FOLDERS must name department/name=/path, such as 民政局/civil=/srv/drop/civil; “${one}” does not.`,
      );
    const within = (outer: string, inner: string): boolean => `${inner}/`.startsWith(`${outer}/`);
    const plain = path.replace(/\/$/, '');
    for (const [other, there] of found)
      if (other === name || within(there, plain) || within(plain, there))
        throw new StartProblem(
          `SHUQIAO_FOLDERS names ${name} and ${other}, and one lies in the other or has its name. Open folders beside each other.`,
        );
    found.set(name, plain);
  }
  return found;
}

function ledgerName(value: string): string {
  if (!/^[a-z0-9][a-z0-9.-]{0,60}(\/[a-z0-9.-]{1,60})*$/.test(value))
    throw new StartProblem(
      `SHUQIAO_LEDGER_NAME must look like a host name, such as data.zhanhe.gov.cn; “${value}” does not.`,
    );
  return value;
}

/** An address that others are told, such as https://data.example.gov.cn, without the slash at its end. */
function address(name: string, text: string | undefined): string | undefined {
  if (text === undefined || text === '') return undefined;
  const plain = text.replace(/\/+$/, '');
  const parsed = URL.canParse(plain) ? new URL(plain) : undefined;
  if (!parsed || !/^https?:$/.test(parsed.protocol) || parsed.origin !== plain)
    throw new StartProblem(
      `${name} must be scheme, host and port only, such as https://data.example.gov.cn; “${text}” is not.`,
    );
  return plain;
}

/** Where mail goes out. A password never travels in clear: with `none` there is no user. */
function mail(env: Environment): MailSettings | undefined {
  const host = env['SHUQIAO_SMTP_HOST'] ?? '';
  if (host === '') return undefined;
  const given = (name: string): string | undefined => (env[name] === '' ? undefined : env[name]);
  const tls = choice('SHUQIAO_SMTP_TLS', env['SHUQIAO_SMTP_TLS'], 'starttls', [
    'starttls',
    'tls',
    'none',
  ]) as MailSettings['tls'];
  const user = given('SHUQIAO_SMTP_USER');
  const from = given('SHUQIAO_SMTP_FROM');
  if (from === undefined || !/^[^\s@<>]+@[^\s@<>]+$/.test(from))
    throw new StartProblem(
      'SHUQIAO_SMTP_FROM must be the address that mail comes from, such as shuqiao@example.gov.cn.',
    );
  if (tls === 'none' && user !== undefined)
    throw new StartProblem(
      'SHUQIAO_SMTP_TLS is none, and SHUQIAO_SMTP_USER would send its password in clear. Use starttls or tls, or leave the user out.',
    );
  return {
    host,
    port: whole('SHUQIAO_SMTP_PORT', env['SHUQIAO_SMTP_PORT'], tls === 'tls' ? 465 : 587, 1, 65_535),
    user,
    password: given('SHUQIAO_SMTP_PASSWORD'),
    passwordFile: given('SHUQIAO_SMTP_PASSWORD_FILE'),
    from,
    tls,
  };
}

/** Throws `StartProblem` with one sentence that names the variable and the remedy. */
export function readConfig(env: Environment): Config {
  const named = env['SHUQIAO_ROLES'] ?? '';
  const roles = named === '' ? [...ALL_ROLES] : list(named);
  if (roles.length === 0)
    throw new StartProblem(
      `SHUQIAO_ROLES names no role. Name some of ${ALL_ROLES.join(', ')}, or leave it out.`,
    );
  for (const role of roles)
    if (!(ALL_ROLES as readonly string[]).includes(role))
      throw new StartProblem(`SHUQIAO_ROLES knows ${ALL_ROLES.join(', ')}; “${role}” is none of them.`);
  const internetPort = env['SHUQIAO_INTERNET_PORT'] ?? '';
  if (internetPort !== '' && !roles.includes('control'))
    throw new StartProblem(
      'SHUQIAO_INTERNET_PORT needs the role control, which answers there. Add it to SHUQIAO_ROLES, or leave the port out.',
    );
  return {
    port: whole('PORT', env['PORT'], 8080, 0, 65_535),
    host: env['HOST'] === '' ? undefined : env['HOST'],
    internet:
      internetPort === ''
        ? undefined
        : {
            port: whole('SHUQIAO_INTERNET_PORT', internetPort, 0, 0, 65_535),
            host: env['SHUQIAO_INTERNET_HOST'] === '' ? undefined : env['SHUQIAO_INTERNET_HOST'],
          },
    addresses: {
      government: address('SHUQIAO_ADDRESS', env['SHUQIAO_ADDRESS']),
      internet: address('SHUQIAO_INTERNET_ADDRESS', env['SHUQIAO_INTERNET_ADDRESS']),
    },
    mail: mail(env),
    dataFolder: env['SHUQIAO_DATA'] ?? './data',
    databaseUrl: url('DATABASE_URL', env['DATABASE_URL'], ['postgres:', 'postgresql:']),
    poolDatabaseUrl: url('POOL_DATABASE_URL', env['POOL_DATABASE_URL'], ['postgres:', 'postgresql:']),
    poolUrl: url('SHUQIAO_POOL_URL', env['SHUQIAO_POOL_URL'], ['postgres:', 'postgresql:']),
    mariadbUrl: url('MARIADB_URL', env['MARIADB_URL'] ?? 'mysql://root@127.0.0.1:3306', [
      'mysql:',
      'mariadb:',
    ]),
    profile: env['SHUQIAO_PROFILE'] ?? 'pingdingshan',
    ledgerName: ledgerName(env['SHUQIAO_LEDGER_NAME'] ?? 'shuqiao.local'),
    roles: new Set(roles as RoleName[]),
    demonstration: flag('SHUQIAO_DEMO', env['SHUQIAO_DEMO'], true),
    demonstrationScale: number('SHUQIAO_DEMO_SCALE', env['SHUQIAO_DEMO_SCALE'], 1, 0.001, 1),
    masterKey: env['SHUQIAO_MASTER_KEY'] === '' ? undefined : env['SHUQIAO_MASTER_KEY'],
    masterKeyFile: env['SHUQIAO_MASTER_KEY_FILE'] === '' ? undefined : env['SHUQIAO_MASTER_KEY_FILE'],
    fileMegabytes: whole('SHUQIAO_FILE_MEGABYTES', env['SHUQIAO_FILE_MEGABYTES'], 1024, 1, 20_480),
    folders: folders(env['SHUQIAO_FOLDERS']),
    trustedProxies: networkList('SHUQIAO_TRUSTED_PROXIES', env['SHUQIAO_TRUSTED_PROXIES']),
    callSpellings: spellings(env['SHUQIAO_CALL_PREFIXES']),
    fronts: {
      networks: networkList('SHUQIAO_FRONTS', env['SHUQIAO_FRONTS']),
      socket: env['SHUQIAO_FRONT_SOCKET'] === '' ? undefined : env['SHUQIAO_FRONT_SOCKET'],
    },
    logLevel: choice('SHUQIAO_LOG', env['SHUQIAO_LOG'], 'info', LOG_LEVELS),
    failpoint: env['SHUQIAO_FAILPOINT']
      ? choice('SHUQIAO_FAILPOINT', env['SHUQIAO_FAILPOINT'], '', FAILPOINTS)
      : undefined,
    cores: availableParallelism(),
  };
}
