/** A city with published entries and the interface for programs, on two real listeners: government and Internet. */
import assert from 'node:assert/strict';
import { markInternet } from '#kernel/faces.ts';
import { listen } from '#kernel/listen.ts';
import type { Content, EntryView } from '#modules/catalog/index.ts';
import { createHarvest, declareCkan, declareDcat, siteFrom } from '#modules/harvest/index.ts';
import { openControlPlane } from './controlPlane.ts';
import { PERSON_ITEMS, entryContent, entryItem } from './catalogEntries.ts';

const COMPANY_ITEMS = [
  entryItem('统一社会信用代码', { identifier: true }),
  entryItem('经营场所'),
  entryItem('许可日期', { type: 'date' }),
];

/** What is published, in this order; `as` is the department. Three of them are open. */
const ENTRIES: [as: string, title: string, more: Partial<Content>][] = [
  ['civil', '婚姻登记信息', { conditions: [] }],
  [
    'civil',
    '低保对象信息',
    {
      shareType: 'conditional',
      basis: { rank: 'local_regulation', title: '河南省数据条例', article: '第二十条' },
      conditions: ['仅用于救助'],
      updateCycle: 'monthly',
      modes: ['batch'],
      useTerms: '不得转交第三方',
    },
  ],
  ['civil', '养老机构信息', { subject: 'other', openType: 'unconditional', classCode: '203' }],
  [
    'civil',
    '地名“信息”\n与 <界线> \\ 数据',
    { subject: 'other', updateCycle: 'halfyearly', phone: '12345 转 6' },
  ],
  [
    'market',
    '食品经营许可信息',
    {
      subject: 'legal',
      items: COMPANY_ITEMS,
      openType: 'unconditional',
      classCode: '204',
      format: { kind: 'spreadsheet', type: 'xlsx', remark: '' },
      modes: ['query', 'file'],
    },
  ],
  [
    'market',
    '餐饮服务等级信息',
    {
      subject: 'legal',
      items: COMPANY_ITEMS,
      openType: 'conditional',
      openConditions: '注明来源',
      // A clerk may write any word: this one every object of the program answers to.
      format: { kind: 'electronic_file', type: 'constructor', remark: '' },
      classCode: '204',
      modes: ['file'],
      updateCycle: 'yearly',
    },
  ],
];
export const OPEN = 3;
export const ALL = ENTRIES.length;

export async function openHarvestCity(label: string) {
  const city = await openControlPlane(label);
  const { db, organizations, standards, policy, http } = city;
  const harvest = createHarvest({
    db,
    organizations,
    standards,
    clock: { now: () => Date.now() },
    homeRegion: policy.homeRegion,
    platformName: 'test.shuqiao.example',
  });
  const siteOf = siteFrom({ government: undefined, internet: undefined });
  declareCkan({ http, harvest, siteOf });
  declareDcat({ http, harvest, siteOf });
  await http.app.ready();
  const government = await listen(['127.0.0.1'], 0, (request, response) =>
    http.app.routing(request, response),
  );
  const internet = await listen(['127.0.0.1'], 0, (request, response) => {
    markInternet(request);
    http.app.routing(request, response);
  });

  async function publish(as: string, content: Content): Promise<EntryView> {
    const officer = await city.as(as, 'data_officer');
    const made = await officer.post<{ entry: EntryView }>('/api/entries', { content });
    assert.equal(made.status, 201, JSON.stringify(made.body));
    let { entry } = made.body;
    const steps = [
      ['submit', officer],
      ['sign_office', await city.as(as, 'sharing_head')],
      ['sign_department', await city.as(as, 'department_head')],
      ['publish', await city.as('authority', 'authority')],
    ] as const;
    for (const [action, client] of steps) {
      const done = await client.post<{ entry: EntryView }>(`/api/entries/${entry.id}/actions`, { action });
      assert.equal(done.status, 200, `${action}: ${JSON.stringify(done.body)}`);
      ({ entry } = done.body);
    }
    return entry;
  }

  const entries: EntryView[] = [];
  for (const [as, title, more] of ENTRIES)
    entries.push(
      await publish(
        as,
        entryContent(title, { abstract: `${title}的登记情况`, items: personal(more), ...more }),
      ),
    );

  return {
    ...city,
    harvest,
    entries,
    publish,
    site: `http://127.0.0.1:${government.port}`,
    internet: `http://127.0.0.1:${internet.port}`,
    close: async () => {
      await Promise.all([government.close(0), internet.close(0)]);
      await city.close();
    },
  };
}

const personal = ({ subject }: Partial<Content>): Content['items'] =>
  subject === 'other' ? [entryItem('名称', { identifier: true }), entryItem('地址')] : PERSON_ITEMS;

export type HarvestCity = Awaited<ReturnType<typeof openHarvestCity>>;
