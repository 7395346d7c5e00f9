import { type ComponentType, lazy } from 'react';

/** Platforms that watch each other's logs. */
export const routes: { path: string; element: ComponentType }[] = [
  {
    path: '/witness',
    element: lazy(async () => ({ default: (await import('./WitnessPage.tsx')).WitnessPage })),
  },
];
