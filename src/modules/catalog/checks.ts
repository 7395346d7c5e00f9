import { CHECKS } from './content.ts';
import type { Missing } from './missing.ts';
import type { Content } from './rules.ts';

export type Check = (typeof CHECKS)[number];

/**
 * From this level on a leak harms somebody (standards.md 2.2): an item shown as it is wants a second look. Not an
 * identifier: one selects by it, and answers mask it unless a decision says otherwise.
 */
const HARMFUL = 3;

/** Checks that a person has to verify before the entry is published; the platform's own rules hold already. */
export function checksToVerify(content: Content, missing: readonly Missing[]): Check[] {
  const { shareType, basis, items, secrecy, personalInfo } = content;
  const open: Record<Check, boolean> = {
    required: missing.length > 0,
    basis: shareType !== 'unconditional' && basis === null,
    identifier: !items.some(item => item.identifier),
    sensitive: items.some(
      item => !item.identifier && item.sensitivity >= HARMFUL && item.mask.kind === 'none',
    ),
    secrecy: secrecy.conclusion !== 'no_secret',
    personalInfo: personalInfo.conclusion !== 'acceptable' && personalInfo.conclusion !== 'not_needed',
  };
  return CHECKS.filter(check => open[check]);
}
