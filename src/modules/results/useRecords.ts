/** Records of use: kept by the consumer, only ever added to; read by the provider and the authority on the record (N809 29). */
import type { Static } from 'typebox';
import { refuse as platform } from '#kernel/errors.ts';
import type { Actor } from '#vocabulary/actor.ts';
import type * as contract from './contract.ts';
import * as grants from './grantStore.ts';
import * as store from './recordStore.ts';
import { refuse } from './refusals.ts';
import * as rules from './rules.ts';
import type { ResultsNeeds } from './service.ts';
import { type GrantSight, checkNotSecret, grantOf } from './sight.ts';

type View = Static<typeof contract.UseRecords>;

export function createUseRecords({ db, audited, policy, deadlines }: ResultsNeeds, sight: GrantSight) {
  /** What the rules of a region ask to be recorded. */
  const namedIn = (regionCode: string): readonly string[] =>
    policy.rule(regionCode, 'use_records.contents').effective?.value.values ?? [];

  function missingOf(row: grants.GrantRow, kinds: readonly rules.RecordKind[]): rules.RecordKind[] {
    return rules
      .expectedKinds(namedIn(row.consumerRegion), rules.phaseOf(row.state))
      .filter(kind => !kinds.includes(kind));
  }

  async function view(actor: Actor, grantId: number, inspects: boolean): Promise<View> {
    const { grant, standing } = await sight.mustSee(actor, await grants.findGrant(db, grantId));
    const own = standing === 'consumer';
    const [counts, inspections, records] = await Promise.all([
      store.countKinds(db, grantId),
      store.listInspections(db, grantId),
      own || inspects ? store.listRecords(db, grantId) : null,
    ]);
    const region = grant.consumerRegion;
    const expected = rules.expectedKinds(namedIn(region), rules.phaseOf(grant.state));
    return {
      grant: grantOf(grant),
      completeness: rules.RECORD_KINDS.map(kind => {
        const found = counts.find(one => one.kind === kind);
        return {
          kind,
          count: found?.count ?? 0,
          lastOn: found?.lastOn ?? null,
          expected: expected.includes(kind),
        };
      }),
      records: records?.map(row => ({ ...row, at: row.at.toISOString() })) ?? null,
      inspections: inspections.map(row => ({ ...row, at: row.at.toISOString() })),
      retention: {
        months: policy.rule(region, 'retention.use_records.months').effective?.value.months ?? 0,
        citation: policy.findCitation(region, 'retention.use_records.months') ?? null,
      },
      citation: policy.findCitation(region, 'use_records.contents') ?? null,
      actions: own ? (actor.permissions.has('sharing.apply') ? ['add'] : []) : ['inspect'],
    };
  }

  return {
    missingOf,

    get: (actor: Actor, grantId: number): Promise<View> => view(actor, grantId, false),

    async add(
      actor: Actor,
      grantId: number,
      { kind, occurredOn, body, responsible, corrects }: Static<typeof contract.UseRecordBody>,
    ): Promise<Static<typeof contract.UseRecordsRecorded>> {
      const { record } = await audited(actor, 'results.add_record', `grant:${grantId}`, async tx => {
        const { grant, standing } = await sight.mustSee(actor, await grants.findGrant(tx, grantId));
        if (standing !== 'consumer') throw platform.forbidden();
        checkNotSecret(
          [
            [body, '记录', 'The record'],
            [responsible, '责任岗位', 'The responsible post'],
          ],
          policy.findCitation(actor.regionCode, 'no_secrets'),
        );
        if (occurredOn > deadlines.today()) throw refuse.date_future({ date: occurredOn });
        if (occurredOn < grant.from) throw refuse.before_grant({ date: occurredOn, from: grant.from });
        if (corrects !== undefined && !(await store.findCorrectable(tx, corrects, grantId, kind)))
          throw refuse.not_correctable({ id: corrects });
        const { id } = await store.insertRecord(tx, {
          grantId,
          kind,
          occurredOn,
          body: body.trim(),
          responsible: responsible.trim(),
          corrects: corrects ?? null,
          at: new Date(tx.at),
          post: actor.post,
          name: actor.name,
        });
        return {
          value: undefined,
          facts: {
            no: grant.no,
            id,
            kind,
            occurredOn,
            corrects: corrects ?? null,
            consumerId: grant.consumerId,
            providerId: grant.providerId,
          },
          rule: 'use_records.contents',
        };
      });
      return { records: await view(actor, grantId, false), record };
    },

    /** The provider or an authority reads the records; who, when and why stands with them, and in the ledger. */
    async inspect(
      actor: Actor,
      grantId: number,
      reason: string,
    ): Promise<Static<typeof contract.UseRecordsRecorded>> {
      const { record } = await audited(actor, 'results.inspect', `grant:${grantId}`, async tx => {
        const { grant, standing } = await sight.mustSee(actor, await grants.findGrant(tx, grantId));
        if (standing === 'consumer') throw refuse.own_records();
        await store.insertInspection(tx, {
          grantId,
          departmentId: actor.departmentId,
          reason: reason.trim(),
          at: new Date(tx.at),
          post: actor.post,
          name: actor.name,
        });
        return {
          value: undefined,
          facts: {
            no: grant.no,
            reason: reason.trim(),
            consumerId: grant.consumerId,
            providerId: grant.providerId,
          },
          rule: 'use_records.contents',
        };
      });
      return { records: await view(actor, grantId, true), record };
    },

    /** Grants with how far their records are, and the reports that are due. */
    async list(
      actor: Actor,
      { side, records, q, page, size }: Static<typeof contract.GrantUseQuery>,
    ): Promise<Static<typeof contract.GrantUseList>> {
      const filter = await sight.filterOf(actor, { side, q });
      const named = namedIn(actor.regionCode);
      const expected = {
        running: rules.expectedKinds(named, 'running'),
        ended: rules.expectedKinds(named, 'ended'),
      };
      const which = records ?? null;
      const [rows, { n }] = await Promise.all([
        grants.listGrantUse(db, filter, which, expected, size, (page - 1) * size),
        grants.countGrantUse(db, filter, which, expected),
      ]);
      return {
        total: n,
        items: rows.map(row => ({
          grant: grantOf(row),
          kinds: rules.RECORD_KINDS.filter(kind => row.kinds.includes(kind)),
          missing: missingOf(row, row.kinds),
          lastAt: row.lastAt?.toISOString() ?? null,
          results: row.results,
          due: rules.dueReport(row, row.lastReport, deadlines.today()) ?? null,
        })),
        citation: policy.findCitation(actor.regionCode, 'use_records.contents') ?? null,
      };
    },
  };
}
