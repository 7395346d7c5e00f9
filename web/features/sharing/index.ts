import { type ComponentType, lazy } from 'react';

/** Applications and their cases. */
export const routes: { path: string; element: ComponentType }[] = [
  { path: '/requests', element: lazy(async () => ({ default: (await import('./Requests.tsx')).Requests })) },
  { path: '/requests/new', element: lazy(async () => ({ default: (await import('./Apply.tsx')).Apply })) },
  {
    path: '/requests/:id/edit',
    element: lazy(async () => ({ default: (await import('./ApplyEdit.tsx')).ApplyEdit })),
  },
  { path: '/todo', element: lazy(async () => ({ default: (await import('./Requests.tsx')).Todo })) },
  { path: '/cases/:id', element: lazy(async () => ({ default: (await import('./CasePage.tsx')).CasePage })) },
];
