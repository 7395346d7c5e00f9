import { Type as T } from 'typebox';
import type { Http } from '#kernel/http.ts';
import { ById } from '#kernel/schema.ts';
import * as contract from './contract.ts';
import type { Resources } from './service.ts';

export function declareResources({ http, resources }: { http: Http; resources: Resources }): void {
  http.route({
    method: 'POST',
    url: '/api/sources/test',
    access: 'resources.mount',
    tag: '资源',
    body: contract.SourceBody,
    reply: contract.SourceTest,
    summary: { zh: '测试连接，不保存任何内容', en: 'Test a connection; nothing is kept' },
    handle: ({ actor, body }) => resources.test(actor, body),
  });
  http.route({
    method: 'POST',
    url: '/api/sources',
    access: 'resources.mount',
    tag: '资源',
    body: contract.SourceBody,
    reply: contract.SourceRecorded,
    status: 201,
    summary: {
      zh: '登记本部门的数据库（口令加密保存）',
      en: 'Register a database of your department; its password is sealed',
    },
    handle: ({ actor, body }) => resources.register(actor, body),
  });
  http.route({
    method: 'GET',
    url: '/api/sources',
    access: 'resources.read',
    tag: '资源',
    reply: T.Array(contract.SourceView),
    summary: { zh: '本部门登记的数据库', en: 'Databases of your department' },
    handle: ({ actor }) => resources.sources(actor),
  });
  http.route({
    method: 'PUT',
    url: '/api/sources/:id/login',
    access: 'resources.mount',
    tag: '资源',
    params: ById,
    body: contract.LoginBody,
    reply: contract.SourceRecorded,
    summary: {
      zh: '更新登记的账号口令（先连上，再保存）',
      en: 'Register another account or password of a database; kept once it let us in',
    },
    handle: ({ actor, params, body }) => resources.changeLogin(actor, params.id, body),
  });
  http.route({
    method: 'GET',
    url: '/api/sources/folders',
    access: 'resources.mount',
    tag: '资源',
    reply: T.Array(T.String()),
    summary: {
      zh: '运维员为本部门开放的文件夹',
      en: 'Folders that the operator opened for your department',
    },
    handle: ({ actor }) => resources.folders(actor),
  });
  http.route({
    method: 'GET',
    url: '/api/sources/:id/tables',
    access: 'resources.mount',
    tag: '资源',
    params: ById,
    reply: T.Array(contract.TableView),
    summary: { zh: '库里的表', en: 'Tables of a database' },
    handle: ({ actor, params }) => resources.tables(actor, params.id),
  });
  http.route({
    method: 'GET',
    url: '/api/sources/:id/columns',
    access: 'resources.mount',
    tag: '资源',
    params: ById,
    query: contract.TableQuery,
    reply: T.Array(contract.ColumnView),
    summary: { zh: '表的列', en: 'Columns of a table' },
    handle: ({ actor, params, query }) => resources.columns(actor, params.id, query),
  });
  http.route({
    method: 'GET',
    url: '/api/resources/match',
    access: 'resources.mount',
    tag: '资源',
    query: contract.MatchQuery,
    reply: contract.MatchView,
    summary: { zh: '数据项与列的对应建议', en: 'Which column each item might be' },
    handle: ({ actor, query }) => resources.match(actor, query),
  });
  http.route({
    method: 'POST',
    url: '/api/resources',
    access: 'resources.mount',
    tag: '资源',
    body: contract.MountBody,
    reply: contract.ResourceRecorded,
    status: 201,
    summary: { zh: '把表挂载到目录', en: 'Mount a table to an entry' },
    handle: ({ actor, body }) => resources.mount(actor, body),
  });
  http.route({
    method: 'GET',
    url: '/api/resources',
    access: 'resources.read',
    tag: '资源',
    reply: T.Array(contract.ResourceView),
    summary: { zh: '本部门挂载的资源', en: 'Mounted resources of your department' },
    handle: ({ actor }) => resources.resources(actor),
  });
  http.route({
    method: 'GET',
    url: '/api/resources/:id/sample',
    access: 'resources.read',
    tag: '资源',
    params: ById,
    reply: contract.SampleView,
    summary: { zh: '样例数据（由数据库脱敏）', en: 'Sample rows, masked by the database' },
    handle: ({ actor, params }) => resources.sample(actor, params.id),
  });
}
