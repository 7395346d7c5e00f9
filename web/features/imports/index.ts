import { type ComponentType, lazy } from 'react';

/** Entries from a spreadsheet. */
export const routes: { path: string; element: ComponentType }[] = [
  {
    path: '/our-catalog/import',
    element: lazy(async () => ({ default: (await import('./ImportPage.tsx')).ImportPage })),
  },
];
