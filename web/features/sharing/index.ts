import { type ComponentType, lazy } from 'react';

/** Applications, cases and grants. */
export const routes: { path: string; element: ComponentType }[] = [
  { path: '/requests', element: lazy(async () => ({ default: (await import('./Requests.tsx')).Requests })) },
  { path: '/requests/new', element: lazy(async () => ({ default: (await import('./Apply.tsx')).Apply })) },
  { path: '/todo', element: lazy(async () => ({ default: (await import('./Requests.tsx')).Todo })) },
  { path: '/cases/:id', element: lazy(async () => ({ default: (await import('./CasePage.tsx')).CasePage })) },
  {
    path: '/cases/:id/print',
    element: lazy(async () => ({ default: (await import('./CasePrint.tsx')).CasePrint })),
  },
  { path: '/grants', element: lazy(async () => ({ default: (await import('./Grants.tsx')).Grants })) },
  {
    path: '/grants/:id',
    element: lazy(async () => ({ default: (await import('./GrantPage.tsx')).GrantPage })),
  },
];
