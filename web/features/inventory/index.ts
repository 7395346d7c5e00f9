import { type ComponentType, lazy } from 'react';

/** Systems and the data that really lie in them, and how far entries cover them. */
export const routes: { path: string; element: ComponentType }[] = [
  {
    path: '/our-catalog/inventory',
    element: lazy(async () => ({ default: (await import('./OurInventory.tsx')).OurInventory })),
  },
  {
    path: '/review/inventory',
    element: lazy(async () => ({ default: (await import('./Coverage.tsx')).Coverage })),
  },
];
