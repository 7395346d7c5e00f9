import { type ComponentType, lazy } from 'react';

/** Systems, allowed networks, the rules that apply. */
export const routes: { path: string; element: ComponentType }[] = [
  { path: '/systems', element: lazy(async () => ({ default: (await import('./Systems.tsx')).Systems })) },
  { path: '/networks', element: lazy(async () => ({ default: (await import('./Networks.tsx')).Networks })) },
  { path: '/rules', element: lazy(async () => ({ default: (await import('./Rules.tsx')).Rules })) },
];
