import { type ComponentType, lazy } from 'react';

const ExampleForm = lazy(async () => ({ default: (await import('./ExampleForm.tsx')).ExampleForm }));
const ReportForm = lazy(async () => ({ default: (await import('./ReportForm.tsx')).ReportForm }));

/** What comes of using data: examples and their votes, results, and the records of use. */
export const routes: { path: string; element: ComponentType }[] = [
  { path: '/results', element: lazy(async () => ({ default: (await import('./Examples.tsx')).Examples })) },
  {
    path: '/results/rounds',
    element: lazy(async () => ({ default: (await import('./Rounds.tsx')).Rounds })),
  },
  {
    path: '/results/achieved',
    element: lazy(async () => ({ default: (await import('./Achieved.tsx')).Achieved })),
  },
  {
    path: '/results/records',
    element: lazy(async () => ({ default: (await import('./GrantUse.tsx')).GrantUse })),
  },
  { path: '/results/report', element: ReportForm },
  { path: '/results/achieved/:id/edit', element: ReportForm },
  { path: '/results/examples/new', element: ExampleForm },
  { path: '/results/examples/:id/edit', element: ExampleForm },
  {
    path: '/results/examples/:id',
    element: lazy(async () => ({ default: (await import('./ExamplePage.tsx')).ExamplePage })),
  },
];
