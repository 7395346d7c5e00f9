/** What a benchmark says about where it ran. */
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { cpus, loadavg, release, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { median, percentile } from './pairs.ts';

export function machineFacts(): string {
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${cpus().length} cores (${cpus()[0]?.model.trim() ?? 'unknown'}), ${memory} GB, Linux ${release()}, Node ${process.version}`;
}

export function loadAverage(): number {
  return loadavg()[0] ?? Number.NaN;
}

/** Milliseconds of one write of 8 KB and fdatasync in the directory of temporary files: what a commit costs at least. */
export function syncCost(rounds = 200): { median: number; p99: number } {
  const folder = mkdtempSync(join(tmpdir(), 'shuqiao-sync-'));
  const file = openSync(join(folder, 'file'), 'w');
  const page = Buffer.alloc(8192, 1);
  const times: number[] = [];
  try {
    for (let i = 0; i < rounds; i++) {
      const started = performance.now();
      writeSync(file, page, 0, page.length, i * page.length);
      fdatasyncSync(file);
      times.push(performance.now() - started);
    }
  } finally {
    closeSync(file);
    rmSync(folder, { recursive: true });
  }
  return { median: median(times), p99: percentile(times, 0.99) };
}

export function printMachine(): void {
  const sync = syncCost();
  console.log(machineFacts());
  console.log(
    `load average ${loadAverage().toFixed(2)}; a sync costs ${sync.median.toFixed(3)} ms (p99 ${sync.p99.toFixed(3)} ms)`,
  );
}
