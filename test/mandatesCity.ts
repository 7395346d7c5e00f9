/** A city whose rules know blanket authorisation: 平顶山市 under 六安's text, the draft that it is or as if in force. */
import assert from 'node:assert/strict';
import type { Content, EntryView } from '#modules/catalog/index.ts';
import type { PolicyDocument } from '#modules/policy/index.ts';
import type { Role } from '#vocabulary/permissions.ts';
import { entryContent } from './catalogEntries.ts';
import { type Problem, openControlPlane } from './controlPlane.ts';

export interface MandateShown {
  id: number;
  no: string;
  kind: string;
  state: string;
  revision: number;
  by: string;
  covers: string;
  until: string | null;
  uses: number;
  actions: string[];
  terms: { entryIds: number[]; modes: string[]; systemIds: number[] | null; until: string } | null;
  answer: { reason: string; category: string | null; basis: { title: string } | null } | null;
  clock: { localDays: number | null; legalDays: number | null; due: string | null; state: string } | null;
  citations: { ruleId: string; status: string }[];
  history: { action: string; post: string; name: string; record: number | null }[];
  endReason: string;
}

type Who = readonly [department: string, role: Role];

const CITY = '410400';

function known<T>(value: T | undefined): T {
  assert.ok(value !== undefined);
  return value;
}

export async function openMandatesCity(label: string) {
  const city = await openControlPlane(label);
  const { policy } = city;
  const documents = policy.library.documents as Map<string, PolicyDocument>;
  const delivered = known(documents.get('luan'));
  /** 六安's text as the draft that it is, as if it were in force, or the city's own text that knows nothing of it. */
  function setText(text: 'none' | 'draft' | 'in_force'): void {
    const status = text === 'in_force' ? 'in_force' : 'draft';
    documents.set('luan', {
      ...delivered,
      status,
      rules: delivered.rules.map(rule => ({ ...rule, status })),
    });
    const switched = [{ id: 1, regionCode: CITY, profile: 'luan', from: '2026-01-01' }];
    policy.setChanges({ ...policy.changes(), switches: text === 'none' ? [] : switched });
  }
  setText('in_force');

  const day = (ahead: number): string =>
    new Date(Date.now() + 8 * 3_600_000 + ahead * 86_400_000).toISOString().slice(0, 10);

  async function post<T>(who: Who, url: string, body: object) {
    return (await city.as(...who)).post<T & Problem>(url, body);
  }

  return {
    ...city,
    day,
    setText,
    /** A mandate's terms: all entries, queries of marriages for a year. */
    terms: (more: object = {}) => ({
      choice: 'all',
      entryIds: [],
      classCode: '',
      later: false,
      modes: ['query'],
      scenario: '信息核验',
      matter: '低保审核',
      ground: '社会救助暂行办法第十条',
      systemIds: null,
      regions: [],
      until: day(365),
      ...more,
    }),

    async draft(who: Who, kind: 'blanket' | 'proxy', other: string, terms: object, offered = false) {
      const otherId = city.departments[other];
      return post<{ mandate: MandateShown }>(who, '/api/mandates', { kind, otherId, offered, terms });
    },
    async act(who: Who, id: number, action: string, more: object = {}) {
      const { status, body } = await post<{ mandate: MandateShown }>(who, `/api/mandates/${id}/actions`, {
        action,
        ...more,
      });
      return { status, code: body.code, citation: body.citation, facts: body.facts, mandate: body.mandate };
    },
    async get(who: Who, id: number) {
      return (await city.as(...who)).get<MandateShown & Problem>(`/api/mandates/${id}`);
    },

    /** Compiled and published, with the head's standing consent where a test says so. */
    async publish(
      department: string,
      title: string,
      more: Partial<Content> = {},
      standingConsent = false,
    ): Promise<number> {
      const officer = await city.as(department, 'data_officer');
      const made = await officer.post<{ entry: EntryView }>('/api/entries', {
        content: entryContent(title, more),
      });
      assert.equal(made.status, 201, JSON.stringify(made.body));
      const { id } = made.body.entry;
      await this.walk(department, id, standingConsent);
      return id;
    },
    async walk(department: string, id: number, standingConsent = false): Promise<void> {
      const authority = department === 'streets' ? 'zhanhe' : 'authority';
      for (const [who, role, action] of [
        [department, 'data_officer', 'submit'],
        [department, 'sharing_head', 'sign_office'],
        [department, 'department_head', 'sign_department'],
        [authority, 'authority', 'publish'],
      ] as const) {
        const consent = action === 'sign_office' && standingConsent ? { standingConsent } : {};
        const done = await (await city.as(who, role)).post(`/api/entries/${id}/actions`, {
          action,
          ...consent,
        });
        assert.equal(done.status, 200, JSON.stringify(done.body));
      }
    },
    async registerSystem(department: string, name: string): Promise<number> {
      const made = await (await city.as(department, 'data_officer')).post<{ system: { id: number } }>(
        '/api/systems',
        { name, addresses: ['127.0.0.1/32'], spread: 20 },
      );
      assert.equal(made.status, 201);
      return made.body.system.id;
    },
  };
}

export type MandatesCity = Awaited<ReturnType<typeof openMandatesCity>>;
