import { type ComponentType, lazy } from 'react';

/** Exchange tasks and their runs. */
export const routes: { path: string; element: ComponentType }[] = [
  { path: '/exchange', element: lazy(async () => ({ default: (await import('./Tasks.tsx')).Tasks })) },
  {
    path: '/exchange/new',
    element: lazy(async () => ({ default: (await import('./NewTask.tsx')).NewTask })),
  },
  {
    path: '/exchange/runs/:id',
    element: lazy(async () => ({ default: (await import('./RunPage.tsx')).RunPage })),
  },
];
