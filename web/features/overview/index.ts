import { type ComponentType, lazy } from 'react';

/** The city in one screen. */
export const routes: { path: string; element: ComponentType }[] = [
  {
    path: '/overview',
    element: lazy(async () => ({ default: (await import('./OverviewPage.tsx')).OverviewPage })),
  },
];
