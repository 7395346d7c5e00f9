import { type ComponentType, lazy } from 'react';

/** Tables of our own databases, mounted to entries. */
export const routes: { path: string; element: ComponentType }[] = [
  {
    path: '/resources',
    element: lazy(async () => ({ default: (await import('./Resources.tsx')).Resources })),
  },
  {
    path: '/resources/files/:id',
    element: lazy(async () => ({ default: (await import('./Files.tsx')).FilesPage })),
  },
  {
    path: '/resources/interfaces/new',
    element: lazy(async () => ({ default: (await import('./MountInterface.tsx')).MountInterface })),
  },
  {
    path: '/resources/interfaces/:id',
    element: lazy(async () => ({ default: (await import('./InterfacePage.tsx')).InterfacePage })),
  },
  { path: '/resources/new', element: lazy(async () => ({ default: (await import('./Mount.tsx')).Mount })) },
];
