import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Static, type TSchema, Type as T } from 'typebox';
import { Value } from 'typebox/value';
import { StartProblem } from '#kernel/errors.ts';
import { oneOf } from '#kernel/schema.ts';
import {
  BASIS_RANKS,
  REFUSAL_CATEGORIES,
  RULES,
  RULE_IDS,
  RULE_LEVELS,
  RULE_STATUSES,
  type Rule,
  type RuleKind,
  type RuleStatus,
  UNCONDITIONAL_PATHS,
} from '#vocabulary/profile.ts';
import { TwiceInText, splitArticles } from './articles.ts';
import {
  type PolicyDocument,
  type PolicyLibrary,
  type PolicyRegion,
  checkQuotation,
  kindOf,
} from './library.ts';

const closed = { additionalProperties: false };
const CivilDate = T.String({ format: 'date' });

const VALUES: Record<RuleKind, TSchema> = {
  deadline: T.Object({ days: T.Union([T.Integer({ minimum: 0, maximum: 365 }), T.Null()]) }, closed),
  retention: T.Object({ months: T.Integer({ minimum: 1, maximum: 1200 }) }, closed),
  basis_rank: T.Object({ ranks: T.Array(oneOf(BASIS_RANKS), { minItems: 1 }) }, closed),
  set: T.Object({ values: T.Array(T.String({ minLength: 1 }), { minItems: 1 }) }, closed),
  path: T.Object({ path: oneOf(UNCONDITIONAL_PATHS) }, closed),
  actor: T.Object({ actor: oneOf(['sharing_head', 'department_head', 'authority']) }, closed),
  refusal: T.Object(
    { categories: T.Array(oneOf(REFUSAL_CATEGORIES), { minItems: 1 }), ranks: T.Array(oneOf(BASIS_RANKS)) },
    closed,
  ),
  steps: T.Object(
    {
      steps: T.Array(T.String({ minLength: 1 }), { minItems: 1 }),
      stepsEn: T.Array(T.String({ minLength: 1 }), { minItems: 1 }),
    },
    closed,
  ),
  duty: T.Object({ required: T.Literal(true) }, closed),
  percentage: T.Object(
    { percent: T.Integer({ minimum: 1, maximum: 100 }), by: T.Optional(CivilDate) },
    closed,
  ),
  statement: T.Object({ text: T.String({ minLength: 1 }), textEn: T.String({ minLength: 1 }) }, closed),
};

const RuleLine = T.Object(
  {
    id: oneOf(RULE_IDS),
    value: T.Unknown(),
    article: T.String(),
    quotation: T.String(),
    status: T.Optional(oneOf(RULE_STATUSES)),
    from: T.Optional(CivilDate),
    until: T.Optional(CivilDate),
    inPrinciple: T.Optional(T.Boolean()),
    note: T.Optional(T.String()),
    ours: T.Optional(T.Literal(true)),
  },
  closed,
);

const DocumentFile = T.Object(
  {
    id: T.String({ pattern: '^[a-z0-9_]+$' }),
    title: T.String({ minLength: 1 }),
    number: T.String(),
    issuer: T.String(),
    rank: oneOf(BASIS_RANKS),
    level: oneOf(RULE_LEVELS),
    status: oneOf(RULE_STATUSES),
    from: T.Optional(CivilDate),
    until: T.Optional(CivilDate),
    planEnds: T.Optional(CivilDate),
    dateNote: T.Optional(T.String()),
    source: T.Optional(T.String({ pattern: '^[\\w.-]+\\.txt$' })),
    sourceNote: T.Optional(T.String()),
    annexes: T.Array(T.String()),
    rules: T.Array(T.Unknown()),
  },
  closed,
);

const RegionFile = T.Array(
  T.Object(
    {
      code: T.String({ pattern: '^\\d{6}$' }),
      name: T.String({ minLength: 1 }),
      parent: T.Optional(T.String({ pattern: '^\\d{6}$' })),
      profile: T.Optional(T.String()),
      documents: T.Array(T.String()),
      notLoaded: T.Optional(T.Array(T.String())),
      note: T.Optional(T.String()),
    },
    closed,
  ),
);

/**
 * Reads `regions.json`, every other `*.json` and `sources/*.txt` of the folder. Throws `StartProblem` naming the file,
 * the rule and the fault: a quotation that is not in its article is as wrong as a missing field.
 */
