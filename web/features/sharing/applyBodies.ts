/** What a form sends: of one entry, of several together, of a change of a grant. */
import type { CommonFields, Line } from './applying.ts';
import type { ApplyBody, ChangeBody, FormBody } from './types.ts';

const commonBody = (common: CommonFields) => ({
  kind: common.kind,
  matter: common.matter.trim(),
  ground: common.ground.trim(),
  scenario: common.scenario,
  scope: common.scope.trim(),
  until: common.until,
  systemId: common.systemId ?? 0,
  thirdParties: common.thirdParties.map(name => name.trim()).filter(name => name !== ''),
  contact: common.contact.trim(),
  event: common.kind === 'green' ? common.event.trim() : '',
  argument: common.argument.trim(),
  declaration: true as const,
});

function lineBody({ mode, items, rows, purposes, frequency, hours }: Line) {
  const asked = new Set(items);
  return {
    mode,
    items,
    rows,
    purposes: Object.fromEntries(
      Object.entries(purposes).flatMap(([name, words]) =>
        asked.has(name) && words.trim() !== '' ? [[name, words.trim()]] : [],
      ),
    ),
    frequency,
    hours,
  };
}

const answers = (demandId: number | undefined) => (demandId === undefined ? {} : { demandId });

export const applyBody = (
  common: CommonFields,
  entryId: number,
  line: Line,
  demandId?: number,
): ApplyBody => ({ ...commonBody(common), entryId, ...lineBody(line), ...answers(demandId) });

export const formBody = (
  common: CommonFields,
  lines: readonly { entryId: number; line: Line }[],
): FormBody => ({
  ...commonBody(common),
  lines: lines.map(({ entryId, line }) => ({ entryId, ...lineBody(line) })),
});

export function changeBody(common: CommonFields, line: Line): ChangeBody {
  const { kind: _kind, event: _event, argument: _argument, ...rest } = commonBody(common);
  return { ...rest, ...lineBody(line) };
}
