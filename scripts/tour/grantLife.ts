/** What happens to a grant after it was given: stopped for misuse and mended, then a service that ends in consultation. */
import assert from 'node:assert/strict';
import type { Static } from 'typebox';
import type { GrantActBody, GrantRecorded, GrantView } from '#modules/grants/contract.ts';
import type { CallAnswer, Person } from './client.ts';
import { refusedBy } from './client.ts';

type Act = Partial<Static<typeof GrantActBody>> & Pick<Static<typeof GrantActBody>, 'action'>;
type Grant = Static<typeof GrantView>;

const DAY = 86_400_000;
const BEIJING = 8 * 60 * 60 * 1000;
/** The civil date in Beijing, so many days from now. */
const inDays = (days: number): string =>
  new Date(Date.now() + BEIJING + days * DAY).toISOString().slice(0, 10);

/** Far enough for five working days of consultation across the longest holiday. */
const CONSULT_DAYS = 21;

export interface Sides {
  grantId: number;
  provider: Person;
  consumer: Person;
  consumerHead: Person;
  authority: Person;
  /** One call under the grant. */
  call: () => Promise<CallAnswer>;
}

const act = async (who: Person, id: number, body: Act): Promise<Grant> =>
  (await who.post<Static<typeof GrantRecorded>>(`/api/grants/${id}/actions`, body)).grant;

/** Misuse is suspended, mended and goes on: in this order alone. */
export async function mendMisuse({
  grantId,
  provider,
  consumer,
  call,
}: Sides): Promise<{ proved: string; value: undefined }> {
  await act(provider, grantId, { action: 'suspend', cause: 'misuse', note: '调用次数明显超出申请的用途' });
  const started = performance.now();
  const stopped = await call();
  const milliseconds = Math.round(performance.now() - started);
  assert.equal(stopped.body.code, 'gateway.revoked', JSON.stringify(stopped.body));
  assert.ok(milliseconds <= 2000, `the next call was refused after ${milliseconds} ms`);
  const hasty = await refusedBy(act(provider, grantId, { action: 'terminate', note: '不再提供' }));
  assert.equal(hasty.code, 'grants.wrong_state', hasty.message);
  const note = '停止超出用途的调用，并说明原因';
  await act(provider, grantId, { action: 'order_repair', until: inDays(10), note });
  await act(consumer, grantId, { action: 'submit_repair', note: '已停用多余的定时任务，并核对调用用途' });
  const { state, version } = await act(provider, grantId, { action: 'accept_repair', note: '' });
  assert.equal(state, 'active');
  const again = await call();
  assert.equal(again.status, 200, JSON.stringify(again.body));
  return {
    value: undefined,
    proved: `暂停后的第一次调用即被拒绝，共 ${milliseconds} 毫秒；未经整改不能终止；整改通过后恢复，授权为第 ${version} 版`,
  };
}

/** A provider ends a service by consultation and filing; until its day the data flows. */
export async function endService({
  grantId,
  provider,
  consumerHead,
  authority,
  call,
}: Sides): Promise<{ proved: string; value: undefined }> {
  const consultUntil = inDays(CONSULT_DAYS);
  const on = inDays(CONSULT_DAYS + 9);
  await act(provider, grantId, {
    action: 'propose',
    note: '业务系统改造，原服务下线',
    proposal: { kind: 'end', on, consultUntil },
  });
  const early = await refusedBy(act(provider, grantId, { action: 'file_change' }));
  assert.equal(early.code, 'grants.consult_first', early.message);
  await act(consumerHead, grantId, { action: 'agree_change', note: '已准备替代的查询方式' });
  await act(provider, grantId, { action: 'file_change' });
  const { state, change } = await act(authority, grantId, { action: 'note_change' });
  assert.deepEqual([state, change?.state, change?.on], ['active', 'filed', on]);
  const still = await call();
  assert.equal(still.status, 200, JSON.stringify(still.body));
  return {
    value: undefined,
    proved: `未经协商不能报备（${early.clause}）；使用部门同意、报主管部门备案后，自 ${on} 起终止，此前照常调用`,
  };
}
