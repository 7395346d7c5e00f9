import { type ComponentType, lazy } from 'react';

/** How one is told: in the page, by mail, by the robots of a department's group. */
export const routes: { path: string; element: ComponentType }[] = [
  {
    path: '/messages/settings',
    element: lazy(async () => ({ default: (await import('./MessageSettings.tsx')).MessageSettings })),
  },
];
