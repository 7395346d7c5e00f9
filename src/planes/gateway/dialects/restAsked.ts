/** What a call in PostgREST's dialect asks for, as it was written: nothing of it is decided yet. */
import type { Comparing } from '#planes/mover/ports.ts';
import type { Purpose } from '#planes/gateway/call.ts';

/** `place`: how the caller wrote it, for sentences about it. */
export interface Comparison {
  kind: 'item';
  item: string;
  by: Comparing;
  not: boolean;
  values: readonly string[];
  place: string;
}

export type Condition = Comparison | { kind: 'all' | 'any'; not: boolean; parts: readonly Condition[] };

export interface Selected {
  item: string;
  /** The name that it has in the answer. */
  as: string;
}

export interface Ordered {
  item: string;
  descending: boolean;
  nullsFirst: boolean;
}

export interface Query {
  /** In the order of the answer; 'all' stands for every item of the grant. */
  select: readonly (Selected | 'all')[];
  /** All of them hold. */
  where: readonly Condition[];
  order: readonly Ordered[];
  limit: number | undefined;
  offset: number;
  /** What the page before gave out as its end. */
  after: string | undefined;
}

/** `object` is one row and nothing else. */
export type Form = 'array' | 'object' | 'csv';

export interface Wish {
  form: Form;
  stripNulls: boolean;
  count: boolean;
  /** The first and last row of the Range header; the last may be open. */
  range: { from: number; to: number | undefined } | undefined;
  after: string | undefined;
  purpose: Purpose;
}
