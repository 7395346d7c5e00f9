import { type ComponentType, lazy } from 'react';

/** Tables of our own databases, mounted to entries. */
export const routes: { path: string; element: ComponentType }[] = [
  {
    path: '/resources',
    element: lazy(async () => ({ default: (await import('./Resources.tsx')).Resources })),
  },
  { path: '/resources/new', element: lazy(async () => ({ default: (await import('./Mount.tsx')).Mount })) },
];
