import { type ComponentType, lazy } from 'react';

/** The library of standards: code tables, classes, data elements, synonyms, documents. */
export const routes: { path: string; element: ComponentType }[] = [
  { path: '/standards', element: lazy(async () => ({ default: (await import('./Tables.tsx')).Tables })) },
  {
    path: '/standards/tables/:table',
    element: lazy(async () => ({ default: (await import('./TablePage.tsx')).TablePage })),
  },
  {
    path: '/standards/classes',
    element: lazy(async () => ({ default: (await import('./Classes.tsx')).Classes })),
  },
  {
    path: '/standards/elements',
    element: lazy(async () => ({ default: (await import('./Elements.tsx')).Elements })),
  },
  {
    path: '/standards/synonyms',
    element: lazy(async () => ({ default: (await import('./Synonyms.tsx')).Synonyms })),
  },
  {
    path: '/standards/documents',
    element: lazy(async () => ({ default: (await import('./Documents.tsx')).Documents })),
  },
];
