/** CPU time as the kernel counts it, and children that serve one side of a benchmark. */
import { execFileSync, fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';

const ticksPerSecond = Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }));

/** Seconds of CPU (user and system) that a process has used since its start; 0 when it is gone. */
export function cpuSeconds(pid: number): number {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return 0;
  }
  // The name in parentheses may hold spaces; utime and stime are the 14th and 15th fields.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

/** Starts a script as a process of its own and waits for its first message. */
export function startChild<T>(
  file: string,
  args: string[],
  settings: object,
): Promise<{ child: ChildProcess; said: T }> {
  const child = fork(file, args, { env: { ...process.env, BENCH_SETTINGS: JSON.stringify(settings) } });
  return new Promise((resolve, reject) => {
    child.once('message', said => resolve({ child, said: said as T }));
    child.once('exit', code => reject(new Error(`${args.join(' ')} ended with ${code}`)));
  });
}

export function childSettings<T>(): T {
  return JSON.parse(process.env['BENCH_SETTINGS'] ?? '{}') as T;
}
