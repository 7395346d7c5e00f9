import { type AlertNeeds, createAlerts } from './alerts.ts';
import { type HealthNeeds, createHealth } from './health.ts';
import { type ReadingNeeds, createReading } from './reading.ts';
import { createRuleBook } from './ruleBook.ts';
import { createSheets } from './sheet.ts';

export function createCalls(
  needs: AlertNeeds & HealthNeeds & ReadingNeeds & Parameters<typeof createRuleBook>[0],
) {
  const reading = createReading(needs);
  const rules = createRuleBook(needs);
  return {
    ...reading,
    ...createSheets(reading),
    ...createHealth(needs),
    rules,
    alerts: createAlerts(needs, rules),
  };
}

export type Calls = ReturnType<typeof createCalls>;
