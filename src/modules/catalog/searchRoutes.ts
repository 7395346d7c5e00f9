import { BOTH_FACES } from '#kernel/faces.ts';
import type { Http } from '#kernel/http.ts';
import * as contract from './contract.ts';
import type { Searching } from './searching.ts';

export function declareSearch(http: Http, searching: Searching): void {
  http.route({
    method: 'GET',
    url: '/api/catalog',
    access: 'public',
    faces: BOTH_FACES,
    tag: '目录',
    query: contract.SearchQuery,
    reply: contract.SearchView,
    summary: { zh: '检索已发布的目录（不需登录）', en: 'Search the published catalog, without signing in' },
    handle: ({ query, face }) => searching.search(query, face),
  });
  http.route({
    method: 'GET',
    url: '/api/catalog/suggestions',
    access: 'public',
    faces: BOTH_FACES,
    tag: '目录',
    query: contract.SuggestQuery,
    reply: contract.Suggestions,
    summary: {
      zh: '检索时的联想：目录、数据项、部门',
      en: 'What one may mean while typing: entries, items, departments',
    },
    handle: ({ query, face }) => searching.suggest(query.q, face),
  });
  http.route({
    method: 'POST',
    url: '/api/catalog/similar',
    access: 'catalog.read',
    tag: '目录',
    body: contract.SimilarBody,
    reply: contract.SimilarEntries,
    summary: {
      zh: '与名称、数据项相近的已发布目录',
      en: 'Published entries that are like a title and its items',
    },
    handle: ({ body }) => searching.similar(body),
  });
}
