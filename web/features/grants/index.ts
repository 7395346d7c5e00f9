import { type ComponentType, lazy } from 'react';

/** What may be used, by whom and until when. */
export const routes: { path: string; element: ComponentType }[] = [
  { path: '/grants', element: lazy(async () => ({ default: (await import('./Grants.tsx')).Grants })) },
  {
    path: '/grants/:id',
    element: lazy(async () => ({ default: (await import('./GrantPage.tsx')).GrantPage })),
  },
];
