/** `npm run bench`: every bench in a process of its own; fails when one of them misses its target. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const BENCHES = [
  'gateway.ts',
  'gatewayScale.ts',
  'gatewayStart.ts',
  'gatewayProxy.ts',
  'move.ts',
  'moveMysql.ts',
  'moveCsv.ts',
  'moveMemory.ts',
  'clocks.ts',
  'catalog.ts',
  'catalogImport.ts',
  'similar.ts',
  'workbench.ts',
  'ledgerAppend.ts',
  'ledgerVerify.ts',
  'ledgerSize.ts',
];

for (const name of BENCHES) {
  console.log(`\n— ${name}`);
  const { status } = spawnSync(
    process.execPath,
    [join(import.meta.dirname, name), ...process.argv.slice(2)],
    { stdio: 'inherit' },
  );
  if (status !== 0) process.exitCode = 1;
}
