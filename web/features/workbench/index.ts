import { type ComponentType, lazy } from 'react';

/** What waits for me, with its clock. */
export const routes: { path: string; element: ComponentType }[] = [
  { path: '/', element: lazy(async () => ({ default: (await import('./Workbench.tsx')).Workbench })) },
];
