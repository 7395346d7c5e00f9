/** Which items of a grant were read, out of the records of real calls and of a real delivery. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Static } from 'typebox';
import type { GrantUsage } from '#modules/grants/contract.ts';
import { readKnown } from '../src/modules/evidence/verifier/known.ts';
import { readPack } from '../src/modules/evidence/verifier/pack.ts';
import { renderPack } from '../src/modules/evidence/verifier/render.ts';
import { verifyPack } from '../src/modules/evidence/verifier/verify.ts';
import { type EvidenceCity, openEvidenceCity } from './evidenceCity.ts';
import { until } from './instance.ts';

let city: EvidenceCity;
let called: { grantId: number };
before(async () => {
  city = await openEvidenceCity();
  called = await city.granted('query', '市场主体登记');
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

test('the record of the first use stops the supply clock, and the certificate of the disposal is in the evidence', async () => {
  const { grantId } = called;
  await city.grants.everyMinute();
  const act = (role: 'data_officer' | 'sharing_head', body: object) =>
    city.done<{ grant: { supply: { suppliedAt: string | null }; disposal: { state: string } } }>(
      ['market', role],
      `/api/grants/${grantId}/actions`,
      body,
    );
  const { grant } = await act('sharing_head', { action: 'give_up', because: 'purpose_reached' });
  assert.notEqual(grant.supply.suppliedAt, null);
  assert.equal(grant.disposal.state, 'due');
  const text = '我局已于今日销毁全部数据及其备份，特此证明。';
  const on = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);
  await act('data_officer', {
    action: 'report_disposal',
    note: '业务库与备份',
    report: { way: 'destroy', on, certificate: text },
  });
  await act('sharing_head', { action: 'sign_disposal' });
  const read = readPack(await city.pack('civil', 'sharing_head', `grants/${grantId}`));
  assert.ok('pack' in read, JSON.stringify(read));
  const keys = await Promise.all(['control', 'usage/1'].map(log => city.proofs.keys(`shuqiao.test/${log}`)));
  const verdict = verifyPack(read.pack, readKnown(keys.flat().join('\n')));
  assert.equal(verdict.outcome, 'passed');
  const signed = verdict.file.steps.find(step => step.body.action === 'sharing.sign_disposal');
  assert.equal(signed?.documents.certificate?.['text'], text);
  assert.ok(renderPack(read.pack, verdict, 'zh').includes(text));
});
