import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Refusal, refusalCodes } from '#kernel/errors.ts';
import { refusalAnswer } from './answer.ts';
import type { Voice } from './call.ts';
import './refusals.ts';

const FACTS = {
  seconds: 7,
  signed: 'S',
  spread: 3,
  reason: '已到期',
  item: '姓名',
  list: ['甲', '乙'],
  none: null,
};

/** Where each family puts what is said. */
const PLACES: Record<Voice, Record<'code' | 'zh' | 'en' | 'remedyZh' | 'remedyEn', string>> = {
  code0: { code: 'code', zh: 'message', en: 'messageEn', remedyZh: 'remedy', remedyEn: 'remedyEn' },
  code200: { code: 'reason', zh: 'message', en: 'messageEn', remedyZh: 'remedy', remedyEn: 'remedyEn' },
  rest: { code: 'code', zh: 'message', en: 'details', remedyZh: 'hint', remedyEn: 'hintEn' },
  problem: { code: 'code', zh: 'title', en: 'titleEn', remedyZh: 'detail', remedyEn: 'remedyEn' },
};

test('every refusal that a caller can meet says the same in every family', () => {
  const codes = [...refusalCodes()].filter(([code]) => /^(gateway|platform)\./.test(code));
  assert.ok(codes.length > 25, `only ${codes.length} refusals`);
  for (const [code, spec] of codes) {
    const refusal = new Refusal(code, spec, FACTS);
    for (const [voice, places] of Object.entries(PLACES) as [Voice, (typeof PLACES)[Voice]][]) {
      const { status, body, contentType } = refusalAnswer(refusal, voice);
      const said = JSON.parse(String(body)) as Record<string, unknown>;
      const told = [places.code, places.zh, places.en, places.remedyZh, places.remedyEn].map(
        name => said[name],
      );
      assert.deepEqual(
        [status, ...told, said['facts']],
        [spec.status, code, refusal.title.zh, refusal.title.en, refusal.remedy.zh, refusal.remedy.en, FACTS],
        `${code} as ${voice}`,
      );
      assert.equal(
        contentType,
        voice === 'problem' ? 'application/problem+json' : 'application/json; charset=utf-8',
      );
    }
  }
});

test('each family has what its clients look for', () => {
  const refusal = new Refusal('gateway.test', {
    status: 503,
    title: { zh: '一', en: 'one' },
    remedy: { zh: '二', en: 'two' },
  });
  const shape = (voice: Voice) =>
    JSON.parse(String(refusalAnswer(refusal, voice).body)) as Record<string, unknown>;
  assert.deepEqual([shape('code0')['code'], shape('code0')['data']], ['gateway.test', null]);
  assert.deepEqual([shape('code200')['code'], shape('code200')['data']], ['300', null]);
  assert.deepEqual(
    [shape('problem')['status'], shape('problem')['type']],
    [503, 'urn:shuqiao:refusal:gateway.test'],
  );
  assert.deepEqual(Object.keys(shape('rest')).slice(0, 4), ['code', 'message', 'details', 'hint']);
  assert.deepEqual(refusalAnswer(refusal, 'rest').headers, [['retry-after', 5]]);
});
