/**
 * The main job from the terminal, over HTTP only: against SHUQIAO_URL, or against an instance of its own on the embedded
 * database in a temporary folder. Exits with 1 when any step fails.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { readConfig } from '#config.ts';
import { seedData, seedOrganizations } from '#demonstration/index.ts';
import { startPlatform } from '../src/platform.ts';
import { takeTour } from './tour/steps.ts';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

interface Instance {
  base: string;
  stop(): Promise<void>;
}

async function startOwn(): Promise<Instance> {
  const folder = mkdtempSync(join(tmpdir(), 'shuqiao-tour-'));
  // The embedded server does not run as root: it must reach its own folder inside this one.
  chmodSync(folder, 0o711);
  // One server less to leave traces on: all departments of this instance keep their data in its own PostgreSQL.
  const config = readConfig({
    SHUQIAO_DATA: folder,
    PORT: '0',
    MARIADB_URL: '',
    SHUQIAO_DEMO: '1',
    SHUQIAO_DEMO_SCALE: '0.01',
    SHUQIAO_LOG: process.env['SHUQIAO_LOG'] ?? 'error',
  });
  const platform = await startPlatform(config);
  const stop = async (): Promise<void> => {
    await platform.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await seedOrganizations(platform);
    await seedData(platform);
  } catch (error) {
    await stop();
    throw error;
  }
  return { base: `http://127.0.0.1:${platform.port}`, stop };
}

/** A running demonstration may still be loading its data: the tour begins when what it needs lies there. */
async function reachRunning(url: string): Promise<Instance> {
  const base = url.replace(/\/+$/, '');
  for (let second = 0; second < 300; second += 1) {
    const answer = await fetch(
      `${base}/api/catalog?q=${encodeURIComponent('户籍登记信息')}&resource=table&resource=interface`,
    );
    if (((await answer.json()) as { total: number }).total > 0) break;
    if (second === 0) say('演示数据还在装入，请稍候…');
    await wait(1000);
  }
  return { base, stop: () => Promise.resolve() };
}

async function main(): Promise<void> {
  const started = performance.now();
  const url = process.env['SHUQIAO_URL'];
  const instance = url === undefined || url === '' ? await startOwn() : await reachRunning(url);
  say(`数桥巡演  ${instance.base}  （演示数据）  准备 ${seconds(started)}`);
  let n = 0;
  try {
    await takeTour({
      base: instance.base,
      mark: Date.now().toString(36),
      step: async (title, work) => {
        n += 1;
        const began = performance.now();
        try {
          const { proved, value } = await work();
          say(`✓ ${String(n).padStart(2)} ${title}：${proved}  [${seconds(began)}]`);
          return value;
        } catch (error) {
          say(`✗ ${String(n).padStart(2)} ${title}`);
          throw error;
        }
      },
    });
    say(`全部 ${n} 步通过，共 ${seconds(started)}`);
  } finally {
    await instance.stop();
  }
}

function seconds(since: number): string {
  return `${((performance.now() - since) / 1000).toFixed(1)} 秒`;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exitCode = 1;
});
