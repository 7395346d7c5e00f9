import { type ComponentType, lazy } from 'react';

export { Attachments } from './Attachments.tsx';
export { PaperLinks } from './PaperLinks.tsx';

/** The documents of cases, as they come out of the printer. */
export const routes: { path: string; element: ComponentType }[] = [
  {
    path: '/papers/:subject/:id/:kind',
    element: lazy(async () => ({ default: (await import('./PaperPage.tsx')).PaperPage })),
  },
  {
    path: '/cases/:id/print',
    element: lazy(async () => ({ default: (await import('./OldPrint.tsx')).OldPrint })),
  },
];
