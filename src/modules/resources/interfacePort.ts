/** How this module looks at a department's interface: through a port that main fills with the gateway's own calls. */
import type { PlanInterface, PlanItem, UpstreamAddress, UpstreamCredentials } from '#vocabulary/plans.ts';

export interface ProbedInterface {
  address: UpstreamAddress;
  credentials: UpstreamCredentials;
  secret: string;
  /** Milliseconds. */
  timeout: number;
  /** `rows` may be '' while nobody knows where they are. */
  upstream: Omit<PlanInterface, 'upstreamId'>;
}

export interface InterfaceAnswer {
  status: number;
  milliseconds: number;
  bytes: number;
  /** A path to what looks like the rows. */
  rows: string;
  paths: { path: string; kind: 'text' | 'number' | 'boolean' | 'null' }[];
}

/** Calls as the gateway would. Throws errors with `code` (one of `INTERFACE_CODES`) and `facts`. */
export interface InterfaceProbe {
  look(target: ProbedInterface, values: Record<string, string>): Promise<InterfaceAnswer>;
  /** Rows in clear, in the order of the items. */
  read(
    target: ProbedInterface,
    items: readonly PlanItem[],
    values: Record<string, string>,
  ): Promise<(string | null)[][]>;
  /** Whether a path answers with a status below 400. */
  ping(target: Omit<ProbedInterface, 'upstream'>, path: string): Promise<void>;
}

export const INTERFACE_CODES = ['unreachable', 'too_slow', 'too_large', 'refused', 'unexpected'] as const;
