import { type ComponentType, lazy } from 'react';

/** The record: is it whole, and what stands in it. */
export const routes: { path: string; element: ComponentType }[] = [
  {
    path: '/ledger',
    element: lazy(async () => ({ default: (await import('./LedgerPage.tsx')).LedgerPage })),
  },
  {
    path: '/ledger/records',
    element: lazy(async () => ({ default: (await import('./RecordsPage.tsx')).RecordsPage })),
  },
];
