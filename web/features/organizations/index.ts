import { type ComponentType, lazy } from 'react';

/** Systems and allowed networks. */
export const routes: { path: string; element: ComponentType }[] = [
  { path: '/systems', element: lazy(async () => ({ default: (await import('./Systems.tsx')).Systems })) },
  {
    path: '/systems/:id',
    element: lazy(async () => ({ default: (await import('./SystemPage.tsx')).SystemPage })),
  },
  { path: '/networks', element: lazy(async () => ({ default: (await import('./Networks.tsx')).Networks })) },
];
