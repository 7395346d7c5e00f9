/**
 * Resident memory of a gateway over two million calls, a person each call: promise that it stays flat, the largest of
 * the last tenth at most 1.15 times the largest of the second tenth. Takes some ten minutes and is not part of
 * `npm run bench`.
 *
 *   node bench/gatewayMemory.ts [--calls 2000000] [--rate 3000]
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type SideSettings, offer, serveGateway, withCity } from './lib/gatewayCity.ts';
import { type Load, offerLoad } from './lib/load.ts';
import { printMachine } from './lib/machine.ts';
import { childSettings } from './lib/processes.ts';
import { failRun, promiseLine } from './lib/promise.ts';

const { values } = parseArgs({
  options: {
    calls: { type: 'string', default: '2000000' },
    rate: { type: 'string', default: '3000' },
    side: { type: 'string' },
  },
});
const TENTHS = 10;

const megabytes = (pid: number): number =>
  Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;

if (values.side === 'load') {
  process.on('message', (load: Load) => {
    void offerLoad(load).then(result => process.send?.(result));
  });
  process.send?.({ port: 0 });
} else if (values.side !== undefined) {
  process.send?.({ port: await serveGateway(childSettings<SideSettings>()) });
} else {
  await withCity(async city => {
    printMachine();
    const rate = Number(values.rate);
    const seconds = Number(values.calls) / TENTHS / rate;
    const ours = await city.start(import.meta.filename, 'ours');
    const largest: number[] = [];
    for (let tenth = 0; tenth < TENTHS; tenth++) {
      // A loader of its own each time: its list of times must not be what grows.
      const loader = await city.start(import.meta.filename, 'load');
      let most = 0;
      const look = setInterval(() => {
        most = Math.max(most, megabytes(ours.child.pid ?? 0));
      }, 250);
      const { calls, failed, firstFailure } = await offer(loader, city.load([ours.port], seconds, rate));
      clearInterval(look);
      loader.child.kill();
      if (failed > 0) failRun(`${failed} calls failed: ${firstFailure}`);
      largest.push(most);
      console.log(`${calls} calls more: ${most.toFixed(0)} MB at most`);
    }
    promiseLine('gateway-memory', (largest.at(-1) ?? 0) / (largest[1] ?? 1), '<=1.15');
  });
}
