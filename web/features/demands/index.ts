import { type ComponentType, lazy } from 'react';

const Form = lazy(async () => ({ default: (await import('./DemandForm.tsx')).DemandForm }));

/** What departments need and how it is met. */
export const routes: { path: string; element: ComponentType }[] = [
  { path: '/demands', element: lazy(async () => ({ default: (await import('./Demands.tsx')).Demands })) },
  { path: '/demands/new', element: Form },
  { path: '/demands/:id/edit', element: Form },
  {
    path: '/demands/:id',
    element: lazy(async () => ({ default: (await import('./DemandPage.tsx')).DemandPage })),
  },
];
