import { defineRefusals } from '#kernel/errors.ts';

/** What a list can meet beside what every call can. */
export const refuseList = defineRefusals('gateway', {
  not_offered: {
    status: 400,
    title: { zh: '{place}：不提供{what}', en: '{place}: {whatEn} are not offered' },
    remedy: { zh: '改法：{instead}', en: 'What to do: {insteadEn}' },
  },
  read_only: {
    status: 405,
    title: {
      zh: '这个接口只能读取，不接受 {method}',
      en: 'This interface only reads; {method} is not accepted',
    },
    remedy: { zh: '请用 GET 或 HEAD', en: 'Use GET or HEAD' },
  },
  not_listed: {
    status: 404,
    title: { zh: '服务 {service} 不能按列表查询', en: 'The service {service} is not one of rows in a list' },
    remedy: {
      zh: '请按服务说明的地址调用：/gateway/{service}',
      en: 'Call it at the address of its description: /gateway/{service}',
    },
  },
  not_acceptable: {
    status: 406,
    title: { zh: '不提供 {accept} 格式的应答', en: 'An answer as {accept} is not offered' },
    remedy: {
      zh: 'Accept 请用 application/json、text/csv 或 application/vnd.pgrst.object+json',
      en: 'Accept application/json, text/csv or application/vnd.pgrst.object+json',
    },
  },
  not_one_row: {
    status: 406,
    title: { zh: '要求恰好一行，实际 {rows} 行', en: 'Exactly one row was asked for, and there are {rows}' },
    remedy: {
      zh: '请增加查询条件；允许没有时用 maybeSingle()',
      en: 'Select more narrowly; where there may be none, use maybeSingle()',
    },
  },
  beyond_the_end: {
    status: 416,
    title: {
      zh: '从第 {offset} 行开始，但一共只有 {total} 行',
      en: 'Row {offset} was asked for, but there are only {total}',
    },
    remedy: { zh: '请从较小的 offset 开始', en: 'Begin at a smaller offset' },
  },
  item_not_comparable: {
    status: 403,
    title: {
      zh: '数据项“{item}”不能这样比较或排序：{reason}',
      en: 'The item “{item}” cannot be compared or ordered by in this way: {reasonEn}',
    },
    remedy: {
      zh: '请用服务说明中可查询的数据项，或请提供部门放开',
      en: 'Use items that the service’s description names as searchable, or ask the providing department',
    },
  },
  identifier_expected: {
    status: 400,
    title: {
      zh: '至少要用 eq 给出一个查询标识：{items}',
      en: 'Select by at least one identifier with eq: {items}',
    },
    remedy: {
      zh: '例如 {example}=eq.…；它要和其他条件同时成立',
      en: 'For instance {example}=eq.…, holding together with all other conditions',
    },
  },
  would_scan: {
    status: 403,
    title: {
      zh: '{place} 没有索引可用，提供部门不允许这样扫描全表',
      en: 'No index serves {place}, and the provider does not allow whole tables to be read for it',
    },
    remedy: {
      zh: '请同时用 eq 给出查询标识或有索引的数据项，或请提供部门建立索引、允许扫描',
      en: 'Select by an identifier or an indexed item with eq too, or ask the provider for an index or to allow scans',
    },
  },
  too_deep: {
    status: 400,
    title: { zh: 'offset 不能超过 {most}', en: 'An offset is {most} at most' },
    remedy: {
      zh: '请用上一页应答头 shuqiao-next 的值作为 after 参数继续',
      en: 'Go on with the header shuqiao-next of the page before, as the parameter after',
    },
  },
  wrong_page: {
    status: 400,
    title: { zh: 'after 不是这个查询给出的', en: 'That after was not given out for this query' },
    remedy: {
      zh: '请原样使用上一页的 shuqiao-next，条件、排序和数据项不变；授权变更后从第一页开始',
      en: 'Use shuqiao-next of the page before as it is, with the same conditions, order and items; after a change of the grant begin anew',
    },
  },
  too_many_to_count: {
    status: 400,
    title: {
      zh: '符合条件的行太多（预计 {most} 行以上），不做精确计数',
      en: 'Too many rows ({most} or more are expected) to be counted',
    },
    remedy: { zh: '请缩小条件，或不要求 count=exact', en: 'Select more narrowly, or leave out count=exact' },
  },
});
