/** Which items of a grant were read, out of the records of real calls and of a real delivery. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Static } from 'typebox';
import type { GrantUsage } from '#modules/grants/contract.ts';
import { type EvidenceCity, openEvidenceCity } from './evidenceCity.ts';
import { until } from './instance.ts';

let city: EvidenceCity;
before(async () => {
  city = await openEvidenceCity();
});
after(() => city.close());

/** The figures, once the record is summed up. */
async function usageOf(grantId: number): Promise<Static<typeof GrantUsage>> {
  const officer = await city.as('market', 'data_officer');
  return (
    await until(
      () => officer.get<Static<typeof GrantUsage>>(`/api/grants/${grantId}/usage?days=90`),
      ({ body }) => body.calls > 0,
      10_000,
    )
  ).body;
}

test('what calls and deliveries gave out is counted as read, and nothing else', async () => {
  const called = await city.granted('query', '市场主体登记');
  const { body } = await (await city.as('market', 'data_officer')).get<Static<typeof GrantUsage>>(
    `/api/grants/${called.grantId}/usage`,
  );
  assert.deepEqual([body.days, body.calls, body.read, body.looked, body.capped], [90, 0, 0, 0, false]);
  await city.call(called.grantId);
  const query = await usageOf(called.grantId);
  assert.deepEqual([query.calls, query.looked, query.capped], [1, 1, false]);
  assert.equal(query.read, query.granted, 'a query without a choice of items gives all of them');
  assert.equal(query.byDay.length, 1);

  const moved = await city.granted('batch', '批量核对');
  await city.delivered(moved.grantId);
  const batch = await usageOf(moved.grantId);
  assert.equal(batch.read, batch.granted);
  assert.ok(batch.rows > 0);

  const stranger = await city.as('streets', 'data_officer');
  assert.equal((await stranger.get(`/api/grants/${called.grantId}/usage`)).status, 404);
});
