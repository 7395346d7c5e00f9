import { type ComponentType, lazy } from 'react';

/** One source per item: what looks collected twice, what was decided, who collects together. */
export const routes: { path: string; element: ComponentType }[] = [
  {
    path: '/review/sources',
    element: lazy(async () => ({ default: (await import('./SourcesPage.tsx')).SourcesReview })),
  },
  {
    path: '/our-catalog/sources',
    element: lazy(async () => ({ default: (await import('./SourcesPage.tsx')).OurSources })),
  },
];
