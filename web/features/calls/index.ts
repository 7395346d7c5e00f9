import { type ComponentType, lazy } from 'react';

/** What is seen of calls: how many, how fast, why some failed; how services are; what was unusual. */
export const routes: { path: string; element: ComponentType }[] = [
  { path: '/calls', element: lazy(async () => ({ default: (await import('./Calls.tsx')).Calls })) },
  { path: '/calls/health', element: lazy(async () => ({ default: (await import('./Health.tsx')).Health })) },
  { path: '/calls/alerts', element: lazy(async () => ({ default: (await import('./Alerts.tsx')).Alerts })) },
  {
    path: '/calls/alerts/:id',
    element: lazy(async () => ({ default: (await import('./AlertPage.tsx')).AlertPage })),
  },
  { path: '/calls/rules', element: lazy(async () => ({ default: (await import('./Rules.tsx')).Rules })) },
];
