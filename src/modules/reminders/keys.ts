import type { Messages } from '#modules/messages/index.ts';
import type { Organizations } from '#modules/organizations/index.ts';
import type { Audited } from '#record/audited.ts';
import { PLATFORM } from '#vocabulary/actor.ts';
import { keyEndOf } from './rules.ts';

export interface KeyWalkNeeds {
  audited: Audited;
  messages: Pick<Messages, 'tellAll'>;
  organizations: Pick<Organizations, 'keysToTell' | 'keyIsTold'>;
}

/** Tells departments of keys of their systems that are about to end: a month, a week and a day before. */
export function createKeyWalk({ audited, messages, organizations }: KeyWalkNeeds) {
  return async function walkKeys(): Promise<void> {
    const due = await organizations.keysToTell();
    if (due.length === 0) return;
    await audited(PLATFORM, 'reminders.keys', 'reminders', async tx => {
      const told: { system: number; no: number; days: number }[] = [];
      for (const { key, days } of due) {
        if (!(await organizations.keyIsTold(tx, key, days))) continue;
        told.push({ system: key.systemId, no: key.no, days });
        await messages.tellAll(tx, [
          {
            kind: 'todo',
            to: [{ departmentId: key.departmentId, roles: ['data_officer', 'integrator'] }],
            ...keyEndOf(key.systemName, key.no, key.until),
            path: `/systems/${key.systemId}`,
            subject: `system:${key.systemId}`,
          },
        ]);
      }
      return { value: undefined, facts: { told } };
    });
  };
}
