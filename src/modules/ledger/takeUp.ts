import { ACTIONS } from '#record/decode.ts';
import { CONTROL } from '#record/logs.ts';
import { newUsageFacts, readUsageFacts } from '#record/usageFacts.ts';
import { type Lookups, isSubject } from './lookups.ts';
import { type Hours, type IndexRow, indexRowOf } from './rules.ts';
import { OPENED, type Openings } from './openings.ts';
import type { Minutes } from './minutes.ts';
import type { Spans } from './spans.ts';

/** What the search and the summaries keep of entries. */
export interface Collected {
  /** Of the control log: a row an entry. */
  rows: IndexRow[];
  /** Of the other logs. */
  spans: Spans;
  lookups: Lookups;
  hours: Hours;
  openings: Openings;
  /** Summaries of calls; they begin with the release that brought them, so that nothing computes them anew. */
  minutes?: Minutes;
  /** Told the root of the list of persons that a delivery concerned, where one is asked for. */
  onList?: (root: Buffer, number: number, at: number) => void;
}

const ROOT_BYTES = 32;

const OPENED_ACTION = ACTIONS.findIndex(action => action === OPENED);

const facts = newUsageFacts();

/**
 * Takes one entry up into what it is found by. The integrator fills the tables with this, the verification computes
 * them anew with it. Answers whether the entry is more than a seal point of another log.
 */
export function takeUp(
  { log, number, batchFirst }: { log: number; number: number; batchFirst: number },
  bytes: Buffer,
  { rows, spans, lookups, hours, openings, minutes, onList }: Collected,
): boolean {
  if (log !== CONTROL && readUsageFacts(bytes, facts)) {
    spans.addUsage(number, facts, bytes);
    lookups.addUsage(number, facts, bytes);
    hours.addUsage(facts);
    minutes?.addUsage(facts, bytes);
    if (facts.action === OPENED_ACTION) openings.add(indexRowOf(number, batchFirst, bytes));
    // The byte before a digest is its length.
    if (onList && facts.subject > 0 && bytes[facts.subject - 1] === ROOT_BYTES)
      onList(bytes.subarray(facts.subject, facts.subject + ROOT_BYTES), number, facts.at);
    return true;
  }
  const row = indexRowOf(number, batchFirst, bytes);
  if (log === CONTROL) rows.push(row);
  else {
    spans.add(row);
    lookups.add(row);
    openings.add(row);
  }
  hours.add(row);
  if (log !== CONTROL) minutes?.add(row);
  const root =
    onList && log !== CONTROL && isSubject(row.subject) ? Buffer.from(row.subject, 'base64url') : undefined;
  if (root?.length === ROOT_BYTES) onList?.(root, number, row.at);
  return !row.isAnchor;
}
