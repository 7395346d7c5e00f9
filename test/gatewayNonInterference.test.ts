import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { mariadbMissing } from './connectors/databases.ts';
import { type Kind, openHouse } from './interference.ts';

const CALLS = 25;

for (const [name, kind, cases] of [
  ['PostgreSQL', 'postgres', 12],
  ['MariaDB', 'mysql', 6],
] as const satisfies [string, Kind, number][])
  test(`what is not granted influences no answer over ${name}, and what is granted is answered`, {
    skip: kind === 'mysql' && (await mariadbMissing()),
  }, async () => {
    const house = await openHouse(kind);
    try {
      await fc.assert(
        fc.asyncProperty(fc.gen(), g => house.check(g, CALLS)),
        { numRuns: cases, endOnFailure: true },
      );
      const { asked, served } = house.counts;
      assert.equal(asked, cases * CALLS);
      assert.ok(served > asked / 4 && served < asked, `${served} of ${asked} calls were served`);
    } finally {
      await house.close();
    }
  });
