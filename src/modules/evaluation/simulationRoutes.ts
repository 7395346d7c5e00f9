import type { Http } from '#kernel/http.ts';
import * as contract from './contract.ts';
import type { Simulations } from './simulation.ts';

export function declareSimulation({ http, simulation }: { http: Http; simulation: Simulations }): void {
  http.route({
    method: 'GET',
    url: '/api/simulations',
    access: 'policy.simulate',
    tag: '规则',
    query: contract.SimulationQuery,
    reply: contract.SimulationView,
    summary: {
      zh: '试算：如果按另一规定，多少件会超期',
      en: 'Simulates past cases under another profile: how many would be late, by department',
    },
    handle: ({ actor, query }) => simulation.simulate(actor, query),
  });
  http.route({
    method: 'POST',
    url: '/api/simulations/file',
    access: 'policy.simulate',
    tag: '规则',
    body: contract.FileSimulationBody,
    reply: contract.FileSimulationView,
    summary: {
      zh: '用往期办件表格试算，不保存',
      en: 'Simulates a table of past cases under another profile; nothing is kept',
    },
    handle: ({ actor, body }) => simulation.simulateFile(actor, body),
  });
  http.route({
    method: 'GET',
    url: '/api/simulations/open',
    access: 'policy.switch',
    tag: '规则',
    query: contract.OpenCasesQuery,
    reply: contract.OpenCasesView,
    summary: {
      zh: '切换规定前：在办的办件受不受影响',
      en: 'Before a switch of profile: what it means for open cases',
    },
    handle: ({ actor, query }) => simulation.openCases(actor, query),
  });
}
