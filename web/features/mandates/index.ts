import { type ComponentType, lazy } from 'react';

const Form = lazy(async () => ({ default: (await import('./MandateForm.tsx')).MandateForm }));

/** Consent given once for many applications: standing consents, blanket authorisations, proxies. */
export const routes: { path: string; element: ComponentType }[] = [
  { path: '/mandates', element: lazy(async () => ({ default: (await import('./Mandates.tsx')).Mandates })) },
  { path: '/mandates/new', element: Form },
  { path: '/mandates/:id/edit', element: Form },
  {
    path: '/mandates/:id',
    element: lazy(async () => ({ default: (await import('./MandatePage.tsx')).MandatePage })),
  },
];
