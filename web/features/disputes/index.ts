import { type ComponentType, lazy } from 'react';

/** On the page of a case or a grant: raise a dispute, or go to the one that is open. */
export { RaiseDispute } from './RaiseDispute.tsx';

/** 争议协调: negotiation, mediation, decision. */
export const routes: { path: string; element: ComponentType }[] = [
  { path: '/disputes', element: lazy(async () => ({ default: (await import('./Disputes.tsx')).Disputes })) },
  {
    path: '/disputes/:id',
    element: lazy(async () => ({ default: (await import('./DisputePage.tsx')).DisputePage })),
  },
];
