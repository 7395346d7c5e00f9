import { refuse } from '#kernel/errors.ts';
import type { Http } from '#kernel/http.ts';
import { ById, Recorded } from '#kernel/schema.ts';
import { BASIS_RANKS } from '#vocabulary/profile.ts';
import type { PolicyAdministration } from './administration.ts';
import * as contract from './contract.ts';
import type { PolicyDocument } from './library.ts';
import { searchDocuments } from './search.ts';
import type { Policy } from './service.ts';
import { documentView, repealView, textView } from './views.ts';

/** The highest rank first. The platform's own choices are no law and have no place among them. */
const lawsOf = (policy: Policy): PolicyDocument[] =>
  policy
    .listDocuments()
    .filter(document => document.level !== 'default')
    .toSorted((a, b) => BASIS_RANKS.indexOf(a.rank) - BASIS_RANKS.indexOf(b.rank));

export function declarePolicy(http: Http, policy: Policy, administration: PolicyAdministration): void {
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
    url: '/api/rules/preview',
    access: 'policy.switch',
    tag: '规则',
    query: contract.PreviewQuery,
    reply: contract.SwitchPreview,
    summary: {
      zh: '切换规定前：哪些规则会变',
      en: 'Before a switch of profile: which rules would change',
    },
    handle: async ({ actor, query }) =>
      administration.preview(actor, query.region, query.profile, query.from),
  });

  http.route({
    method: 'GET',
    url: '/api/rules/switches',
    access: 'policy.read',
    tag: '规则',
    query: contract.RulesQuery,
    reply: contract.SwitchList,
    summary: { zh: '一个地区切换规定的记录', en: 'A region’s switches of profile' },
    handle: ({ query }) => administration.switchesOf(query.region ?? policy.homeRegion),
  });

  http.route({
    method: 'POST',
    url: '/api/rules/switches',
    access: 'policy.switch',
    tag: '规则',
    body: contract.SwitchBody,
    reply: Recorded,
    summary: {
      zh: '从某日起切换一个地区的规定',
      en: 'Switches a region’s profile from a date on',
    },
    handle: ({ actor, body }) => administration.switchProfile(actor, body),
  });

  http.route({
    method: 'GET',
    url: '/api/law',
    access: 'signed_in',
    tag: '规则',
    query: contract.LawQuery,
    reply: contract.DocumentList,
    summary: { zh: '法规库检索', en: 'Searches the law library' },
    handle: async ({ query }) => ({
      items: searchDocuments(lawsOf(policy), query.q ?? '').map(({ document, hits }) =>
        documentView(document, policy.changes(), policy.today(), hits),
      ),
    }),
  });

  http.route({
    method: 'POST',
    url: '/api/law',
    access: 'policy.law',
    tag: '规则',
    body: contract.LawBody,
    reply: contract.LawAdded,
    summary: { zh: '把一部法规录入法规库', en: 'Enters a law into the library' },
    handle: ({ actor, body }) => administration.addLaw(actor, body),
  });

  http.route({
    method: 'GET',
    url: '/api/law/repeals',
    access: 'public',
    tag: '规则',
    reply: contract.RepealList,
    summary: { zh: '已登记的废止', en: 'Repeals that were entered' },
    handle: async () => ({
      items: policy.changes().repeals.map(one => repealView(one, policy.findDocument(one.document))),
    }),
  });

  http.route({
    method: 'POST',
    url: '/api/law/repeals',
    access: 'policy.law',
    tag: '规则',
    body: contract.RepealBody,
    reply: contract.RepealAdded,
    summary: {
      zh: '登记废止：此后每处引用都会显示',
      en: 'Enters a repeal: every citation shows it from then on',
    },
    handle: ({ actor, body }) => administration.repeal(actor, body),
  });

  http.route({
    method: 'POST',
    url: '/api/law/repeals/:id/withdraw',
    access: 'policy.law',
    tag: '规则',
    params: ById,
    body: contract.WhyBody,
    reply: Recorded,
    summary: { zh: '撤回登记有误的废止', en: 'Withdraws a repeal that was entered wrongly' },
    handle: ({ actor, params, body }) => administration.withdrawRepeal(actor, params.id, body.why),
  });

  http.route({
    method: 'GET',
    url: '/api/law/lookup',
    access: 'public',
    tag: '规则',
    query: contract.LookupQuery,
    reply: contract.LookupView,
    summary: {
      zh: '按名称和条款在法规库中查找依据',
      en: 'Finds a citation in the library by title and article',
    },
    handle: async ({ query }) => {
      const document = policy.findTitle(query.title);
      const article = query.article ?? '';
      const repeal = document && policy.findRepeal(document.id, article);
      return {
        document: document?.id ?? null,
        article: document?.articles.has(article) === true ? article : null,
        repealedSince: repeal?.since ?? null,
        repealedBy: repeal?.by ?? null,
      };
    },
  });

  http.route({
    method: 'GET',
    url: '/api/law/:document',
    access: 'signed_in',
    tag: '规则',
    params: contract.DocumentParams,
    reply: contract.TextView,
    summary: { zh: '一部法规的全文和依据它的规则', en: 'A whole text, with the rules that rest on it' },
    handle: async ({ params }) => {
      const document = policy.findDocument(params.document);
      if (!document) throw refuse.not_found();
      return textView(document, policy.changes(), policy.today());
    },
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
      const document = policy.findDocument(params.document);
      if (text === undefined || !document) throw refuse.not_found();
      const repeal = policy.findRepeal(document.id, params.article);
      return {
        document: document.id,
        title: document.title,
        article: params.article,
        text,
        ...(repeal ? { repealedSince: repeal.since, repealedBy: repeal.by } : {}),
      };
    },
  });
}
