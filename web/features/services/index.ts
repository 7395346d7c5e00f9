import { type ComponentType, lazy } from 'react';

/** For integrators: their interfaces, the console, the documentation. */
export const routes: { path: string; element: ComponentType }[] = [
  { path: '/services', element: lazy(async () => ({ default: (await import('./Services.tsx')).Services })) },
  {
    path: '/services/entries/:id',
    element: lazy(async () => ({ default: (await import('./EntryServicePage.tsx')).EntryServicePage })),
  },
  {
    path: '/services/entries/:id/change',
    element: lazy(async () => ({ default: (await import('./ChangeMount.tsx')).ChangeMount })),
  },
  { path: '/console', element: lazy(async () => ({ default: (await import('./Console.tsx')).Console })) },
  { path: '/docs', element: lazy(async () => ({ default: (await import('./Docs.tsx')).Docs })) },
];
