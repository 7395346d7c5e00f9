import type { Http } from '#kernel/http.ts';
import * as contract from './contract.ts';
import type { Duties } from './service.ts';

const tag = '目录职责';

export function declareDuties({ http, duties }: { http: Http; duties: Duties }): void {
  declareChanges(http, duties);
  declareClaims(http, duties);
}

function declareChanges(http: Http, { changes }: Duties): void {
  http.route({
    method: 'GET',
    url: '/api/duties/preview',
    access: 'catalog.review',
    tag,
    query: contract.PreviewQuery,
    reply: contract.PreviewView,
    summary: { zh: '法规或职责变化会影响哪些目录', en: 'Which entries a change of law or duty would touch' },
    handle: ({ actor, query }) => changes.preview(actor, query),
  });
  http.route({
    method: 'GET',
    url: '/api/duties/changes',
    access: 'catalog.review',
    tag,
    query: contract.PageOnly,
    reply: contract.ChangeList,
    summary: { zh: '登记过的法规和职责变化', en: 'Changes of law and duty that were entered' },
    handle: ({ actor, query }) => changes.list(actor, query),
  });
  http.route({
    method: 'POST',
    url: '/api/duties/changes',
    access: 'catalog.review',
    tag,
    body: contract.ChangeBody,
    reply: contract.ChangeRecorded,
    status: 201,
    summary: {
      zh: '登记一次法规或职责变化，受影响的目录各自开始计时',
      en: 'Enter a change of law or duty: each entry that it touches gets its clock',
    },
    handle: ({ actor, body }) => changes.enter(actor, body),
  });
  http.route({
    method: 'GET',
    url: '/api/duties/tasks',
    access: 'catalog.read',
    tag,
    query: contract.TaskQuery,
    reply: contract.TaskList,
    summary: { zh: '要更新的目录和期限', en: 'Entries to update, with their clocks' },
    handle: ({ actor, query }) => changes.tasks(actor, query),
  });
  http.route({
    method: 'GET',
    url: '/api/duties/tasks/:id',
    access: 'catalog.read',
    tag,
    params: contract.ById,
    reply: contract.TaskView,
    summary: { zh: '查看一项更新任务', en: 'A task to update an entry' },
    handle: ({ actor, params }) => changes.get(actor, params.id),
  });
  http.route({
    method: 'POST',
    url: '/api/duties/tasks/:id/actions',
    access: 'catalog.read',
    tag,
    params: contract.ById,
    body: contract.TaskActBody,
    reply: contract.TaskRecorded,
    summary: {
      zh: '无须更新、申请延长、同意或不同意延长',
      en: 'Leave unchanged, ask for more days, grant or refuse them',
    },
    handle: ({ actor, params, body }) => changes.act(actor, params.id, body),
  });
}

function declareClaims(http: Http, { claims }: Duties): void {
  http.route({
    method: 'GET',
    url: '/api/duties/claims',
    access: 'catalog.read',
    tag,
    query: contract.ClaimQuery,
    reply: contract.ClaimList,
    summary: { zh: '下发认领的目录', en: 'Entries issued for claiming' },
    handle: ({ actor, query }) => claims.list(actor, query),
  });
  http.route({
    method: 'POST',
    url: '/api/duties/claims',
    access: 'catalog.review',
    tag,
    body: contract.IssueBody,
    reply: contract.IssueRecorded,
    status: 201,
    summary: { zh: '按职责下发目录，供部门认领', en: 'Issue entries that duties ask for' },
    handle: ({ actor, body }) => claims.issue(actor, body.claims),
  });
  http.route({
    method: 'GET',
    url: '/api/duties/claims/:id',
    access: 'catalog.read',
    tag,
    params: contract.ById,
    reply: contract.ClaimView,
    summary: { zh: '查看一条下发的目录', en: 'An entry issued for claiming' },
    handle: ({ actor, params }) => claims.get(actor, params.id),
  });
  http.route({
    method: 'POST',
    url: '/api/duties/claims/:id/actions',
    access: 'catalog.read',
    tag,
    params: contract.ById,
    body: contract.ClaimActBody,
    reply: contract.ClaimRecorded,
    summary: {
      zh: '认领、提出异议、改派、维持、催办、撤回',
      en: 'Claim, dispute, reassign, uphold, chase, withdraw',
    },
    handle: ({ actor, params, body }) => claims.act(actor, params.id, body),
  });
}
