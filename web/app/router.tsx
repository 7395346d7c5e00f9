import { createBrowserRouter, type RouteObject } from 'react-router';
import { routes as administration } from '../features/administration/index.ts';
import { routes as catalog } from '../features/catalog/index.ts';
import { routes as duties } from '../features/duties/index.ts';
import { routes as demands } from '../features/demands/index.ts';
import { routes as disputes } from '../features/disputes/index.ts';
import { routes as exchange } from '../features/exchange/index.ts';
import { routes as grants } from '../features/grants/index.ts';
import { routes as imports } from '../features/imports/index.ts';
import { routes as inventory } from '../features/inventory/index.ts';
import { routes as ledger } from '../features/ledger/index.ts';
import { routes as mandates } from '../features/mandates/index.ts';
import { routes as messages } from '../features/messages/index.ts';
import { routes as notices } from '../features/notices/index.ts';
import { routes as calls } from '../features/calls/index.ts';
import { routes as links } from '../features/links/index.ts';
import { routes as lists } from '../features/lists/index.ts';
import { routes as organizations } from '../features/organizations/index.ts';
import { routes as overview } from '../features/overview/index.ts';
import { routes as papers } from '../features/papers/index.ts';
import { routes as policy } from '../features/policy/index.ts';
import { routes as reminders } from '../features/reminders/index.ts';
import { routes as resources } from '../features/resources/index.ts';
import { routes as results } from '../features/results/index.ts';
import { routes as services } from '../features/services/index.ts';
import { SignIn } from '../features/session/SignIn.tsx';
import { routes as sharing } from '../features/sharing/index.ts';
import { routes as sources } from '../features/sources/index.ts';
import { routes as standards } from '../features/standards/index.ts';
import { routes as witness } from '../features/witness/index.ts';
import { routes as workbench } from '../features/workbench/index.ts';
import { NoSuchPage } from './Faults.tsx';
import { Shell } from './Shell.tsx';

const pages: RouteObject[] = [
  workbench,
  catalog,
  duties,
  sources,
  notices,
  messages,
  reminders,
  imports,
  demands,
  disputes,
  lists,
  calls,
  links,
  results,
  inventory,
  resources,
  organizations,
  administration,
  policy,
  standards,
  sharing,
  grants,
  mandates,
  papers,
  services,
  exchange,
  ledger,
  witness,
  overview,
]
  .flat()
  .map(({ path, element: Page }) => ({ path, element: <Page /> }));

export const router = createBrowserRouter([
  { path: '/signin', element: <SignIn /> },
  { element: <Shell />, children: [...pages, { path: '*', element: <NoSuchPage /> }] },
]);
