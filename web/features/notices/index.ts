import { type ComponentType, lazy } from 'react';

/** Notices of entries published, changed, suspended, resumed, withdrawn. */
export const routes: { path: string; element: ComponentType }[] = [
  { path: '/notices', element: lazy(async () => ({ default: (await import('./Notices.tsx')).Notices })) },
];
