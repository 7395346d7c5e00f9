import { type ComponentType, lazy } from 'react';

/** What is overdue, and what is due when. */
export const routes: { path: string; element: ComponentType }[] = [
  { path: '/overdue', element: lazy(async () => ({ default: (await import('./Overdue.tsx')).Overdue })) },
  {
    path: '/deadlines',
    element: lazy(async () => ({ default: (await import('./Deadlines.tsx')).Deadlines })),
  },
];
