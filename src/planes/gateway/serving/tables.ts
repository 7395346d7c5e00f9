import type { TablePlan } from '#vocabulary/plans.ts';
import type { Serving } from '#planes/gateway/call.ts';
import { decideCall } from '#planes/gateway/decide.ts';
import { parseBatch } from '#planes/gateway/dialects/batch.ts';
import { parseAsked } from '#planes/gateway/dialects/envelope.ts';
import { shapeRows } from './shape.ts';
import type { TableSources } from './sources.ts';
import type { Verifying } from './verifying.ts';

/** Queries and verifications over a department's mounted table: of one person or company, or of many at once. */
export const createTableServing = (sources: TableSources, verifying: Verifying): Serving<TablePlan> => ({
  async serve(visit, cached, req) {
    const { plan } = cached;
    const url = req.url ?? '';
    const batch = plan.kind === 'verify' ? parseBatch(url, visit.body) : undefined;
    if (batch) {
      visit.asked = batch.purpose;
      return verifying.batch(visit, cached, batch.rows, sources);
    }
    const asked = parseAsked(url, visit.body, name => cached.statements.items.has(name));
    visit.asked = asked;
    decideCall(cached, asked);
    const settling = visit.settle(cached);
    if (settling) await settling;
    visit.decided = performance.now();
    const fetched = await sources.fetch(cached, asked);
    visit.fetched = performance.now();
    if (plan.kind === 'verify') return verifying.answer(visit, cached, asked, fetched);
    const guarding = verifying.guard(visit, cached, asked, fetched.rows.length > 0);
    if (guarding) await guarding;
    return shapeRows(fetched, plan.rowLimit, visit.head.voice);
  },
});
