/** Examples of good use: put forward with a result, put up or returned by the authority, marked as excellent (ZH 四(五), LA 二(二)6). */
import type { Static } from 'typebox';
import { meansWhenBroken } from '#kernel/db.ts';
import { refuse as platform } from '#kernel/errors.ts';
import type { Command } from '#record/audited.ts';
import type { Actor } from '#vocabulary/actor.ts';
import { SET_WORDS } from '#vocabulary/profile.ts';
import type * as contract from './contract.ts';
import * as store from './exampleStore.ts';
import { refuse } from './refusals.ts';
import { findResult } from './resultStore.ts';
import * as rules from './rules.ts';
import type { ResultsNeeds } from './service.ts';
import { type GrantSight, checkNotSecret } from './sight.ts';

meansWhenBroken('example_once_a_result', () => refuse.put_forward_already());

type Body = Static<typeof contract.ExampleBody>;
type Example = Static<typeof contract.Example>;

export function createExamples(
  { db, audited, policy, organizations, messages }: ResultsNeeds,
  sight: GrantSight,
) {
  /** The classes that the texts of a region name; none where they name none. */
  const classesOf = (regionCode: string): string[] =>
    policy.rule(regionCode, 'applications.classes').effective?.value.values ?? [];

  const holdsOf =
    (actor: Actor, row: store.ExampleRow, regions: readonly string[]) =>
    (relation: rules.ExampleRelation): boolean =>
      relation === 'authority'
        ? regions.includes(row.regionCode)
        : row.departmentId === actor.departmentId && actor.permissions.has('sharing.apply');

  function exampleOf(actor: Actor, row: store.ExampleRow, regions: readonly string[]): Example {
    const {
      resultId: _result,
      story: _story,
      body: _body,
      periodFrom: _from,
      periodUntil: _until,
      ...rest
    } = row;
    const { regionCode: _region, departmentId, departmentName, createdAt, changedAt, ...shown } = rest;
    return {
      ...shown,
      department: { id: departmentId, name: departmentName },
      createdAt: createdAt.toISOString(),
      changedAt: changedAt.toISOString(),
      actions: rules.exampleLife.actions(row.state, holdsOf(actor, row, regions)),
    };
  }

  const isVisible = (actor: Actor, row: store.ExampleRow, regions: readonly string[]): boolean =>
    row.state === 'up' ||
    row.state === 'excellent' ||
    row.departmentId === actor.departmentId ||
    regions.includes(row.regionCode);

  async function view(actor: Actor, id: number): Promise<Static<typeof contract.ExampleView>> {
    const regions = await organizations.regionsCoordinatedBy(actor);
    const row = await store.findExample(db, id);
    if (!row || !isVisible(actor, row, regions)) throw platform.not_found();
    const history = await store.listHistory(db, id);
    const { story, body, periodFrom, periodUntil } = row;
    return {
      ...exampleOf(actor, row, regions),
      story,
      body,
      periodFrom,
      periodUntil,
      history: history.map(one => ({ ...one, at: one.at.toISOString() })),
    };
  }

  function checked(actor: Actor, { title, story, class: chosen }: Body): Body {
    checkNotSecret(
      [
        [title, '案例名称', 'The title'],
        [story, '案例介绍', 'The story'],
      ],
      policy.findCitation(actor.regionCode, 'no_secrets'),
    );
    const classes = classesOf(actor.regionCode);
    if (classes.length === 0) return { title: title.trim(), story: story.trim(), class: null };
    if (chosen === null || !classes.includes(chosen))
      throw refuse.class_unknown(
        { classes: classes.map(key => SET_WORDS[key]?.zh ?? key) },
        policy.findCitation(actor.regionCode, 'applications.classes'),
      );
    return { title: title.trim(), story: story.trim(), class: chosen };
  }

  const note = (tx: Command, actor: Actor, id: number, action: string, text: string) =>
    store.insertHistory(tx, id, {
      action,
      at: new Date(tx.at),
      post: actor.post,
      name: actor.name,
      note: text,
    });

  /** Inside the caller's command: marks what a round chose. */
  async function mark(tx: Command, actor: Actor, ids: readonly number[], text: string): Promise<void> {
    for (const id of ids) {
      const row = await store.lockExample(tx, id);
      // Marked before, or taken down during the round: what the authority decided of it stands.
      if (!row || rules.exampleLife.next('mark', row.state) === undefined) continue;
      await store.setExample(tx, id, { ...row, state: 'excellent' }, new Date(tx.at));
      await note(tx, actor, id, 'mark', text);
      await tellDepartment(tx, row, 'mark');
    }
  }

  const TOLD: Partial<Record<rules.ExampleAction, readonly [zh: string, en: string]>> = {
    put_up: ['已公布', 'was put up'],
    return: ['被退回，请修改', 'came back to be changed'],
    take_down: ['已撤下', 'was taken down'],
    mark: ['评为优秀案例', 'was marked as excellent'],
  };
  async function tellDepartment(
    tx: Command,
    row: store.ExampleRow,
    action: rules.ExampleAction,
  ): Promise<void> {
    const words = TOLD[action];
    if (words)
      await messages.tell(tx, {
        kind: 'result',
        to: [{ departmentId: row.departmentId }],
        zh: `案例“${row.title}”${words[0]}`,
        en: `The example “${row.title}” ${words[1]}`,
        path: `/results/examples/${row.id}`,
      });
  }

  return {
    get: view,
    mark,

    async list(
      actor: Actor,
      { state, class: classes, departmentId, q, page, size }: Static<typeof contract.ExampleQuery>,
    ): Promise<Static<typeof contract.ExampleList>> {
      const regions = await organizations.regionsCoordinatedBy(actor);
      const filter: store.ExampleFilter = {
        departmentId: actor.departmentId,
        regions,
        states: state,
        classes,
        of: departmentId ?? null,
        words: q.trim(),
      };
      const [rows, { n }] = await Promise.all([
        store.listExamples(db, filter, size, (page - 1) * size),
        store.countExamples(db, filter),
      ]);
      return {
        total: n,
        items: rows.map(row => exampleOf(actor, row, regions)),
        classes: classesOf(actor.regionCode).map(key => ({
          key,
          ...(SET_WORDS[key] ?? { zh: key, en: key }),
        })),
        citation: policy.findCitation(actor.regionCode, 'applications.classes') ?? null,
      };
    },

    async putForward(
      actor: Actor,
      { resultId, ...body }: Static<typeof contract.NewExampleBody>,
    ): Promise<Static<typeof contract.ExampleRecorded>> {
      const { value, record } = await audited(
        actor,
        'examples.put_forward',
        `result:${resultId}`,
        async tx => {
          const result = await findResult(tx, resultId);
          const { standing } = await sight.mustSee(actor, result?.grant);
          if (standing !== 'consumer') throw platform.forbidden();
          const departmentId = actor.departmentId;
          const one = { resultId, departmentId, ...checked(actor, body) };
          const { id } = await store.insertExample(tx, one, new Date(tx.at));
          await note(tx, actor, id, 'put_forward', '');
          return {
            value: id,
            object: `example:${id}`,
            facts: { resultId, title: one.title, class: one.class },
            rule: 'applications.classes',
          };
        },
      );
      return { example: await view(actor, value), record };
    },

    async edit(actor: Actor, id: number, body: Body): Promise<Static<typeof contract.ExampleRecorded>> {
      const { record } = await audited(actor, 'examples.edit', `example:${id}`, async tx => {
        const { row, next } = await step(tx, actor, id, 'edit');
        const one = checked(actor, body);
        await store.setExample(tx, id, { ...one, state: next }, new Date(tx.at));
        await note(tx, actor, id, 'edit', '');
        return { value: undefined, facts: { before: row.title, title: one.title, class: one.class } };
      });
      return { example: await view(actor, id), record };
    },

    async act(
      actor: Actor,
      id: number,
      { action, note: given }: Static<typeof contract.ExampleActBody>,
    ): Promise<Static<typeof contract.ExampleRecorded>> {
      const text = given.trim();
      const { record } = await audited(actor, `examples.${action}`, `example:${id}`, async tx => {
        const { row, next } = await step(tx, actor, id, action);
        if (rules.NEEDS_NOTE.has(action) && text === '') throw refuse.note_needed();
        await store.setExample(tx, id, { ...row, state: next }, new Date(tx.at));
        await note(tx, actor, id, action, text);
        await tellDepartment(tx, row, action);
        const rule = rules.exampleLife.rows.find(one => one.action === action)?.rule;
        return {
          value: undefined,
          facts: { title: row.title, from: row.state, to: next, note: text },
          ...(rule === undefined ? {} : { rule }),
        };
      });
      return { example: await view(actor, id), record };
    },
  };

  /** The example, locked, when this person may take the step now. */
  async function step(tx: Command, actor: Actor, id: number, action: rules.ExampleAction) {
    const regions = await organizations.regionsCoordinatedBy(actor);
    const row = await store.lockExample(tx, id);
    if (!row || !isVisible(actor, row, regions)) throw platform.not_found();
    const next = rules.exampleLife.next(action, row.state);
    if (next === undefined) throw refuse.wrong_state();
    if (!rules.exampleLife.allows(action, row.state, holdsOf(actor, row, regions)))
      throw platform.forbidden();
    return { row, next };
  }
}

export type Examples = ReturnType<typeof createExamples>;
