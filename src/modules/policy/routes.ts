import { refuse } from '#kernel/errors.ts';
import type { Http } from '#kernel/http.ts';
import * as contract from './contract.ts';
import type { Policy } from './service.ts';
import { documentView } from './views.ts';

export function declarePolicy(http: Http, policy: Policy): void {
  http.route({
    method: 'GET',
    url: '/api/rules',
    access: 'signed_in',
    tag: '规则',
    query: contract.RulesQuery,
    reply: contract.RegionRulesView,
    summary: { zh: '一个地区适用的规则和条款', en: 'The rules that hold in a region, with their clauses' },
    handle: async ({ query }) => policy.rulesOfRegion(query.region ?? policy.homeRegion, query.date),
  });

  http.route({
    method: 'GET',
    url: '/api/law',
    access: 'signed_in',
    tag: '规则',
    reply: contract.DocumentList,
    summary: { zh: '法规库', en: 'The law library' },
    handle: async () => ({ items: policy.listDocuments().map(documentView) }),
  });

  http.route({
    method: 'GET',
    url: '/api/law/:document/:article',
    access: 'signed_in',
    tag: '规则',
    params: contract.ArticleParams,
    reply: contract.ArticleView,
    summary: { zh: '条文全文', en: 'The full text of an article' },
    handle: async ({ params }) => {
      const text = policy.findArticle(params.document, params.article);
      const document = policy.library.documents.get(params.document);
      if (text === undefined || !document) throw refuse.not_found();
      return { document: document.id, title: document.title, article: params.article, text };
    },
  });
}
