import { type ComponentType, lazy } from 'react';

/** The rules that apply, the law library, the working calendar, the simulator. */
export const routes: { path: string; element: ComponentType }[] = [
  { path: '/rules', element: lazy(async () => ({ default: (await import('./Rules.tsx')).Rules })) },
  {
    path: '/rules/simulate',
    element: lazy(async () => ({ default: (await import('./Simulate.tsx')).Simulate })),
  },
  {
    path: '/calendar',
    element: lazy(async () => ({ default: (await import('./calendar/CalendarPage.tsx')).CalendarPage })),
  },
  { path: '/law', element: lazy(async () => ({ default: (await import('./Library.tsx')).Library })) },
  {
    path: '/law/:document',
    element: lazy(async () => ({ default: (await import('./LawPage.tsx')).LawPage })),
  },
];
