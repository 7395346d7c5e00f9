import { sha256 } from '@noble/hashes/sha2.js';
import type { CommandBody, NoticeBody, UsageBody } from '#record/entry.ts';
import { type AnnouncedKey, announcementIn } from './announcement.ts';
import { toHex, utf8 } from './bytes.ts';
import { partOf, textOf } from './content.ts';
import { type Check, KIND_WORDS, type SeenLeaf, placeOf } from './leaves.ts';
import type { DocumentKind, Pack, Text } from './pack.ts';

/** A text that an entry names by its digest. */
export type Content = Record<string, unknown>;

export interface Step {
  leaf: SeenLeaf;
  at: number;
  body: CommandBody;
  /** By kind; only those whose digest stands in the entry. */
  documents: Partial<Record<DocumentKind, Content>>;
}

export interface Use {
  leaf: SeenLeaf;
  at: number;
  body: UsageBody;
}

/** What the pack says, as far as proven entries bear it out: pages show this and nothing else. */
export interface CaseFile {
  /** The entry that records that this pack was given out: who asked for it, about what, and why. */
  issued: Step | undefined;
  /** Acts in their order, the giving out of this pack and the announcements of keys apart. */
  steps: Step[];
  uses: Use[];
  announcements: { leaf: SeenLeaf; at: number; keys: AnnouncedKey[] }[];
  /** What the platform itself noted. */
  notices: { leaf: SeenLeaf; at: number; body: NoticeBody }[];
  application: Content | undefined;
  decision: Content | undefined;
  /** In the order of their versions. */
  plans: Content[];
  order: Content | undefined;
}

const both = (zh: string, en: string): Text => ({ zh, en });
const numberIn = (object: string, kind: string): number | undefined => {
  const digits = object.startsWith(`${kind}:`) ? object.slice(kind.length + 1) : '';
  return /^\d+$/.test(digits) ? Number(digits) : undefined;
};

/** Each text against the entries that name it, and each name against the texts. */
function checkDocuments(pack: Pack, leaves: readonly SeenLeaf[], checks: Check[]): Map<string, Content> {
  const contents = new Map<string, Content>();
  for (const { kind, text } of pack.documents) {
    try {
      contents.set(`${kind}/${toHex(sha256(utf8(text)))}`, JSON.parse(text) as Content);
    } catch {
      // Not JSON: no entry can name it, which the check below says.
      contents.set(`${kind}/${toHex(sha256(utf8(text)))}`, {});
    }
  }
  const named = new Map<string, SeenLeaf>();
  for (const leaf of leaves)
    for (const [kind, digest] of digestsOf(leaf)) {
      const place = `${kind}/${digest}`;
      if (named.has(place)) continue;
      named.set(place, leaf);
      const words = KIND_WORDS[kind];
      const isThere = contents.has(place);
      const at = placeOf(leaf.packed);
      checks.push({
        id: 'document',
        subject: words,
        state: isThere ? 'passed' : 'failed',
        found: isThere
          ? both(
              `与${at.zh}中的摘要 ${digest.slice(0, 16)} 相符`,
              `fits the digest ${digest.slice(0, 16)} in ${at.en}`,
            )
          : both(
              `被改动或缺失：没有与${at.zh}中的摘要相符的${words.zh}`,
              `changed or missing: no ${words.en} fits the digest in ${at.en}`,
            ),
      });
    }
  for (const place of contents.keys()) {
    if (named.has(place)) continue;
    contents.delete(place);
    const words = KIND_WORDS[place.slice(0, place.indexOf('/')) as DocumentKind];
    checks.push({
      id: 'document',
      subject: words,
      state: 'failed',
      found: both(
        `文件中的${words.zh}不是存证记录所指的内容`,
        `the ${words.en} shown is not what any entry names`,
      ),
    });
  }
  return contents;
}

function digestsOf({ entry }: SeenLeaf): [DocumentKind, string][] {
  if (entry.kind !== 'command') return [];
  const { documents } = entry.body.facts;
  if (typeof documents !== 'object' || documents === null) return [];
  return Object.entries(documents).filter(
    (pair): pair is [DocumentKind, string] =>
      Object.hasOwn(KIND_WORDS, pair[0]) && typeof pair[1] === 'string',
  );
}

