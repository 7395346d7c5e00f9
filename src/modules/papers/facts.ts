/** What papers say, apart from how the modules that know it name it. */
import type { Static } from 'typebox';
import type { MaskView } from '#modules/catalog/contract.ts';
import type { RowConditionBody } from '#modules/grants/contract.ts';
import type { Clause } from './structure.ts';

type Mask = Static<typeof MaskView>;
type Condition = Static<typeof RowConditionBody>;

/** A step of the case that a paper is about. */
export interface StepFacts {
  /** Instant. */
  at: string;
  post: string;
  name: string;
  note: string;
  clauses: Clause[];
}

/** An application as it was sent. */
export interface ApplicationFacts {
  no: string;
  consumer: string;
  provider: string;
  entryTitle: string;
  entryCode: string | null;
  matter: string;
  ground: string;
  scenario: string;
  scope: string;
  mode: string;
  frequency: { perDay: number; peakPerMinute: number } | null;
  /** Hours of the day, Beijing time. */
  window: { from: string; to: string } | null;
  items: { name: string; sensitivity: number | null; purpose: string }[];
  rows: readonly Condition[];
  until: string;
  system: { name: string; addresses: readonly string[] };
  thirdParties: readonly string[];
  contact: string;
  /** What makes it another application than an ordinary one, each by its name. */
  special: readonly { name: string; text: string }[];
  attachments: readonly string[];
  /** When it left the department; null for a draft. */
  sentAt: string | null;
}

/** Whose consent an answer rests on. */
export type ConsentBy = 'agree' | 'standing_consent' | 'authorise' | 'mandate' | 'green_channel';

/** What was granted, and what of the application was not. */
export interface ConsentFacts {
  step: StepFacts;
  by: ConsentBy;
  /** In the words of whoever decided. */
  reason: string;
  granted: { name: string; sensitivity: number | null; mask: Mask | null }[];
  left: string[];
  mode: string;
  rows: readonly Condition[];
  until: string;
  limits: readonly string[];
  /** What is narrower than asked, each with why; empty when nothing is. */
  narrowed: { what: string; why: string }[];
  grantNo: string | null;
  /** How the applicant may go on where something was left out. */
  ways: WaysFacts;
  /** What whoever gets data must keep to. */
  duties: Clause[];
}

/** What remains to whoever was refused. */
export interface WaysFacts {
  steps: readonly string[];
  clauses: Clause[];
}

export interface RefusalFacts {
  step: StepFacts;
  category: string | null;
  reason: string;
  /** 《…》第…条, as the provider named it. */
  basis: string;
  /** The entry’s own conditions that are not met. */
  conditions: readonly string[];
  ways: WaysFacts;
}

export interface SupplementFacts {
  step: StepFacts;
  material: readonly string[];
  /** Working days within which it must come; null where no rule says so. */
  days: number | null;
  /** No text sets the days: they are the platform’s own choice. */
  ours: boolean;
}

export interface ExtensionFacts {
  step: StepFacts;
  reason: string;
  days: number;
  /** Civil dates: the one that counted before, and the one that counts now. */
  before: string | null;
  due: string | null;
}

export interface GrantFacts {
  no: string;
  version: number;
  provider: string;
  consumer: string;
  applicationNo: string;
  entryTitle: string;
  matter: string;
  ground: string;
  scenario: string;
  scope: string;
  thirdParties: readonly string[];
  consentBy: string;
  mode: string;
  items: { name: string; sensitivity: number; mask: Mask }[];
  rows: readonly Condition[];
  from: string;
  until: string;
  system: { name: string; rid: string | null; addresses: readonly string[] };
  sid: string | null;
  limits: readonly string[];
  disposal: string;
  duties: Clause[];
  /** When this version came to be. */
  at: string;
}

/** What became of the data when a grant had ended, as the consumer’s head signed it. */
export interface DisposalFacts {
  step: StepFacts;
  demanded: string;
  way: string;
  /** Civil date. */
  on: string;
  /** Which data, where. */
  what: string;
  certificate: string;
  /** SHA-256 of the certificate. */
  digest: string | null;
}
