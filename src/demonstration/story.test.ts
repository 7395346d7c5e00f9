import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listAccounts } from './accounts.ts';
import { DEPARTMENTS } from './data/departments.ts';
import { ENTRIES } from './data/entries.ts';
import { CASES } from './story.ts';
import { STORY_ENTRIES } from './storyEntries.ts';

const holds = new Set(listAccounts().flatMap(one => one.roles.map(role => `${one.departmentKey}/${role}`)));

test('whoever acts in the story has an account in each post that must sign', () => {
  const acting = new Set([
    ...ENTRIES.map(entry => entry.departmentKey),
    ...CASES.map(one => one.consumer),
    ...STORY_ENTRIES.map(one => one.department),
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