export function readCase(pack: Pack, leaves: readonly SeenLeaf[], checks: Check[]): CaseFile {
  const contents = checkDocuments(pack, leaves, checks);
  const file: CaseFile = {
    issued: undefined,
    steps: [],
    uses: [],
    announcements: [],
    notices: [],
    application: undefined,
    decision: undefined,
    plans: [],
    order: undefined,
  };
  const plans = new Map<number, Content>();
  for (const leaf of [...leaves].sort((a, b) => a.packed.number - b.packed.number)) {
    const { entry } = leaf;
    if (entry.kind === 'usage') {
      file.uses.push({ leaf, at: entry.at, body: entry.body });
      continue;
    }
    if (entry.kind === 'notice') {
      file.notices.push({ leaf, at: entry.at, body: entry.body });
      continue;
    }
    const documents = Object.fromEntries(
      digestsOf(leaf).flatMap(([kind, digest]) => {
        const content = contents.get(`${kind}/${digest}`);
        return content ? [[kind, content]] : [];
      }),
    ) as Step['documents'];
    const step: Step = { leaf, at: entry.at, body: entry.body, documents };
    if (entry.body.action === 'evidence.pack') {
      // The last one gave out this pack; one before it can be what the pack is about.
      if (file.issued) file.steps.push(file.issued);
      file.issued = step;
    } else if (entry.body.action === 'ledger.announce_keys')
      file.announcements.push({ leaf, at: entry.at, keys: announcementIn(leaf)?.keys ?? [] });
    else file.steps.push(step);
    file.application = documents.application ?? file.application;
    file.decision = documents.decision ?? file.decision;
    file.order = documents.order ?? file.order;
    if (documents.plan) plans.set(Number(documents.plan['version']), documents.plan);
  }
  file.plans = [...plans].sort(([a], [b]) => a - b).map(([, plan]) => plan);
  checks.push({
    id: 'case',
    subject: both('同一事项', 'One matter'),
    ...judge(file),
  });
  if (file.issued) checkListed(file.issued, leaves, checks);
  return file;
}

/** What was given out is all here, each entry once: an entry left out changes what the others seem to say. */
function checkListed(issued: Step, leaves: readonly SeenLeaf[], checks: Check[]): void {
  const subject = both('所列记录齐全', 'All entries listed');
  const fail = (zh: string, en: string): void =>
    void checks.push({ id: 'case', subject, state: 'failed', found: both(zh, en) });
  const list = partOf(issued.body.facts['records']);
  const listed = (['control', 'usage/1'] as const).flatMap(log => {
    const numbers: unknown = list[log];
    return Array.isArray(numbers) ? numbers.map(number => ({ log, number: Number(number) })) : [];
  });
  const idOf = ({ log, number }: Pick<SeenLeaf['packed'], 'log' | 'number'>): string => `${log}/${number}`;
  const missing = new Map(listed.map(one => [idOf(one), one]));
  const wanted = new Set(missing.keys());
  const seen = new Set<string>();
  const before = checks.length;
  for (const leaf of leaves) {
    const { zh, en } = placeOf(leaf.packed);
    const id = idOf(leaf.packed);
    const { entry } = leaf;
    missing.delete(id);
    if (seen.has(id)) fail(`${zh}重复出现`, `${en} is there twice`);
    else if (
      !wanted.has(id) &&
      leaf !== issued.leaf &&
      // They carry the history of keys, which every pack brings along.
      !(entry.kind === 'command' && entry.body.action === 'ledger.announce_keys')
    )
      fail(`${zh}不在出具时所列的记录之中`, `${en} is none of those given out`);
    seen.add(id);
  }
  for (const one of missing.values()) {
    const { zh, en } = placeOf(one);
    fail(`缺少${zh}：出具时列有这一条`, `${en} is left out, though it was given out`);
  }
  if (checks.length === before)
    checks.push({
      id: 'case',
      subject,
      state: 'passed',
      found: both('出具时所列的记录都在，各一次', 'what was given out is all here, each entry once'),
    });
}

type Judgement = Pick<Check, 'state' | 'found'>;
const wrong = (zh: string, en: string): Judgement => ({ state: 'failed', found: both(zh, en) });

