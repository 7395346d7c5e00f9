#!/usr/bin/env node
// `shuqiao ledger verify …`: the commands of an installation by one name. Runs them with the Node that the package pins,
// because the Node that npx finds may be too old to read TypeScript.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const COMMANDS = {
  'ledger verify': ['ledgerVerify.ts', 'verify the ledger, an archive of it, or the public log of another platform'],
  'ledger rebuild-search': ['ledgerRebuildSearch.ts', 'make the search anew from the entries'],
  'receipt verify': ['receiptVerify.ts', 'verify a receipt without the platform'],
  'receipt check': ['receiptCheck.ts', 'look whether a table is still what its receipt says'],
  move: ['move.ts', 'copy a table with a receipt, without the page'],
  start: ['start.ts', 'start the platform'],
  tour: ['tour.ts', 'the main job from the terminal'],
};

const [first = '', second = '', ...rest] = process.argv.slice(2);
const two = COMMANDS[`${first} ${second}`];
const one = COMMANDS[first];
if (!two && !one) {
  console.error('shuqiao COMMAND [options]\n');
  for (const [name, [, words]] of Object.entries(COMMANDS)) console.error(`  ${name.padEnd(21)} ${words}`);
  process.exit(2);
}
const [script] = two ?? one;
const options = two ? rest : process.argv.slice(3);
const pinned = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
// Ctrl+C is the command's own to answer; this process only waits for it.
process.on('SIGINT', () => undefined);
const { status } = spawnSync(
  existsSync(pinned) ? pinned : process.execPath,
  [join(root, 'scripts', script), ...options],
  { stdio: 'inherit' },
);
process.exit(status ?? 1);
