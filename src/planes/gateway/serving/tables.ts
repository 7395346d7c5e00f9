import type { Serving } from '#planes/gateway/call.ts';
import { decideCall } from '#planes/gateway/decide.ts';
import { parseAsked } from '#planes/gateway/dialects/envelope.ts';
import { shapeAnswer } from './shape.ts';
import type { Sources } from './sources.ts';

/** Queries and verifications of one person or company, over a department's mounted table. */
export const createTableServing = (sources: Sources): Serving => ({
  async serve(visit, cached, req) {
    const asked = parseAsked(req.url ?? '', visit.body, name => cached.statements.items.has(name));
    visit.asked = asked;
    decideCall(cached, asked);
    const settling = visit.settle(cached);
    if (settling) await settling;
    visit.decided = performance.now();
    const fetched = await sources.fetch(cached, asked);
    visit.fetched = performance.now();
    return shapeAnswer(cached, fetched);
  },
});
