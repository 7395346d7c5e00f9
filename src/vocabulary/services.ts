/** A version of a service that answers for a while only. */
export interface Deprecation {
  version: number;
  /** Milliseconds since the epoch: when it was announced, and from when on it is refused. */
  at: number;
  sunset: number;
  /** The version to change to. */
  successor: number;
}

/**
 * What the provider of an entry says about calls of it, beside what each grant gives. The control plane writes it to
 * `plans.service`; the gateway follows it, so a change holds for all grants at once and touches none of them.
 */
export interface ServiceSettings {
  /** Whether rows may be listed without an identifier (`/rest/v1`); without it every call selects by one. */
  listing: boolean;
  /** Items that a list query may compare and order by, where the grant gives them unmasked. */
  searchable: string[];
  /** Items that may be compared by `eq` although the grant masks them; such a call counts as a look-up by identifier. */
  maskedEq: string[];
  /** Whether a comparison may run over an item that no index of the table begins with. */
  scans: boolean;
  /** Rows of one page at most. */
  maxPage: number;
  /**
   * What a verification may answer: match, no match, unknown; or, where being in the register is itself sensitive, match
   * and no match alone, with unknown told as no match.
   */
  verdicts: 'three' | 'two';
  /** What a call must state besides its scenario. */
  purpose: { caseNo: boolean; post: boolean };
  /** Milliseconds for one statement or one upstream call; below the 4 s after which callers give up. */
  timeout: number;
  /** Versions that end, told in every answer of theirs; absent: none. */
  deprecations?: Deprecation[];
}

export const DEFAULT_SERVICE: ServiceSettings = {
  listing: false,
  searchable: [],
  maskedEq: [],
  scans: false,
  maxPage: 1000,
  verdicts: 'three',
  purpose: { caseNo: false, post: false },
  timeout: 3000,
};

/** Verifications in one call. */
export const MOST_IN_BATCH = 1000;
