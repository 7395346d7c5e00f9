import { createContracts } from './contracts.ts';
import { createDocuments } from './documents.ts';
import type { ServicesNeeds } from './needs.ts';
import { createReading } from './reading.ts';
import { createSandbox } from './sandbox.ts';
import { createSettings } from './settings.ts';
import { createVersions } from './versions.ts';

export function createServices(needs: ServicesNeeds) {
  const contracts = createContracts(needs);
  const sandbox = createSandbox(needs);
  return {
    contracts,
    sandbox,
    reading: createReading(needs, sandbox),
    settings: createSettings(needs, contracts),
    versions: createVersions(needs, contracts),
    documents: createDocuments(needs),

    /** What time brings about: called by the worker every minute. */
    async everyMinute(): Promise<void> {
      await sandbox.everyMinute();
      await contracts.daily();
    },
  };
}

export type CallServices = ReturnType<typeof createServices>;
