import { type ComponentType, lazy } from 'react';

/** 用户与组织: regions, departments, accounts and posts, for the three administrators. */
export const routes: { path: string; element: ComponentType }[] = [
  { path: '/org', element: lazy(async () => ({ default: (await import('./Departments.tsx')).Departments })) },
  {
    path: '/org/departments/:id',
    element: lazy(async () => ({ default: (await import('./DepartmentPage.tsx')).DepartmentPage })),
  },
  {
    path: '/org/accounts',
    element: lazy(async () => ({ default: (await import('./Accounts.tsx')).Accounts })),
  },
  {
    path: '/org/accounts/:id',
    element: lazy(async () => ({ default: (await import('./AccountPage.tsx')).AccountPage })),
  },
  {
    path: '/org/regions',
    element: lazy(async () => ({ default: (await import('./Regions.tsx')).Regions })),
  },
];
