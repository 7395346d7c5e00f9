import { type ComponentType, lazy } from 'react';

/** For integrators: their interfaces, the console, the documentation. */
export const routes: { path: string; element: ComponentType }[] = [
  { path: '/services', element: lazy(async () => ({ default: (await import('./Services.tsx')).Services })) },
  { path: '/console', element: lazy(async () => ({ default: (await import('./Console.tsx')).Console })) },
  { path: '/docs', element: lazy(async () => ({ default: (await import('./Docs.tsx')).Docs })) },
];
