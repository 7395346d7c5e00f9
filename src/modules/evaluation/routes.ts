import type { Http } from '#kernel/http.ts';
import * as contract from './contract.ts';
import type { Evaluation } from './service.ts';

export function declareEvaluation({ http, evaluation }: { http: Http; evaluation: Evaluation }): void {
  http.route({
    method: 'GET',
    url: '/api/workbench',
    access: 'signed_in',
    tag: '工作台',
    reply: contract.WorkbenchView,
    summary: {
      zh: '工作台：要办的事、我发起的、本月情况',
      en: 'What waits for me, what I started, the month',
    },
    handle: ({ actor }) => evaluation.workbench(actor),
  });
  http.route({
    method: 'GET',
    url: '/api/overview',
    access: 'overview.read',
    tag: '总览',
    reply: contract.OverviewView,
    summary: { zh: '共享总览', en: 'The overview of sharing' },
    handle: () => evaluation.overview(),
  });
}
