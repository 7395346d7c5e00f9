import pg from 'pg';
import { indexText } from '#kernel/search.ts';
import { openHarvestCity } from './harvestCity.ts';
import { writeFileSync } from 'node:fs';

const city = await openHarvestCity('h7bench');
try {
  const url = new URL(city.config.databaseUrl ?? '');
  const client = new pg.Client({ connectionString: url.href });
  client.on('error', () => undefined);
  await client.connect();
  const N = Number(process.argv[2] ?? 100000);
  await client.query(`set session_replication_role = replica`);
  const titles = [
    '婚姻登记信息',
    '低保对象信息',
    '食品经营许可信息',
    '不动产登记信息',
    '社会保险缴费信息',
    '机动车登记信息',
    '学籍信息',
    '医疗机构执业许可信息',
  ];
  for (let i = 0; i < titles.length; i++) {
    const t = titles[i]!;
    await client.query(
      `
with ids as (select 1000 + g * 8 + ${i} as id, g from generate_series(1, $1::int / 8) g)
, e as (insert into catalog.entry (id, department_id, title, code, version, serving, state, created_at, updated_at, published_at)
 overriding system value select id, ((select min(id) from org.department) + ids.id % 6), '${t}' || id, '10' || (id % 9 + 1) || '000410400/' || lpad(id::text, 8, '0'), 1, 1, 'published', now(), now(), timestamptz '2024-01-01' + id * interval '7 minutes' from ids)
, v as (insert into catalog.entry_version (entry_id, version, content, state, changed_at, published_at)
 select id, 1, (select content || jsonb_build_object('title', '${t}' || id) from catalog.entry_version limit 1), 'published', now(), timestamptz '2024-01-01' + id * interval '7 minutes' from ids)
insert into catalog.shelf (entry_id, department_id, region_code, title, share_type, update_cycle, subject, modes, item_names, mounted, used_by, published_at, title_words, words, open_type, class_code)
 select id, ((select min(id) from org.department) + ids.id % 6), '410400', '${t}' || id, (array['unconditional','conditional','withheld'])[id % 3 + 1], (array['daily','weekly','monthly','yearly'])[id % 4 + 1], (array['person','legal','other'])[id % 3 + 1], (array['{query}','{query,batch}','{file}','{batch}'])[id % 4 + 1]::text[], '{a,b,c}', false, 0, timestamptz '2024-01-01' + id * interval '7 minutes', to_tsvector('simple', $2), to_tsvector('simple', $2 || ' ' || $3), (array['none','conditional','unconditional'])[id % 3 + 1], (array['101','102','203','204','205'])[id % 5 + 1] from ids`,
      [N, indexText(t), indexText('公民身份号码 姓名 登记日期 单位名称 地址 联系电话 平顶山市民政局')],
    );
  }
  await client.query('vacuum analyze catalog.shelf');
  await client.query('vacuum analyze catalog.entry');
  await client.query('vacuum analyze catalog.entry_version');
  await client.end();
  const count = (await (await fetch(`${city.site}/api/3/action/package_search?rows=0`)).json()) as {
    result: { count: number };
  };
  console.log('entries', count.result.count);
  const queries: Record<string, () => string> = {
    'harvest page deep (rows=100, id asc)': () =>
      `rows=100&sort=id+asc&start=${Math.floor((Math.random() * N) / 100) * 100}`,
    'metadata_modified since (rows=100)': () =>
      `rows=100&sort=id+asc&fq=${encodeURIComponent(`metadata_modified:[${new Date(Date.UTC(2024, 0, 1) + Math.random() * N * 420000).toISOString()} TO *]`)}`,
    'default (rows=10)': () => '',
    'words (rows=10)': () =>
      `q=${encodeURIComponent(['婚姻', '食品 许可', '登记', '不动产'][Math.floor(Math.random() * 4)]!)}`,
    'words every entry has': () => `q=${encodeURIComponent('信息')}`,
    'facets of all (5 fields, rows=20)': () =>
      `rows=20&facet.field=${encodeURIComponent('["organization","groups","tags","res_format","license_id"]')}`,
    'words+facets': () =>
      `rows=20&q=${encodeURIComponent('食品')}&facet.field=${encodeURIComponent('["organization","groups","tags","res_format","license_id"]')}`,
    'fq organization+tags': () => `rows=20&fq=${encodeURIComponent('tags:法人 groups:class-204')}`,
  };
  const all: number[] = [];
  const run = async (site: string, label: string) => {
    for (const [name, q] of Object.entries(queries)) {
      const times: number[] = [];
      for (let i = 0; i < 60; i++) {
        const t = performance.now();
        const r = await fetch(`${site}/api/3/action/package_search?${q()}`);
        await r.text();
        if (r.status !== 200) throw new Error(name);
        if (i > 4) times.push(performance.now() - t);
      }
      times.sort((a, b) => a - b);
      all.push(...times);
      console.log(
        label,
        name,
        'p50',
        times[Math.floor(times.length * 0.5)]?.toFixed(1),
        'p95',
        times[Math.floor(times.length * 0.95)]?.toFixed(1),
      );
    }
  };
  await run(city.site, 'gov');
  await run(city.internet, 'net');
  all.sort((a, b) => a - b);
  console.log(
    'all p50',
    all[Math.floor(all.length * 0.5)]?.toFixed(1),
    'p95',
    all[Math.floor(all.length * 0.95)]?.toFixed(1),
  );
  for (const path of [
    '/api/3/action/package_list',
    '/catalog.ttl?size=1000',
    '/catalog.jsonld?size=1000',
    '/catalog.ttl?size=1000000',
  ]) {
    const before = process.memoryUsage().rss;
    let peak = 0;
    const timer = setInterval(() => {
      peak = Math.max(peak, process.memoryUsage().rss);
    }, 50);
    const t = performance.now();
    const r = await fetch(city.site + path);
    let bytes = 0;
    for await (const chunk of r.body as unknown as AsyncIterable<Uint8Array>) bytes += chunk.length;
    clearInterval(timer);
    console.log(
      path,
      r.status,
      (bytes / 1e6).toFixed(1),
      'MB',
      ((performance.now() - t) / 1000).toFixed(1),
      's rss before/peak',
      Math.round(before / 1e6),
      Math.round(peak / 1e6),
    );
  }
  for (const f of ['ttl', 'jsonld'])
    writeFileSync(`/tmp/h7/page.${f}`, await (await fetch(`${city.site}/catalog.${f}`)).text());
} catch (error) {
  console.log('ERR', error);
} finally {
  await city.close();
}
