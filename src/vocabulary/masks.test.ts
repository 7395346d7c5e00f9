import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { digestText, isStricterMask, maskOf, maskValue, showsNoMore } from './masks.ts';
import type { ColumnType, Mask } from './plans.ts';

const plain = (text: string): string => `#${text}`;

test('each mask leaves what its department expects', () => {
  const cases: [Mask, ColumnType, string | null, string | null][] = [
    [{ kind: 'name' }, 'text', '欧阳修', '欧**'],
    [{ kind: 'middle', head: 6, tail: 4 }, 'text', '41040219870506123X', '410402********123X'],
    [{ kind: 'middle', head: 3, tail: 4 }, 'text', '1380375', '*******'],
    [{ kind: 'address', head: 6 }, 'text', '河南省平顶山市湛河区', '河南省平顶山****'],
    [{ kind: 'address', head: 6 }, 'text', '河南省', '****'],
    [{ kind: 'mail' }, 'text', 'zhang@example.cn', 'z***@example.cn'],
    [{ kind: 'mail' }, 'text', 'zhang', '***'],
    [{ kind: 'year' }, 'date', '1987-05-06', '1987'],
    [{ kind: 'month' }, 'timestamp', '1987-05-06 13:14:15', '1987-05'],
    [{ kind: 'month' }, 'text', '1987年5月6日', '1987-05'],
    [{ kind: 'month' }, 'text', '1987年13月', null],
    [{ kind: 'month' }, 'bigint', '19870506', '1987-05'],
    [{ kind: 'month' }, 'boolean', 'true', null],
    [{ kind: 'range', width: 10 }, 'bigint', '37', '30-39'],
    [{ kind: 'range', width: 10 }, 'bigint', '0', '0-9'],
    [{ kind: 'range', width: 10 }, 'bigint', '-1', '[-10,0)'],
    [{ kind: 'range', width: 10 }, 'numeric', '39.99', '[30,40)'],
    [{ kind: 'range', width: 10 }, 'numeric', '-30.01', '[-40,-30)'],
    [{ kind: 'range', width: 1000 }, 'double', '1.5e+21', '[1500000000000000000000,1500000000000000001000)'],
    [{ kind: 'range', width: 10 }, 'double', '-1e-320', '[-10,0)'],
    [{ kind: 'range', width: 10 }, 'double', 'NaN', null],
    [{ kind: 'range', width: 10 }, 'text', '37', null],
    [{ kind: 'digest' }, 'numeric', '12.50', '#12.5'],
    [{ kind: 'digest' }, 'text', null, null],
    [{ kind: 'hidden' }, 'text', '秘密', null],
  ];
  for (const [mask, type, text, shown] of cases)
    assert.equal(maskValue(mask, type, text, plain), shown, `${JSON.stringify(mask)} of ${text}`);
});

test('one value is one text for a digest, whatever its type', () => {
  for (const [type, text, same] of [
    ['numeric', '100.00', '100'],
    ['numeric', '-0.00', '0'],
    ['numeric', '100', '100'],
    ['double', '1e+2', '100'],
    ['double', '-0', '0'],
    ['timestamp', '2024-02-29 13:14:15.500000', '2024-02-29 13:14:15.5'],
    ['timestamp', '2024-02-29 13:10:00.000000', '2024-02-29 13:10:00'],
    ['bigint', '100', '100'],
    ['text', '100.0', '100.0'],
  ] as const)
    assert.equal(digestText(type, text), same);
});

const masks: fc.Arbitrary<Mask> = fc
  .record({
    kind: fc.constantFrom<Mask['kind'][]>(
      'none',
      'name',
      'middle',
      'address',
      'mail',
      'year',
      'month',
      'range',
      'digest',
      'hidden',
    ),
    head: fc.integer({ min: 1, max: 5 }),
    tail: fc.integer({ min: 0, max: 4 }),
    width: fc.integer({ min: 2, max: 12 }),
  })
  .map(maskOf);

const anyText = fc.string({ unit: fc.constantFrom('1', '9', '@', '张', '-'), minLength: 12, maxLength: 16 });

/** Long enough that no mask hides a value for being short. */
const values: readonly [ColumnType, fc.Arbitrary<string>][] = [
  ['text', anyText],
  [
    'text',
    fc
      .date({ noInvalidDate: true, min: new Date('1000-01-01'), max: new Date('9999-12-31') })
      .map(day => day.toISOString()),
  ],
  ['bigint', fc.integer({ min: -(10 ** 12) - 99, max: 99 - 10 ** 12 }).map(String)],
  ['bigint', fc.integer({ min: 10 ** 12, max: 10 ** 12 + 99 }).map(String)],
];

test('a mask that shows no more than another is decided by what the other shows', () => {
  fc.assert(
    fc.property(masks, masks, (mask, than) => {
      if (!showsNoMore(mask, than)) return;
      for (const [type, texts] of values) {
        // A text that is no date may still begin with four digits.
        if (mask.kind === 'year' && texts === anyText) continue;
        const seen = new Map<string | null, string | null>();
        for (const text of fc.sample(texts, { numRuns: 60, seed: 7 })) {
          const shown = maskValue(mask, type, text, plain);
          const other = maskValue(than, type, text, plain);
          if (seen.has(other)) assert.equal(seen.get(other), shown, `${text}: ${other}`);
          seen.set(other, shown);
        }
      }
    }),
    { numRuns: 2000 },
  );
});

test('the order of masks is one: from none to hidden, of itself, and onwards', () => {
  fc.assert(
    fc.property(masks, masks, masks, (a, b, c) => {
      assert.ok(showsNoMore(a, a));
      assert.ok(showsNoMore(a, { kind: 'none' }) && showsNoMore({ kind: 'hidden' }, a));
      if (showsNoMore(a, b) && showsNoMore(b, c)) assert.ok(showsNoMore(a, c));
      assert.ok(!(isStricterMask(a, b) && isStricterMask(b, a)));
    }),
    { numRuns: 5000 },
  );
});
