import type { Http } from '#kernel/http.ts';
import * as contract from './contract.ts';
import type { Standards } from './service.ts';

const TAG = '标准';

export function declareStandards({ http, standards }: { http: Http; standards: Standards }): void {
  const { views } = standards;
  http.route({
    method: 'GET',
    url: '/api/standards/tables',
    access: 'public',
    tag: TAG,
    query: contract.WordsQuery,
    reply: contract.TableList,
    summary: { zh: '代码表，可按名称和取值查找', en: 'Code tables, found by their names and values' },
    handle: async ({ query }) => views.tables(query.q ?? ''),
  });
  http.route({
    method: 'GET',
    url: '/api/standards/tables/:table',
    access: 'public',
    tag: TAG,
    params: contract.ByTable,
    reply: contract.TableView,
    summary: { zh: '一张代码表和各平台的对照代码', en: 'A code table with the codes of other platforms' },
    handle: async ({ params }) => views.table(params.table),
  });
  http.route({
    method: 'GET',
    url: '/api/standards/codes',
    access: 'public',
    tag: TAG,
    query: contract.CodesQuery,
    reply: contract.CodesView,
    summary: { zh: '表单用的取值：所列或全部代码表', en: 'Values for forms: of these tables, or of all' },
    handle: async ({ query }) => ({
      tables: Object.fromEntries(
        (query.table ?? standards.tables()).map(table => [table, [...standards.codes(table)]]),
      ),
    }),
  });
  http.route({
    method: 'GET',
    url: '/api/standards/classes',
    access: 'public',
    tag: TAG,
    query: contract.WordsQuery,
    reply: contract.ClassList,
    summary: { zh: '目录分类：类、项、目、细目', en: 'The tree of classes' },
    handle: ({ query }) => views.classes(query.q ?? ''),
  });
  http.route({
    method: 'GET',
    url: '/api/standards/elements',
    access: 'public',
    tag: TAG,
    query: contract.WordsQuery,
    reply: contract.ElementList,
    summary: { zh: '数据元，可按同义词查找', en: 'Standard data elements, found by synonyms too' },
    handle: async ({ query }) => views.elements(query.q ?? ''),
  });
  http.route({
    method: 'GET',
    url: '/api/standards/synonyms',
    access: 'public',
    tag: TAG,
    query: contract.WordsQuery,
    reply: contract.SynonymList,
    summary: { zh: '同义词', en: 'Synonyms' },
    handle: async ({ query }) => views.synonyms(query.q ?? ''),
  });
  http.route({
    method: 'GET',
    url: '/api/standards/documents',
    access: 'public',
    tag: TAG,
    query: contract.WordsQuery,
    reply: contract.DocumentList,
    summary: { zh: '标准文件', en: 'Documents of the standards' },
    handle: async ({ query }) => views.documents(query.q ?? ''),
  });
  http.route({
    method: 'GET',
    url: '/api/standards/history',
    access: 'signed_in',
    tag: TAG,
    query: contract.HistoryQuery,
    reply: contract.ThingHistory,
    summary: {
      zh: '一个取值、分类、数据元、同义词或文件的各版本',
      en: 'All versions of a value, class, element, synonym set or document',
    },
    handle: ({ query }) => views.history(query.kind, query.key),
  });
  declareWriting(http, standards);
}

/** A new thing is sent with version 0, a changed one with the version that was seen. */
function declareWriting(http: Http, standards: Standards): void {
  const write = { method: 'PUT', access: 'standards.manage', tag: TAG, reply: contract.Saved } as const;
  http.route({
    ...write,
    url: '/api/standards/tables/:table',
    params: contract.ByTable,
    body: contract.TableBody,
    summary: { zh: '增加或修改一张代码表', en: 'Add or change a code table' },
    handle: ({ actor, params, body }) => standards.saveTable(actor, params.table, body),
  });
  http.route({
    ...write,
    url: '/api/standards/tables/:table/codes/:key',
    params: contract.ByCode,
    body: contract.CodeBody,
    summary: { zh: '增加或修改一个取值', en: 'Add or change a value' },
    handle: ({ actor, params, body }) => standards.saveCode(actor, params, body),
  });
  http.route({
    ...write,
    url: '/api/standards/classes/:code',
    params: contract.ByClass,
    body: contract.ClassBody,
    summary: { zh: '增加分类或改名', en: 'Add or rename a class' },
    handle: ({ actor, params, body }) => standards.saveClass(actor, params.code, body),
  });
  http.route({
    ...write,
    url: '/api/standards/elements/:code',
    params: contract.ByElement,
    body: contract.ElementBody,
    summary: { zh: '增加或修改一个数据元', en: 'Add or change a standard element' },
    handle: ({ actor, params, body }) => standards.saveElement(actor, params.code, body),
  });
  http.route({
    ...write,
    url: '/api/standards/synonyms/:name',
    params: contract.ByName,
    body: contract.SynonymBody,
    summary: { zh: '增加或修改一组同义词', en: 'Add or change a set of synonyms' },
    handle: ({ actor, params, body }) => standards.saveSynonyms(actor, params.name, body),
  });
  http.route({
    ...write,
    url: '/api/standards/documents/:key',
    params: contract.ByKey,
    body: contract.DocumentBody,
    summary: { zh: '增加或修改一份标准文件', en: 'Add or change a document' },
    handle: ({ actor, params, body }) => standards.saveDocument(actor, params.key, body),
  });
  http.route({
    ...write,
    method: 'POST',
    url: '/api/standards/standing',
    body: contract.StandingBody,
    summary: {
      zh: '停用、恢复或移除（目录用过的只能停用）',
      en: 'Retire, restore or remove; what entries have used is retired only',
    },
    handle: ({ actor, body }) => standards.setStanding(actor, body),
  });
  http.route({
    ...write,
    method: 'POST',
    url: '/api/standards/departments',
    body: contract.DepartmentsBody,
    reply: contract.DepartmentsCoded,
    summary: {
      zh: '为各部门编分类代码，更新改名和撤销的',
      en: 'Give each department its class; follow renamed and dissolved ones',
    },
    handle: ({ actor, body }) => standards.codeDepartments(actor, body.parent),
  });
}
