import type { Static } from 'typebox';
import type { PlanInterface, PlanTarget } from '#vocabulary/plans.ts';
import type * as contract from './contract.ts';
import { writeAddress } from './interfaceRules.ts';
import type { InterfaceRow } from './interfaceStore.ts';
import type { Mapping } from './matching.ts';

/** As a plan holds it, without its number. */
export function describedIn({ body }: Pick<InterfaceRow, 'body'>): Omit<PlanInterface, 'upstreamId'> {
  const {
    method,
    path,
    parameters,
    request,
    response,
    soap,
    rows,
    success,
    errorCodes,
    mapping,
    passThrough,
  } = body;
  return {
    method,
    path,
    parameters: parameters.map(({ describe: _describe, ...parameter }) => parameter),
    request,
    response,
    ...(soap ? { soap } : {}),
    rows,
    ...(success ? { success: { ...success, refusals: errorCodes } } : {}),
    items: mapping.map(({ item }) => item),
    passThrough,
  };
}

/** What an entry's plans reach, where an interface is mounted to it. */
export const interfaceMount = (
  row: InterfaceRow,
): { id: number; target: PlanTarget; mapping: Mapping[] } => ({
  id: row.id,
  target: { kind: 'interface', upstream: { upstreamId: row.id, ...describedIn(row) } },
  mapping: row.body.mapping.map(({ item, path }) => ({ item, column: path })),
});

export function interfaceView(row: InterfaceRow, entryTitle: string): Static<typeof contract.InterfaceView> {
  const {
    id,
    entryId,
    departmentId,
    name,
    timeout,
    rate,
    rateSeconds,
    health,
    every,
    state,
    problem,
    checks,
    failures,
  } = row;
  const { credentials } = row;
  const national = credentials.kind === 'national' ? credentials : undefined;
  return {
    ...row.body,
    id,
    entryId,
    entryTitle,
    departmentId,
    name,
    address: writeAddress(row),
    credentials: {
      kind: credentials.kind,
      user: credentials.kind === 'basic' ? credentials.user : '',
      header: credentials.kind === 'header' ? credentials.name : '',
      prefix: national?.prefix ?? '',
      rid: national?.rid ?? '',
      sid: national?.sid ?? '',
      refresh: national?.refresh ?? '',
    },
    timeout,
    rate,
    rateSeconds,
    health: { ...health, every },
    createdAt: row.createdAt.toISOString(),
    state,
    since: row.since.toISOString(),
    problem,
    checks,
    failures,
    checkedAt: row.checkedAt?.toISOString() ?? null,
    milliseconds: row.milliseconds,
  };
}

export const parametersView = ({ body }: InterfaceRow): Static<typeof contract.ParametersView> => ({
  parameters: body.parameters.map(({ name, item, type, required, describe, ...more }) => ({
    name: item ?? name,
    type,
    required,
    default: more.default ?? '',
    describe,
  })),
  errorCodes: body.errorCodes,
  soap: body.soap !== undefined,
});
