import { readConfig } from '#config.ts';
import { seedCalendar, seedData, seedOrganizations } from '#demonstration/index.ts';
import { DISK_FULL } from '#kernel/embeddedPostgres.ts';
import { StartProblem } from '#kernel/errors.ts';
import { readableToken } from '#kernel/ids.ts';
import { PLATFORM } from '#vocabulary/actor.ts';
import { type Platform, startPlatform } from './platform.ts';

/** The process: starts the chosen roles, tells the operator where they are, ends them in order. */
async function main(): Promise<void> {
  const starting = startPlatform(readConfig(process.env));
  const ending = new AbortController();
  // Also while it starts: the embedded PostgreSQL runs by then, and must not outlive this process.
  const stop = (): void => {
    ending.abort();
    starting
      .then(platform => platform.stop())
      .then(() => process.exit(0))
      .catch(() => process.exit(1));
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
  const platform = await starting;
  try {
    await open(platform, ending.signal);
  } catch (error) {
    if (ending.signal.aborted) return;
    await platform.stop();
    throw error;
  }
}

/** What there is to do once the platform answers, until `signal` says that it ends. */
async function open(platform: Platform, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  const say = (line: string): void => void process.stdout.write(`${line}\n`);

  if (platform.config.demonstration) await seedOrganizations(platform);
  else {
    await seedCalendar(platform.services.deadlines);
    await firstOperator(platform, say);
  }

  const [first = ''] = platform.hosts;
  const host = first === '127.0.0.1' || first === '0.0.0.0' ? 'localhost' : first;
  say(`数桥 Shuqiao  http://${host.includes(':') ? `[${host}]` : host}:${platform.port}`);
  if (platform.internetPort !== undefined)
    say(`Internet      port ${platform.internetPort}: only what is marked open, nobody signs in`);
  say(
    `data          ${platform.storage.folder.path}${platform.storage.embedded ? ' (embedded PostgreSQL)' : ' (PostgreSQL of DATABASE_URL)'}`,
  );
  if (!platform.config.demonstration) return;
  say('demonstration 演示数据 — synthetic people and companies; any account below, password Shuqiao-2026');
  for (const { login, departmentName, name } of (await platform.services.organizations.demoPosts()).slice(
    0,
    12,
  ))
    say(`  ${login.padEnd(24)} ${departmentName} ${name}`);
  if (platform.config.host !== undefined)
    say(
      `WARNING: HOST=${platform.config.host} opens demonstration accounts with a known password to everyone who reaches this address.`,
    );
  await seedData(platform, now => platform.tellSeeding(now), signal);
}

/** An empty installation has one person in it, with a password that is shown once and must be changed. */
async function firstOperator(platform: Platform, say: (line: string) => void): Promise<void> {
  const { organizations, audited, deadlines, policy } = platform.services;
  if (await organizations.hasAccounts()) return;
  const password = `Sq-${readableToken(16)}9`;
  await audited(PLATFORM, 'organizations.first_operator', 'account:1', async tx => {
    await organizations.addFirstOperator(tx, policy.homeRegion, password, deadlines.today());
    return { value: undefined };
  });
  say(`administrator  login: admin   one-time password: ${password}`);
}

/** No space, said by the file system or by PostgreSQL, at whatever step of the start. */
function isFullDisk(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const { code } = error as { code?: string };
  return code === 'ENOSPC' || code === '53100' || code === 'platform.disk_full' || isFullDisk(error.cause);
}

main().catch((error: unknown) => {
  if (isFullDisk(error)) process.stderr.write(`${DISK_FULL}\n`);
  else if (error instanceof StartProblem) process.stderr.write(`${error.message}\n`);
  else process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
});
