import { spawn } from 'node:child_process';
import { resolve } from 'node:path';

export const ROOT = resolve(import.meta.dirname, '..', '..');

/** A program that `npm ci` installed, as a script for this very Node. */
export const installed = (path: string): string => resolve(ROOT, 'node_modules', path);

export interface Ran {
  code: number;
  /** What it wrote to standard output, which the reader saw too. */
  out: string;
}

/** Runs a program in the project's folder, shows what it says, and waits for its end. */
export function run(
  command: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<Ran> {
  return new Promise((done, fail) => {
    const child = spawn(command, args, {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, ...env },
    });
    let out = '';
    child.stdout.on('data', (text: Buffer) => {
      out += text.toString();
      process.stdout.write(text);
    });
    child.once('error', fail);
    child.once('close', (code, signal) => done({ code: code ?? (signal === null ? 1 : 128), out }));
  });
}

/** The same for a script that this Node runs. */
export const runNode = (args: readonly string[], env: Record<string, string> = {}): Promise<Ran> =>
  run(process.execPath, args, env);
