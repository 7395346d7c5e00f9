import { type ComponentType, lazy } from 'react';

/** The record: is it whole, what stands in it, and who used whose data. */
export const routes: { path: string; element: ComponentType }[] = [
  {
    path: '/ledger',
    element: lazy(async () => ({ default: (await import('./LedgerPage.tsx')).LedgerPage })),
  },
  {
    path: '/ledger/records',
    element: lazy(async () => ({ default: (await import('./RecordsPage.tsx')).RecordsPage })),
  },
  {
    path: '/ledger/subjects',
    element: lazy(async () => ({ default: (await import('./SubjectsPage.tsx')).SubjectsPage })),
  },
];
