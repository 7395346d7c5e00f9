import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listAccounts } from './accounts.ts';
import { DEPARTMENTS } from './data/departments.ts';
import { ENTRIES } from './data/entries.ts';
import { OFFICES, openingOf } from './data/offices.ts';
import { daysAfter } from '#modules/deadlines/index.ts';
import { remaining } from './remaining.ts';
import { CASES } from './story.ts';
import { DECISION, LAW } from './storyChanges.ts';
import { CLAIMS } from './storyClaims.ts';
import { STORY_ENTRIES } from './storyEntries.ts';
import { SYSTEMS } from './storyInventory.ts';
import { AUTHORITY, NEEDS } from './storyNeeds.ts';

const holds = new Set(listAccounts().flatMap(one => one.roles.map(role => `${one.departmentKey}/${role}`)));

test('whoever acts in the story has an account in each post that must sign', () => {
  const acting = new Set([
    ...ENTRIES.map(entry => entry.departmentKey),
    ...CASES.map(one => one.consumer),
    ...STORY_ENTRIES.map(one => one.department),
    ...NEEDS.flatMap(need => [need.of, ...need.steps.map(step => step.by)]).filter(by => by !== AUTHORITY),
    ...CLAIMS.map(one => one.of),
    ...SYSTEMS.map(one => one.of),
  ]);
  assert.ok(acting.size > 10);
  for (const key of acting)
    for (const role of ['data_officer', 'sharing_head', 'department_head'])
      assert.ok(holds.has(`${key}/${role}`), `${key} ${role}`);
});

test('each region of the demonstration has an authority who can sign in', () => {
  for (const { key } of DEPARTMENTS.filter(department => department.isAuthority))
    assert.ok(holds.has(`${key}/authority`), key);
});

test('logins are ASCII and each is given once', () => {
  const logins = listAccounts().map(one => one.login);
  assert.equal(new Set(logins).size, logins.length);
  for (const login of logins) assert.match(login, /^[a-z-]+\.[a-z]+$/);
});

test('no case asks for what cannot be given: its entry exists, offers the way, and belongs to another department', () => {
  for (const one of CASES) {
    const entry = ENTRIES.find(found => found.key === one.entry);
    assert.ok(entry, one.entry);
    assert.notEqual(entry.departmentKey, one.consumer);
    assert.ok(entry.modes.includes(one.mode), `${one.entry} ${one.mode}`);
    if (one.goal === 'awaiting_authorisation') assert.equal(entry.shareType, 'unconditional');
    if (one.goal === 'refused')
      assert.ok(Array.from(one.note ?? '').length >= 20, 'a refusal has its reason');
  }
});

test('a withheld entry gives its reason', () => {
  const withheld = ENTRIES.filter(entry => entry.shareType === 'withheld');
  assert.ok(withheld.length > 0);
  for (const entry of withheld) assert.ok((entry.conditions ?? []).length > 0, entry.title);
});

test('what the catalog’s story names is there: entries, items, needs to merge into, offices', () => {
  const itemsOf = (key: string) => ENTRIES.find(one => one.key === key)?.items.map(item => item.name) ?? [];
  for (const [at, need] of NEEDS.entries())
    for (const { entry, into } of need.steps) {
      if (entry !== undefined) assert.ok(itemsOf(entry).length > 0, entry);
      if (into !== undefined)
        assert.ok(
          NEEDS.slice(0, at).some(one => one.title === into),
          into,
        );
    }
  for (const { entry, item } of [DECISION.source, ...DECISION.others])
    assert.ok(itemsOf(entry).includes(item), `${entry} ${item}`);
  for (const { of, entry } of LAW.answers) {
    const found = ENTRIES.find(one => one.title === entry);
    assert.equal(found?.departmentKey, of);
    assert.deepEqual([found?.basis?.title, found?.basis?.article], [LAW.title, LAW.article]);
  }
  for (const { departmentKey } of ENTRIES) assert.ok(OFFICES[departmentKey], departmentKey);
});

test('a title stands once: a need, a claim and an entry are three different things', () => {
  const titles = [...NEEDS, ...CLAIMS, ...ENTRIES, ...STORY_ENTRIES.map(one => one.content)].map(
    one => one.title,
  );
  assert.equal(new Set(titles).size, titles.length);
});

test('only what harms nobody is open: shared with all, of legal persons, without a sensitive item', () => {
  const open = ENTRIES.filter(one => openingOf(one.key) !== undefined);
  assert.equal(open.length, 6);
  for (const { key, subject, shareType, items } of open) {
    assert.deepEqual([subject, shareType], ['legal', 'unconditional'], key);
    assert.ok(
      items.every(item => item.sensitivity === 1),
      key,
    );
  }
});

test('a story goes on where it stood, and no further where people have gone another way', () => {
  const steps = [{ action: 'assign' }, { action: 'accept' }, { action: 'list' }];
  assert.deepEqual(remaining([], steps), steps);
  assert.deepEqual(remaining(['assign'], steps), steps.slice(1));
  assert.deepEqual(remaining(['assign', 'decline'], steps), []);
  assert.deepEqual(remaining(['assign', 'accept', 'list', 'match'], steps), []);
  assert.equal(daysAfter('2026-12-30', 3), '2027-01-02');
});
