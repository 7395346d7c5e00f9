import { type ComponentType, lazy } from 'react';

/** What changes of law and duty ask of the catalog, and what duties ask departments to list. */
export const routes: { path: string; element: ComponentType }[] = [
  {
    path: '/our-catalog/duties',
    element: lazy(async () => ({ default: (await import('./OurDuties.tsx')).OurDuties })),
  },
  { path: '/review/claims', element: lazy(async () => ({ default: (await import('./Claims.tsx')).Claims })) },
  {
    path: '/review/changes',
    element: lazy(async () => ({ default: (await import('./Changes.tsx')).Changes })),
  },
];
