/** Whether a corrected value may stand where the wrong one stood. Pure. */
import type { Text } from '#kernel/errors.ts';
import { isCreditCode, isPersonNumber } from '#vocabulary/identifiers.ts';
import { type ItemCheck, REASON_OF_TYPE } from '#vocabulary/moves.ts';
import type { PlanItem } from '#vocabulary/plans.ts';
import { valueOfType } from '#vocabulary/values.ts';
import { reasonWords } from './problems.ts';

/** Undefined where it may: it is a value of the item's type, and passes what is asked of it. */
export function correctionProblem(
  { type }: Pick<PlanItem, 'type'>,
  check: ItemCheck | null,
  value: string | null,
): Text | undefined {
  const because = reasonWords;
  if (value === null || value === '') return check?.required === true ? because('missing') : undefined;
  if (valueOfType(type, value) === undefined) return because(REASON_OF_TYPE[type]);
  if (check?.codes && !check.codes.includes(value)) return because('unknown_code');
  if (check?.number === 'person' && !isPersonNumber(value)) return because('check_digit');
  if (check?.number === 'credit' && !isCreditCode(value)) return because('check_digit');
  return undefined;
}
