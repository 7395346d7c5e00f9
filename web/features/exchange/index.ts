import { type ComponentType, lazy } from 'react';

/** Exchange tasks and their runs, the board of collection and exchange, and the departments’ pools. */
export const routes: { path: string; element: ComponentType }[] = [
  { path: '/exchange', element: lazy(async () => ({ default: (await import('./Tasks.tsx')).Tasks })) },
  { path: '/exchange/runs', element: lazy(async () => ({ default: (await import('./Runs.tsx')).Runs })) },
  {
    path: '/exchange/departments',
    element: lazy(async () => ({ default: (await import('./board/Departments.tsx')).Departments })),
  },
  {
    path: '/exchange/screen',
    element: lazy(async () => ({ default: (await import('./board/Screen.tsx')).Screen })),
  },
  {
    path: '/exchange/new',
    element: lazy(async () => ({ default: (await import('./task/NewTask.tsx')).NewTask })),
  },
  {
    path: '/exchange/tasks/:id',
    element: lazy(async () => ({ default: (await import('./task/TaskPage.tsx')).TaskPage })),
  },
  {
    path: '/exchange/tasks/:id/edit',
    element: lazy(async () => ({ default: (await import('./task/EditTask.tsx')).EditTask })),
  },
  {
    path: '/exchange/runs/:id',
    element: lazy(async () => ({ default: (await import('./run/RunPage.tsx')).RunPage })),
  },
  {
    path: '/pools',
    element: lazy(async () => ({ default: (await import('./pools/PoolsPage.tsx')).PoolsPage })),
  },
  {
    path: '/pools/:departmentId',
    element: lazy(async () => ({ default: (await import('./pools/PoolPage.tsx')).PoolPage })),
  },
  {
    path: '/pools/entries/:entryId',
    element: lazy(async () => ({ default: (await import('./pools/CollectionPage.tsx')).CollectionPage })),
  },
];
