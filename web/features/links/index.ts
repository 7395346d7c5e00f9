import { type ComponentType, lazy } from 'react';

const Form = lazy(async () => ({ default: (await import('./LinkForm.tsx')).LinkForm }));

/** Direct links between departments, on their way to the platform. */
export const routes: { path: string; element: ComponentType }[] = [
  { path: '/links', element: lazy(async () => ({ default: (await import('./Links.tsx')).Links })) },
  { path: '/links/new', element: Form },
  { path: '/links/:id/edit', element: Form },
  { path: '/links/:id', element: lazy(async () => ({ default: (await import('./LinkPage.tsx')).LinkPage })) },
];
