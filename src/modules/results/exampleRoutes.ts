import type { Http } from '#kernel/http.ts';
import * as contract from './contract.ts';
import type { Results } from './service.ts';

const tag = '成效与案例';

export function declareExamples(http: Http, { examples, rounds }: Results): void {
  http.route({
    method: 'GET',
    url: '/api/examples',
    access: 'sharing.read',
    tag,
    query: contract.ExampleQuery,
    reply: contract.ExampleList,
    summary: { zh: '应用案例', en: 'Examples of good use' },
    handle: ({ actor, query }) => examples.list(actor, query),
  });
  http.route({
    method: 'POST',
    url: '/api/examples',
    access: 'sharing.apply',
    tag,
    body: contract.NewExampleBody,
    reply: contract.ExampleRecorded,
    status: 201,
    summary: { zh: '申报案例', en: 'Put a result forward as an example' },
    handle: ({ actor, body }) => examples.putForward(actor, body),
  });
  http.route({
    method: 'GET',
    url: '/api/examples/:id',
    access: 'sharing.read',
    tag,
    params: contract.ById,
    reply: contract.ExampleView,
    summary: { zh: '查看一个案例', en: 'One example' },
    handle: ({ actor, params }) => examples.get(actor, params.id),
  });
  http.route({
    method: 'PUT',
    url: '/api/examples/:id',
    access: 'sharing.apply',
    tag,
    params: contract.ById,
    body: contract.ExampleBody,
    reply: contract.ExampleRecorded,
    summary: { zh: '修改案例', en: 'Change an example' },
    handle: ({ actor, params, body }) => examples.edit(actor, params.id, body),
  });
  http.route({
    method: 'POST',
    url: '/api/examples/:id/actions',
    access: 'sharing.read',
    tag,
    params: contract.ById,
    body: contract.ExampleActBody,
    reply: contract.ExampleRecorded,
    summary: {
      zh: '公布、退回、撤回、撤下案例，评为优秀或取消',
      en: 'Put up, return, withdraw, take down, mark as excellent or not',
    },
    handle: ({ actor, params, body }) => examples.act(actor, params.id, body),
  });
  http.route({
    method: 'GET',
    url: '/api/example-rounds',
    access: 'sharing.read',
    tag,
    reply: contract.RoundList,
    summary: { zh: '案例评选', en: 'Rounds of votes' },
    handle: ({ actor }) => rounds.list(actor),
  });
  http.route({
    method: 'POST',
    url: '/api/example-rounds',
    access: 'catalog.review',
    tag,
    body: contract.RoundBody,
    reply: contract.RoundRecorded,
    status: 201,
    summary: { zh: '发起一轮评选', en: 'Open a round of votes' },
    handle: ({ actor, body }) => rounds.open(actor, body),
  });
  http.route({
    method: 'POST',
    url: '/api/example-rounds/:id/votes',
    access: 'sharing.read',
    tag,
    params: contract.ById,
    body: contract.VoteBody,
    reply: contract.RoundRecorded,
    summary: { zh: '代表部门投票', en: 'Cast the department’s vote' },
    handle: ({ actor, params, body }) => rounds.vote(actor, params.id, body.exampleId),
  });
  http.route({
    method: 'POST',
    url: '/api/example-rounds/:id/closing',
    access: 'catalog.review',
    tag,
    params: contract.ById,
    body: contract.CloseBody,
    reply: contract.RoundRecorded,
    summary: { zh: '结束评选，公布优秀案例', en: 'Close a round and mark what is excellent' },
    handle: ({ actor, params, body }) => rounds.close(actor, params.id, body.excellent),
  });
}
