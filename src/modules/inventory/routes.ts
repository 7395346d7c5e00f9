import type { Http } from '#kernel/http.ts';
import { asFile } from '#sheets/index.ts';
import * as contract from './contract.ts';
import type { Inventory } from './service.ts';

const tag = '数据资产';

export function declareInventory({ http, inventory }: { http: Http; inventory: Inventory }): void {
  http.route({
    method: 'GET',
    url: '/api/inventory/systems',
    access: 'catalog.read',
    tag,
    query: contract.SystemQuery,
    reply: contract.SystemList,
    summary: { zh: '部门的系统和编目覆盖情况', en: 'A department’s systems and how far entries cover them' },
    handle: ({ actor, query }) => inventory.systems(actor, query),
  });
  http.route({
    method: 'POST',
    url: '/api/inventory/systems',
    access: 'catalog.compile',
    tag,
    body: contract.SystemBody,
    reply: contract.SystemRecorded,
    status: 201,
    summary: { zh: '登记系统', en: 'Enter a system' },
    handle: ({ actor, body }) => inventory.saveSystem(actor, undefined, body),
  });
  http.route({
    method: 'PUT',
    url: '/api/inventory/systems/:id',
    access: 'catalog.compile',
    tag,
    params: contract.ById,
    body: contract.SystemBody,
    reply: contract.SystemRecorded,
    summary: { zh: '修改系统', en: 'Change a system' },
    handle: ({ actor, params, body }) => inventory.saveSystem(actor, params.id, body),
  });
  http.route({
    method: 'GET',
    url: '/api/inventory/assets',
    access: 'catalog.read',
    tag,
    query: contract.AssetQuery,
    reply: contract.AssetList,
    summary: { zh: '系统里的表', en: 'The tables of the systems' },
    handle: ({ actor, query }) => inventory.assets(actor, query),
  });
  http.route({
    method: 'POST',
    url: '/api/inventory/assets',
    access: 'catalog.compile',
    tag,
    body: contract.AssetBody,
    reply: contract.AssetsRecorded,
    status: 201,
    summary: { zh: '登记一张表', en: 'Enter a table' },
    handle: ({ actor, body }) => inventory.addAsset(actor, body),
  });
  http.route({
    method: 'POST',
    url: '/api/inventory/assets/actions',
    access: 'catalog.compile',
    tag,
    body: contract.AssetActBody,
    reply: contract.AssetsRecorded,
    summary: {
      zh: '对应到目录，或说明无须编目，或删去',
      en: 'Name the entry of tables, or why they need none, or remove them',
    },
    handle: ({ actor, body }) => inventory.act(actor, body),
  });
  http.route({
    method: 'POST',
    url: '/api/inventory/read',
    access: 'resources.mount',
    tag,
    body: contract.ReadBody,
    reply: contract.ReadRecorded,
    summary: { zh: '从登记的数据源读取表', en: 'Read the tables of a registered source' },
    handle: ({ actor, body }) => inventory.read(actor, body),
  });
  http.route({
    method: 'GET',
    url: '/api/inventory/coverage',
    access: 'catalog.review',
    tag,
    reply: contract.CoverageList,
    summary: { zh: '各部门的编目覆盖率', en: 'Coverage of each department' },
    handle: ({ actor }) => inventory.coverage(actor),
  });
  http.route({
    method: 'GET',
    url: '/api/inventory/template',
    access: 'catalog.compile',
    tag,
    query: contract.TemplateQuery,
    reply: contract.FileReply,
    summary: { zh: '数据资产的表格模板', en: 'The spreadsheet template for the inventory' },
    handle: async ({ actor, query, reply }) => asFile(reply, await inventory.template(actor, query.format)),
  });
  http.route({
    method: 'GET',
    url: '/api/inventory/export',
    access: 'catalog.read',
    tag,
    query: contract.AssetExportQuery,
    reply: contract.FileReply,
    summary: { zh: '导出数据资产', en: 'The inventory as a spreadsheet' },
    handle: async ({ actor, query, reply }) => asFile(reply, await inventory.export(actor, query)),
  });
  http.route({
    method: 'POST',
    url: '/api/inventory/sheet',
    access: 'catalog.compile',
    tag,
    bytes: contract.LARGEST_SHEET,
    body: contract.FileBody,
    query: contract.SheetQuery,
    reply: contract.SheetView,
    summary: {
      zh: '用表格登记数据资产：先核对，再保存',
      en: 'The inventory by spreadsheet: checked, then saved',
    },
    handle: ({ actor, query, body }) => inventory.bring(actor, query.name, body, query.save),
  });
}