/** All that is shown belongs to what was asked for: true entries of other matters prove nothing about this one. */
function judge(file: CaseFile): Judgement {
  const { issued, steps, uses, order } = file;
  if (!issued || issued.body.result !== 'done')
    return wrong('没有出具本文件的记录', 'the entry that records this pack is missing');
  const about = issued.body.object;
  const run = steps.find(step => step.body.object === about && step.body.action === 'exchange.run');
  const asked = numberIn(about, 'usage/1');
  const used = uses.find(use => use.leaf.packed.number === asked);
  if (asked !== undefined && !used) return wrong(`缺少使用存证第 ${asked} 条`, `entry ${asked} is missing`);
  const shown = numberIn(about, 'control');
  const act = steps.find(step => step.leaf.packed.number === shown);
  const others = [...file.announcements, ...file.notices];
  const stranger = file.notices.find(notice => notice.leaf.packed.number !== shown);
  if (stranger)
    return wrong(
      `${placeOf(stranger.leaf.packed).zh}与本事项无关`,
      `${placeOf(stranger.leaf.packed).en} has nothing to do with this matter`,
    );
  if (shown !== undefined && !act && !others.some(one => one.leaf.packed.number === shown))
    return wrong('缺少所举证的办理记录', 'the entry in question is missing');
  if (numberIn(about, 'run') !== undefined && !run)
    return wrong('缺少运行指令的记录', 'the entry that orders the run is missing');

  const root = act?.body.object ?? about;
  const grantId = used?.body.grantId ?? numberOf(run?.body.facts['grant']) ?? numberIn(root, 'grant');
  const allowed = matterOf(steps, typeof grantId === 'number' ? `grant:${grantId}` : root).add(root);
  const opened =
    grantId ?? steps.map(step => numberOf(step.body.facts['grantId'])).find(one => one !== undefined);
  if (run) allowed.add(`task:${textOf(run.body.facts['task'])}`);
  const stray = steps.find(step => !allowed.has(step.body.object));
  if (stray)
    return wrong(
      `${placeOf(stray.leaf.packed).zh}属于另一事项（${stray.body.object}）`,
      `${placeOf(stray.leaf.packed).en} is of another matter (${stray.body.object})`,
    );
  for (const use of uses) {
    const { body, leaf } = use;
    const isOfRun = run !== undefined && body.facts?.['runNo'] === run.body.facts['no'];
    if (use !== used && !isOfRun)
      return wrong(
        `${placeOf(leaf.packed).zh}不是所举证的使用`,
        `${placeOf(leaf.packed).en} is another use than the one in question`,
      );
    if (body.grantId !== null && body.grantId !== grantId)
      return wrong(
        `${placeOf(leaf.packed).zh}属于另一授权`,
        `${placeOf(leaf.packed).en} is of another grant`,
      );
  }
  return judgeContents(file, grantId ?? opened, order !== undefined ? run : undefined);
}

/**
 * What belongs together by what the entries themselves say: a grant and what opened or changed it, an application and
 * where it was moved to, a dispute and what it is about.
 */
function matterOf(steps: readonly Step[], root: string): Set<string> {
  const found = new Set([root]);
  const ties = steps.map(({ body: { object, facts } }) => [
    object,
    ...(['grantId', 'applicationId', 'movedTo'] as const).flatMap(fact => {
      const number = numberOf(facts[fact]);
      return number === undefined ? [] : [`${fact === 'grantId' ? 'grant' : 'application'}:${number}`];
    }),
  ]);
  for (let before = 0; before < found.size; ) {
    before = found.size;
    for (const tie of ties) if (tie.some(one => found.has(one))) for (const one of tie) found.add(one);
  }
  return found;
}

/** The texts are of the same application and grant as the entries that name them. */
function judgeContents(
  { steps, uses, plans }: CaseFile,
  grantId: number | null | undefined,
  run: Step | undefined,
): Judgement {
  for (const { body, documents, leaf } of steps) {
    const { application, step, decision, plan, certificate, dispute, mediation, ruling, minutes } = documents;
    const own = body.object;
    const isMixed =
      (application !== undefined &&
        application['object'] !== own &&
        application['object'] !== `application:${textOf(body.facts['applicationId'])}`) ||
      [dispute, mediation, ruling, minutes].some(one => one !== undefined && one['object'] !== own) ||
      (step !== undefined && step['object'] !== own) ||
      (certificate !== undefined && certificate['object'] !== own) ||
      (decision !== undefined && decision['object'] !== `grant:${textOf(body.facts['grantId'])}`) ||
      (plan !== undefined &&
        (plan['grantId'] !== body.facts['grantId'] || plan['version'] !== body.facts['version']));
    if (isMixed)
      return wrong(
        `${placeOf(leaf.packed).zh}所指的内容属于另一事项`,
        `what ${placeOf(leaf.packed).en} names is of another matter`,
      );
  }
  if (run && run.documents.order?.['grantId'] !== grantId)
    return wrong('运行指令属于另一授权', 'the order of the run is of another grant');
  const ungoverned = uses.find(
    ({ body }) => body.grantId !== null && !plans.some(plan => plan['version'] === body.version),
  );
  if (ungoverned)
    return wrong(
      `${placeOf(ungoverned.leaf.packed).zh}没有对应版本的执行方案`,
      `no plan of its version stands behind ${placeOf(ungoverned.leaf.packed).en}`,
    );
  return {
    state: 'passed',
    found: both('各条记录和内容属于同一申请、授权和使用', 'all entries and texts belong to one matter'),
  };
}

const numberOf = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);
