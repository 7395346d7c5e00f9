import { type ComponentType, lazy } from 'react';

/** The lists that a department compiles, and how far all departments are with theirs. */
export const routes: { path: string; element: ComponentType }[] = [
  {
    path: '/our-catalog/lists',
    element: lazy(async () => ({ default: (await import('./OurLists.tsx')).OurLists })),
  },
  {
    path: '/review/lists',
    element: lazy(async () => ({ default: (await import('./AllLists.tsx')).AllLists })),
  },
];
