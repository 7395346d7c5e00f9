import type { Organizations } from '#modules/organizations/index.ts';
import { type Party, findBody, findDesk } from './body.ts';
import { refuse } from './refusals.ts';
import type { DisputeRow } from './store.ts';

type Between = Pick<DisputeRow, 'consumerId' | 'consumerRegion' | 'providerId' | 'providerRegion'>;
export type BodyColumns = Pick<DisputeRow, 'bodyId' | 'bodyName' | 'government' | 'deskId'>;

/** Who mediates between two departments as the region tree stands now. */
export function createBodies(
  organizations: Pick<Organizations, 'regions' | 'departments'>,
  homeRegion: string,
) {
  return {
    async of({ consumerId, consumerRegion, providerId, providerRegion }: Between): Promise<BodyColumns> {
      const parties: [Party, Party] = [
        { departmentId: consumerId, regionCode: consumerRegion },
        { departmentId: providerId, regionCode: providerRegion },
      ];
      const [regions, departments] = await Promise.all([
        organizations.regions(),
        organizations.departments(),
      ]);
      const body = findBody(parties, regions, departments);
      const from = [homeRegion, providerRegion, consumerRegion];
      const deskId = findDesk(parties, body, from, regions, departments);
      if (deskId === undefined) throw refuse.no_authority();
      return { bodyId: body.departmentId, bodyName: body.name, government: body.government, deskId };
    },
  };
}

export type Bodies = ReturnType<typeof createBodies>;
