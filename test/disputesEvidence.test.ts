/** Evidence packs of grants that came by another way than one application's answer. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Pack, readPack } from '../src/modules/evidence/verifier/pack.ts';
import { readKnown } from '../src/modules/evidence/verifier/known.ts';
import { type Verdict, verifyPack } from '../src/modules/evidence/verifier/verify.ts';
import { CONDITIONAL, type DisputesCity, type Who, day, itemsOf, openDisputesCity } from './disputesCity.ts';

const HEAD: Who = ['market', 'sharing_head'];
const OFFICER: Who = ['market', 'data_officer'];
const PROVIDER: Who = ['civil', 'sharing_head'];
const AUTHORITY: Who = ['authority', 'authority'];
const REFUSAL = {
  action: 'refuse',
  category: 'condition_not_met',
  conditions: ['仅用于社会救助核对'],
  note: '申请的用途超出目录列明的社会救助核对范围，不能提供这些数据',
};

let city: DisputesCity;
let entryId: number;
before(async () => {
  city = await openDisputesCity('disputes_evidence');
  entryId = await city.publish('civil', '低保对象信息', CONDITIONAL);
  await city.mount('civil', entryId);
});
after(() => city.close());

async function verdictOn(path: string): Promise<Verdict & { pack: Pack }> {
  const reason = encodeURIComponent('年度审计抽查');
  const read = readPack(await city.page(OFFICER, `/api/evidence/${path}?reason=${reason}`));
  assert.ok('pack' in read, JSON.stringify(read));
  return { ...verifyPack(read.pack, readKnown(read.pack.keys.join('\n'))), pack: read.pack };
}

function isProven({ outcome, checks }: Verdict): void {
  const failed = checks.filter(check => check.state === 'failed').map(check => check.found.en);
  assert.deepEqual([outcome, failed], ['passed', []]);
}
const objectsOf = ({ file }: Verdict): Set<string> => new Set(file.steps.map(step => step.body.object));

test('a grant that the government opened, and that was changed since, is proven from its first application on', async () => {
  const { id } = await city.apply('market', entryId);
  await city.answer('civil', id, REFUSAL);
  const raised = await city.raise(HEAD, id);
  assert.equal(raised.status, 201, JSON.stringify(raised.body));
  const disputeId = raised.body.dispute.id;
  for (const [who, action, more] of [
    [PROVIDER, 'state', { note: '目录列明的条件不满足' }],
    [HEAD, 'escalate', {}],
    [AUTHORITY, 'meet', { date: day(0), participants: '市场监管局、民政局', note: '双方陈述了意见' }],
    [AUTHORITY, 'opine', { outcome: 'keep', note: '条件确不满足' }],
    [HEAD, 'reject', { note: '低保审核就是社会救助' }],
    [AUTHORITY, 'report', {}],
    [
      AUTHORITY,
      'decide',
      { outcome: 'open', note: '应当共享', documentNo: '平政函〔2026〕12号', date: day(0) },
    ],
  ] as const) {
    const reply = await city.act(who, disputeId, { action, ...more });
    assert.equal(reply.status, 200, `${action}: ${JSON.stringify(reply.body)}`);
  }
  const { grantId } = await city.application(OFFICER, id);
  assert.ok(grantId !== null);
  const opened = await verdictOn(`grants/${grantId}`);
  isProven(opened);
  assert.deepEqual(objectsOf(opened), new Set([`application:${id}`, `dispute:${disputeId}`]));
  assert.equal(opened.file.plans.length, 1);
  assert.ok(
    opened.pack.documents.some(one => one.kind === 'ruling' && one.text.includes('平政函〔2026〕12号')),
  );
  isProven(await verdictOn(`applications/${id}`));

  const { application } = await city.must<{ application: { id: number } }>(
    OFFICER,
    'POST',
    `/api/grants/${grantId}/changes`,
    {
      mode: 'query',
      items: itemsOf('civil'),
      rows: [],
      matter: '低保审核',
      ground: '社会救助暂行办法第十条',
      scenario: '业务协同',
      scope: '救助窗口和街道',
      until: day(300),
      systemId: (await city.must<{ system: { id: number } }>(OFFICER, 'GET', `/api/grants/${grantId}`)).system
        .id,
      declaration: true,
    },
  );
  for (const [who, action] of [
    [OFFICER, 'submit'],
    [HEAD, 'consent'],
    [PROVIDER, 'agree'],
  ] as const)
    await city.must(who, 'POST', `/api/applications/${application.id}/actions`, { action });
  const changed = await verdictOn(`grants/${grantId}`);
  isProven(changed);
  assert.deepEqual(
    objectsOf(changed),
    new Set([`application:${id}`, `dispute:${disputeId}`, `application:${application.id}`]),
  );
  assert.equal(changed.file.plans.length, 2, 'a use under the old version finds its plan');
});