export function loadPolicyLibrary(folder: string): PolicyLibrary {
  const documents = new Map<string, PolicyDocument>();
  const names = readFolder(folder).filter(name => name.endsWith('.json') && name !== 'regions.json');
  for (const name of names) {
    const document = readDocument(folder, name);
    if (`${document.id}.json` !== name)
      throw new StartProblem(`profiles/${name}: its id is “${document.id}”; both must agree.`);
    documents.set(document.id, document);
  }
  const regions = new Map<string, PolicyRegion>();
  for (const region of check(RegionFile, readJson(folder, 'regions.json'), 'profiles/regions.json')) {
    const missing = region.documents.find(id => !documents.has(id));
    if (missing !== undefined)
      throw new StartProblem(
        `profiles/regions.json: ${region.code} ${region.name} names “${missing}”, and there is no profiles/${missing}.json.`,
      );
    if (regions.has(region.code))
      throw new StartProblem(`profiles/regions.json: ${region.code} stands there twice.`);
    const twin = [...regions.values()].find(
      other => region.profile !== undefined && other.profile === region.profile,
    );
    if (twin)
      throw new StartProblem(
        `profiles/regions.json: ${twin.code} and ${region.code} are both called “${twin.profile ?? ''}”.`,
      );
    regions.set(region.code, region);
  }
  return { documents, regions };
}

function readDocument(folder: string, name: string): PolicyDocument {
  const file = check(DocumentFile, readJson(folder, name), `profiles/${name}`);
  const { source, annexes, rules: lines, ...head } = file;
  const articles =
    source === undefined
      ? new Map<string, string>()
      : splitSource(readText(folder, join('sources', source)), annexes, source);
  const rules = lines.map((line, index) => readRule(line, file, `profiles/${name}, rule ${index + 1}`));
  const document: PolicyDocument = { ...head, rules, articles };
  const seen = new Set<string>();
  for (const rule of rules) {
    const fault = seen.has(rule.id) ? 'it stands there twice' : checkQuotation(document, rule);
    if (fault !== undefined) throw new StartProblem(`profiles/${name}, rule ${rule.id}: ${fault}.`);
    seen.add(rule.id);
  }
  return document;
}

function splitSource(text: string, annexes: readonly string[], name: string): Map<string, string> {
  try {
    return splitArticles(text, annexes);
  } catch (error) {
    if (error instanceof TwiceInText)
      throw new StartProblem(`profiles/sources/${name}: ${error.article} stands there twice.`);
    throw error;
  }
}

function readRule(line: unknown, file: Static<typeof DocumentFile>, place: string): Rule {
  const { article, quotation, ...rule } = check(RuleLine, line, place);
  const value = check(VALUES[kindOf(rule.id)], rule.value, `${place} (${rule.id}), value`);
  const fault = findDateProblem(rule, file);
  if (fault !== undefined) throw new StartProblem(`${place} (${rule.id}): ${fault}.`);
  const clause = { document: file.id, title: file.title, article, quotation };
  // The schema of the rule's own kind has just been checked, which the type of a looked-up schema cannot say.
  return { ...rule, kind: RULES[rule.id].kind, value, clause, status: rule.status ?? file.status } as Rule;
}

/** A rule may end before its text or begin after it, never the other way round; and no rule of a draft binds. */
function findDateProblem(
  rule: { status?: RuleStatus; from?: string; until?: string },
  file: Static<typeof DocumentFile>,
): string | undefined {
  if (file.status === 'draft' && rule.status !== undefined && rule.status !== 'draft')
    return 'it is a rule of a draft and cannot be in force';
  const from = rule.from ?? file.from;
  const until = rule.until ?? file.until;
  if (from !== undefined && file.from !== undefined && from < file.from)
    return `it begins on ${from}, before its text on ${file.from}`;
  if (until !== undefined && file.until !== undefined && until > file.until)
    return `it ends on ${until}, after its text on ${file.until}`;
  return from !== undefined && until !== undefined && until < from
    ? `it ends on ${until}, before it begins on ${from}`
    : undefined;
}

function check<S extends TSchema>(schema: S, value: unknown, place: string): Static<S> {
  if (Value.Check(schema, value)) return value as Static<S>;
  const [fault] = Value.Errors(schema, value);
  throw new StartProblem(
    `${place}: ${fault?.instancePath.replaceAll('/', '.').replace(/^\./, '') ?? ''} ${fault?.message ?? 'is wrong'}.`,
  );
}

function readFolder(folder: string): string[] {
  try {
    return readdirSync(folder).toSorted();
  } catch (error) {
    throw new StartProblem(`The folder of profiles ${folder} cannot be read: ${(error as Error).message}.`);
  }
}

function readText(folder: string, name: string): string {
  try {
    return readFileSync(join(folder, name), 'utf8');
  } catch (error) {
    throw new StartProblem(`profiles/${name} cannot be read: ${(error as Error).message}.`);
  }
}

function readJson(folder: string, name: string): unknown {
  const text = readText(folder, name);
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new StartProblem(`profiles/${name} is no JSON: ${(error as Error).message}.`);
  }
}
