import { type ComponentType, lazy } from 'react';

/** One component for both addresses, so that a new entry keeps its page when it gets its number. */
const Compile = lazy(async () => ({ default: (await import('./Compile.tsx')).Compile }));

/** Finding entries, compiling our own, reviewing. */
export const routes: { path: string; element: ComponentType }[] = [
  { path: '/catalog', element: lazy(async () => ({ default: (await import('./Search.tsx')).Search })) },
  {
    path: '/catalog/:id',
    element: lazy(async () => ({ default: (await import('./EntryPage.tsx')).EntryPage })),
  },
  {
    path: '/our-catalog',
    element: lazy(async () => ({ default: (await import('./OurCatalog.tsx')).OurCatalog })),
  },
  { path: '/our-catalog/new', element: Compile },
  { path: '/our-catalog/:id/edit', element: Compile },
  {
    path: '/catalog/:id/compare',
    element: lazy(async () => ({ default: (await import('./Compare.tsx')).Compare })),
  },
  {
    path: '/our-catalog/:id/compare',
    element: lazy(async () => ({ default: (await import('./Compare.tsx')).CompareOwn })),
  },
  {
    path: '/our-catalog/:id',
    element: lazy(async () => ({ default: (await import('./OwnEntry.tsx')).OwnEntry })),
  },
  { path: '/review', element: lazy(async () => ({ default: (await import('./Review.tsx')).Review })) },
  {
    path: '/review/:id',
    element: lazy(async () => ({ default: (await import('./OwnEntry.tsx')).ReviewEntry })),
  },
];
