/** Evidence packs of a real case, checked with the verifier’s own functions: whole, changed byte by byte, and forged. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import { writeAnnouncement } from '#kernel/notes/announcement.ts';
import { readNote } from '#kernel/notes/signedNote.ts';
import { type SigningKey, makeSigningKey, openSigningKey, signNote } from '#kernel/notes/signingKey.ts';
import { writeVerifierKey } from '#kernel/notes/verifierKey.ts';
import { PLATFORM } from '#vocabulary/actor.ts';
import { listOf, nameOf, partOf } from '../src/modules/evidence/verifier/content.ts';
import { readKey } from '../src/modules/evidence/verifier/notes.ts';
import { findOriginal } from '../src/modules/evidence/verifier/originals.ts';
import { type Pack, readPack } from '../src/modules/evidence/verifier/pack.ts';
import { renderPack } from '../src/modules/evidence/verifier/render.ts';
import { readKnown } from '../src/modules/evidence/verifier/known.ts';
import { type Verdict, verifyPack } from '../src/modules/evidence/verifier/verify.ts';
import { type EvidenceCity, openEvidenceCity } from './evidenceCity.ts';
import { forge } from './evidenceForgery.ts';
import { until } from './instance.ts';

let city: EvidenceCity;
let query: { id: number; grantId: number };
let delivery: { grantId: number; runId: number };
let used: { number: number; commitment: string; answer: Buffer };

before(async () => {
  city = await openEvidenceCity();
  query = await city.granted('query', '市场主体登记');
  used = await city.call(query.grantId);
  const { grantId } = await city.granted('batch', '批量核对');
  delivery = { grantId, runId: await city.delivered(grantId) };
});
after(() => city.close());

function packOf(html: string): Pack {
  const read = readPack(html);
  assert.ok('pack' in read, JSON.stringify(read));
  return read.pack;
}

/** What the platform publishes. */
async function published(): Promise<Set<string>> {
  return readKnown(
    (await Promise.all(['control', 'usage/1'].map(log => city.proofs.keys(`shuqiao.test/${log}`))))
      .flat()
      .join('\n'),
  );
}

const failures = ({ checks }: Verdict): string[] =>
  checks.filter(check => check.state === 'failed').map(check => `${check.id}: ${check.found.en}`);

test('a call: clause, application, decision, plan and record, all proven, under a key that is known', async () => {
  const pack = packOf(await city.pack('market', 'data_officer', `records/usage-1/${used.number}`));
  const verdict = verifyPack(pack, await published());
  assert.deepEqual(failures(verdict), []);
  assert.equal(verdict.outcome, 'passed');

  const { file } = verdict;
  assert.equal(file.application?.['matter'], '市场主体登记');
  assert.deepEqual(file.application['items'], ['公民身份号码', '姓名', '登记日期']);
  assert.deepEqual(
    file.steps.map(step => step.body.action),
    ['sharing.apply', 'sharing.submit', 'sharing.consent', 'sharing.agree', 'sharing.accept'],
  );
  const plan = file.plans[0];
  assert.deepEqual(listOf(plan?.['items']).map(nameOf), ['公民身份号码', '姓名']);
  assert.equal(file.decision?.['until'], '2027-06-30');
  assert.equal(file.uses.length, 1);
  assert.equal(file.uses[0]?.body.rows, 1);
  const leaf = pack.leaves.find(one => one.log === 'usage/1');
  assert.equal(leaf?.commitment, used.commitment, 'the commitment that the caller was given');
  // Whoever kept the answer can show that it is the one.
  assert.equal(findOriginal(file.uses, used.answer)?.what, 'answer');
  const other = Buffer.from(used.answer.toString().replace('张', '李'));
  assert.notDeepEqual(other, used.answer);
  assert.equal(findOriginal(file.uses, other), undefined);
  // Whose pack this is, and why, is itself an entry under the same proof.
  assert.equal(file.issued?.body.facts['reason'], '年度审计抽查');
  assert.equal(file.issued.body.post, '平顶山市市场监督管理局 专职人员');
  assert.deepEqual(file.issued.body.facts['records'], {
    control: file.steps.map(step => step.leaf.packed.number),
    'usage/1': [used.number],
  });

  const shown = renderPack(pack, verdict, 'zh');
  for (const words of [
    '核验通过',
    '登记日期与事项无关',
    '市场主体登记管理条例第十六条',
    'witness.example/henan',
    'shuqiao.test/usage/1',
    '保留前 6 后 4 位',
  ])
    assert.ok(shown.includes(words), words);
  const clauses = [...shown.matchAll(/<blockquote>/g)].length;
  assert.ok(clauses >= 3, `only ${clauses} clauses are quoted`);
  assert.match(renderPack(pack, verdict, 'en'), /Verified[\s\S]*consented for the consumer/);
});

test('a grant, an application and a refused application have packs of their own', async () => {
  const known = await published();
  for (const path of [`grants/${query.grantId}`, `applications/${query.id}`]) {
    const verdict = verifyPack(packOf(await city.pack('civil', 'sharing_head', path)), known);
    assert.deepEqual(failures(verdict), []);
    assert.equal(verdict.outcome, 'passed');
    assert.equal(verdict.file.plans.length, 1);
    assert.equal(verdict.file.uses.length, 0);
  }
  const id = await city.applied('query', '其他事项');
  const note = '申请的事项不在目录列明的共享条件之内，请改用公示数据办理';
  await city.step(id, 'civil', 'sharing_head', {
    action: 'refuse',
    category: 'condition_not_met',
    conditions: ['仅用于社会救助核对'],
    note,
  });
  const pack = packOf(await city.pack('market', 'sharing_head', `applications/${id}`));
  const verdict = verifyPack(pack, known);
  assert.equal(verdict.outcome, 'passed', failures(verdict).join('; '));
  assert.equal(verdict.file.decision, undefined);
  assert.ok(renderPack(pack, verdict, 'zh').includes(note));
});

test('a grant that was suspended and resumed shows the plan of each version', async () => {
  const { grantId } = await city.granted('batch', '暂停后恢复');
  for (const action of ['suspend', 'resume'])
    await city.done(['civil', 'sharing_head'], `/api/grants/${grantId}/actions`, {
      action,
      cause: 'other',
      note: '核实用途',
    });
  const verdict = verifyPack(
    packOf(await city.pack('civil', 'sharing_head', `grants/${grantId}`)),
    await published(),
  );
  assert.equal(verdict.outcome, 'passed', failures(verdict).join('; '));
  assert.deepEqual(
    verdict.file.plans.map(plan => plan['version']),
    [1, 2],
  );
  const actions = verdict.file.steps.map(step => step.body.action);
  assert.deepEqual(actions.slice(-2), ['sharing.suspend', 'sharing.resume']);
});

test('a delivery: the order, its plan, and what the mover recorded', async () => {
  const { runId } = delivery;
  const verdict = verifyPack(
    packOf(await city.pack('market', 'data_officer', `runs/${runId}`)),
    await published(),
  );
  assert.deepEqual(failures(verdict), []);
  assert.equal(verdict.outcome, 'passed');
  assert.deepEqual(
    verdict.file.uses.map(use => use.body.action),
    ['move.delivering', 'move.delivered'],
  );
  assert.equal(partOf(verdict.file.order?.['sink'])['table'], 'aid');
  assert.equal(verdict.file.uses[1]?.body.rows, 2);
});

/** Another byte in the middle of a text, of the same alphabet, so that the form stays what it was. */
function flipped(text: string, at = Math.floor(text.length / 2)): string {
  const other = text[at] === 'A' || text[at] === 'a' ? 'b' : 'a';
  return text.slice(0, at) + other + text.slice(at + 1);
}
function mustBe<T>(value: T | undefined): T {
  assert.ok(value !== undefined);
  return value;
}

test('whatever byte is changed, the verifier says which', async () => {
  const html = await city.pack('market', 'data_officer', `records/usage-1/${used.number}`);
  const known = await published();
  const use = (pack: Pack) => mustBe(pack.leaves.find(leaf => leaf.log === 'usage/1'));
  const document = (pack: Pack, kind: string) => mustBe(pack.documents.find(one => one.kind === kind));
  const replace = (one: { text: string }, from: string, to: string): void => {
    assert.ok(one.text.includes(from), `${from} is there to be changed`);
    one.text = one.text.replace(from, to);
  };
  const signature = (pack: Pack, line: number): void => {
    const point = mustBe(pack.checkpoints[0]);
    const lines = point.note.split('\n');
    const place = lines.findIndex(text => text.startsWith('— ')) + line;
    lines[place] = flipped(mustBe(lines[place]), mustBe(lines[place]).length - 20);
    point.note = lines.join('\n');
  };
  const note = (pack: Pack, line: number, change: (text: string) => string): void => {
    const point = mustBe(pack.checkpoints[0]);
    const lines = point.note.split('\n');
    lines[line] = change(mustBe(lines[line]));
    point.note = lines.join('\n');
  };
  const stepWith = (pack: Pack, words: string) =>
    mustBe(pack.documents.find(one => one.kind === 'step' && one.text.includes(words)));

  const changes: [what: string, change: (pack: Pack) => void, told: RegExp][] = [
    [
      'the bytes of an entry',
      p => void (use(p).entry = flipped(use(p).entry)),
      /^leaf: .*do not fit the commitment/,
    ],
    ['a salt', p => void (use(p).salt = flipped(use(p).salt, 3)), /^leaf: .*do not fit the commitment/],
    [
      'a commitment',
      p => void (use(p).commitment = flipped(use(p).commitment)),
      /^leaf: .*do not fit the commitment/,
    ],
    [
      'a proof',
      p => void (mustBe(p.leaves[0]).proof[0] = flipped(mustBe(mustBe(p.leaves[0]).proof[0]))),
      /^proof: .*does not lead to the root/,
    ],
    [
      'a proof that the log only grew',
      p => {
        const proof = mustBe(p.extensions[0]).proof;
        assert.ok(proof.length > 0, 'there is something to change');
        proof[0] = flipped(mustBe(proof[0]));
      },
      /^proof: nothing shows that the later one grew out of the earlier one/,
    ],
    [
      'the proof that the log only grew, left out',
      p => void p.extensions.pop(),
      /^proof: nothing shows that the later one grew out of the earlier one/,
    ],
    ['a proof that is too short', p => void mustBe(p.leaves[0]).proof.pop(), /^proof: .*does not lead/],
    ['a number', p => void (mustBe(p.leaves[0]).number += 1), /^proof: .*does not lead/],
    ['the seal point of a leaf', p => void (use(p).checkpoint = 0), /^proof: .*does not lead/],
    ['the root', p => note(p, 2, text => flipped(text)), /^signature: its Ed25519 signature does not fit/],
    [
      'the size',
      p => note(p, 1, text => String(Number(text) + 1)),
      /^signature: its SM2 signature does not fit/,
    ],
    [
      'the name of the log',
      p => note(p, 0, text => text.replace('test', 'demo')),
      /^signature: nobody has signed/,
    ],
    ['the Ed25519 signature', p => signature(p, 0), /^signature: its Ed25519 signature does not fit/],
    ['the SM2 signature', p => signature(p, 1), /^signature: its SM2 signature does not fit/],
    ['the witness’s signature', p => signature(p, 2), /^witness: its cosignature does not fit/],
    ['a key', p => void (p.keys[0] = flipped(mustBe(p.keys[0]))), /^form: the key .* is damaged/],
    ['a key left out', p => void p.keys.shift(), /^signature: a signature line is of none of the keys/],
    [
      'the text of the application',
      p => replace(document(p, 'application'), '市场主体登记', '市场主体注销'),
      /^document: changed or missing: no application/,
    ],
    [
      'an item of the application',
      p => replace(document(p, 'application'), '登记日期', '婚姻状况'),
      /^document: changed or missing: no application/,
    ],
    [
      'a mask of the decision',
      p => replace(document(p, 'decision'), '"kind":"name"', '"kind":"none"'),
      /^document: changed or missing: no decision/,
    ],
    [
      'the end of the decision',
      p => replace(document(p, 'decision'), '2027-06-30', '2029-06-30'),
      /^document: changed or missing: no decision/,
    ],
    [
      'the plan',
      p => replace(document(p, 'plan'), '"kind":"name"', '"kind":"none"'),
      /^document: changed or missing: no plan/,
    ],
    [
      'an opinion',
      p => replace(stepWith(p, '确有需要'), '确有需要', '并无需要'),
      /^document: changed or missing: no opinion/,
    ],
    [
      'a quotation of a clause',
      p => {
        const one = stepWith(p, '"quotation":"');
        one.text = one.text.replace('"quotation":"', '"quotation":"不');
      },
      /^document: changed or missing: no opinion/,
    ],
    ['a document left out', p => void p.documents.pop(), /^document: changed or missing/],
    [
      'a document put in',
      p => void p.documents.push({ kind: 'decision', text: '{"until":"2099-12-31"}' }),
      /^document: the decision shown is not what any entry names/,
    ],
    [
      'the record of the pack left out',
      p => void p.leaves.pop(),
      /^case: the entry that records this pack is missing/,
    ],
    [
      'the use in question left out',
      p => void p.leaves.splice(p.leaves.indexOf(use(p)), 1),
      /^case: entry \d+ is missing/,
    ],
  ];
  for (const [what, change, told] of changes) {
    const pack = packOf(html);
    change(pack);
    const verdict = verifyPack(pack, known);
    assert.equal(verdict.outcome, 'failed', what);
    assert.ok(
      failures(verdict).some(one => told.test(one)),
      `${what}: ${failures(verdict).join('; ')}`,
    );
    assert.match(renderPack(pack, verdict, 'zh'), /核验不通过/, what);
  }
});

test('all over the entries, salts, proofs, documents and signed notes a changed byte is noticed', async () => {
  const pack = packOf(await city.pack('civil', 'sharing_head', `applications/${query.id}`));
  const known = await published();
  const letters = /^[A-Za-z0-9+/]$/;
  let tried = 0;
  const mustFail = (changed: Pack, what: string): void => {
    tried += 1;
    assert.equal(verifyPack(changed, known).outcome, 'failed', what);
  };
  const copy = (): Pack => structuredClone(pack);
  const [leaf] = pack.leaves;
  assert.ok(leaf);
  for (const field of ['entry', 'salt', 'commitment'] as const)
    for (let at = 0; at < leaf[field].length; at += field === 'entry' ? 19 : 5) {
      if (!letters.test(leaf[field][at] ?? '')) continue;
      const changed = copy();
      mustBe(changed.leaves[0])[field] = flipped(leaf[field], at);
      mustFail(changed, `${field} at ${at}`);
    }
  for (const [i, hash] of leaf.proof.entries())
    for (let at = 0; at < 43; at += 14) {
      const changed = copy();
      mustBe(changed.leaves[0]).proof[i] = flipped(hash, at);
      mustFail(changed, `hash ${i} of the proof at ${at}`);
    }
  const note = mustBe(pack.checkpoints[0]).note;
  for (let at = 0; at < note.length; at += 11) {
    if (!letters.test(note[at] ?? '')) continue;
    const changed = copy();
    mustBe(changed.checkpoints[0]).note = flipped(note, at);
    mustFail(changed, `the signed note at ${at}: ${note.slice(at, at + 12)}`);
  }
  for (const [i, { text }] of pack.documents.entries())
    for (let at = 0; at < text.length; at += 97) {
      const changed = copy();
      mustBe(changed.documents[i]).text = flipped(text, at);
      mustFail(changed, `document ${i} at ${at}`);
    }
  assert.ok(tried > 100, `only ${tried} changes were tried`);
});

test('true entries of another matter do not pass for this one', async () => {
  const other = await city.granted('batch', '另一事项');
  const known = await published();
  const mixed = packOf(await city.pack('civil', 'sharing_head', `applications/${query.id}`));
  const foreign = packOf(await city.pack('civil', 'sharing_head', `applications/${other.id}`));
  const shift = mixed.checkpoints.length;
  mixed.checkpoints.push(...foreign.checkpoints);
  mixed.leaves.unshift(
    ...foreign.leaves.slice(0, -1).map(leaf => ({ ...leaf, checkpoint: leaf.checkpoint + shift })),
  );
  mixed.documents.push(
    ...foreign.documents.filter(one => !mixed.documents.some(mine => mine.text === one.text)),
  );
  const verdict = verifyPack(mixed, known);
  const told = failures(verdict).map(text => text.replaceAll(/\d+/g, 'n'));
  assert.ok(
    told.includes('case: entry n of the log of acts is of another matter (application:n)'),
    told.join('; '),
  );
});

/** The pack without a leaf and without the texts that only this leaf names. */
function without(pack: Pack, cut: Pack['leaves'][number]): Pack {
  const leaves = pack.leaves.filter(leaf => leaf !== cut);
  const textOf = (leaf: Pack['leaves'][number]): string => Buffer.from(leaf.entry, 'base64').toString();
  const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');
  const documents = pack.documents.filter(({ text }) =>
    leaves.some(leaf => textOf(leaf).includes(digestOf(text))),
  );
  return { ...pack, leaves, documents };
}

test('an entry that was given out cannot be left out, nor be there twice', async () => {
  const { grantId, runId } = delivery;
  await city.done(['civil', 'sharing_head'], `/api/grants/${grantId}/actions`, {
    action: 'suspend',
    cause: 'other',
    note: '核实用途',
  });
  const known = await published();
  const ofGrant = packOf(await city.pack('civil', 'sharing_head', `grants/${grantId}`));
  const ofRun = packOf(await city.pack('market', 'data_officer', `runs/${runId}`));
  for (const pack of [ofGrant, ofRun]) {
    const { leaves, outcome } = verifyPack(pack, known);
    assert.equal(outcome, 'passed');
    // The last one is the entry that lists the others.
    for (const leaf of pack.leaves.slice(0, -1)) {
      const name = `entry ${leaf.number} of the ${leaf.log === 'control' ? 'log of acts' : 'log of use'}`;
      const less = verifyPack(without(pack, leaf), known);
      assert.equal(less.outcome, 'failed');
      assert.ok(
        failures(less).includes(`case: ${name} is left out, though it was given out`),
        `${name}: ${failures(less).join('; ')}`,
      );
      const twice = verifyPack({ ...pack, leaves: [leaf, ...pack.leaves] }, known);
      assert.equal(twice.outcome, 'failed');
      assert.ok(failures(twice).includes(`case: ${name} is there twice`), failures(twice).join('; '));
    }
    assert.ok(leaves.length > 4);
  }
  const actions = verifyPack(ofGrant, known).file.steps.map(step => step.body.action);
  assert.equal(actions.at(-1), 'sharing.suspend');
  // A true entry of the same grant that was not given out is no part of the pack either.
  const use = mustBe(ofRun.leaves.find(leaf => leaf.log === 'usage/1'));
  const point = mustBe(ofRun.checkpoints[use.checkpoint]);
  const more = verifyPack(
    {
      ...ofGrant,
      checkpoints: [...ofGrant.checkpoints, point],
      leaves: [{ ...use, checkpoint: ofGrant.checkpoints.length }, ...ofGrant.leaves],
      keys: [...new Set([...ofGrant.keys, ...ofRun.keys])],
      witnesses: ofRun.witnesses,
    },
    known,
  );
  assert.ok(
    failures(more).includes(`case: entry ${use.number} of the log of use is none of those given out`),
    failures(more).join('; '),
  );
});

test('a witness is called as its key calls it, and is marked until the reader has compared that key', async () => {
  const pack = packOf(await city.pack('market', 'data_officer', `records/usage-1/${used.number}`));
  const line = mustBe(pack.witnesses[0]).key;
  mustBe(pack.witnesses[0]).name = '国家数据局';
  const box = (known: Set<string>, language: 'zh' | 'en'): string => {
    const shown = renderPack(pack, verifyPack(pack, known), language);
    assert.equal(shown.includes('国家数据局'), false, 'a name that nothing signs');
    return mustBe(/<section class="anchor">[\s\S]*?<\/section>/.exec(shown)?.[0]);
  };
  const keys = await published();
  const fingerprint = mustBe(
    mustBe([...readKnown(line)][0])
      .split('+')
      .at(-1),
  );
  for (const known of [keys, new Set([...keys, fingerprint])]) {
    assert.match(box(known, 'zh'), /未核对<\/strong> witness\.example\/henan/);
    assert.match(box(known, 'en'), /not checked<\/strong> witness\.example\/henan/);
  }
  const compared = box(new Set([...keys, ...readKnown(line)]), 'zh');
  assert.match(compared, /witness\.example\/henan/);
  assert.doesNotMatch(compared, /未核对/);
});

test('a key that is known as a witness’s, or as another platform’s, seals nothing here', async () => {
  const pack = packOf(await city.pack('market', 'data_officer', `records/usage-1/${used.number}`));
  const made = makeSigningKey('ed25519');
  const keyOf = (name: string, type: 'ed25519' | 'cosignature') =>
    openSigningKey(name, type, made.publicKey, made.secret);
  const forged = await forge(pack, '市场主体登记', '全市人口普查', origin => [keyOf(origin, 'ed25519')]);
  const lineOf = (name: string, type: 'ed25519' | 'cosignature'): string =>
    writeVerifierKey(keyOf(name, type).verifier);
  const outcome = (...lines: string[]): string => verifyPack(forged, readKnown(lines.join('\n'))).outcome;
  assert.equal(outcome(lineOf('witness.example/henan', 'cosignature')), 'unknown_key');
  assert.equal(outcome(lineOf('shuqiao.test/usage/1', 'cosignature')), 'unknown_key');
  // A fingerprint says no name: that of the same bytes as a witness’s key is another one.
  const fingerprintOf = (type: 'ed25519' | 'cosignature'): string =>
    readKey(lineOf('witness.example/henan', type))?.fingerprint ?? '';
  assert.equal(outcome(fingerprintOf('cosignature')), 'unknown_key');
  assert.equal(outcome(fingerprintOf('ed25519')), 'passed');
  assert.equal(
    outcome(lineOf('other.test/control', 'ed25519'), lineOf('other.test/usage/1', 'ed25519')),
    'unknown_key',
  );
  assert.equal(
    outcome(lineOf('shuqiao.test/control', 'ed25519')),
    'unknown_key',
    'the other log is not named',
  );
  // The same key under the names of both logs is what the reader then says to trust.
  assert.equal(
    outcome(lineOf('shuqiao.test/control', 'ed25519'), lineOf('shuqiao.test/usage/1', 'ed25519')),
    'passed',
  );
});

test('who may have a pack, and that giving it out is in the record', async () => {
  const ask = (department: string, role: 'data_officer' | 'sharing_head' | 'authority', path: string) =>
    city.download(department, role, `/api/evidence/${path}`);
  const reason = `reason=${encodeURIComponent('核对用途')}`;
  for (const path of [
    `grants/${query.grantId}`,
    `applications/${query.id}`,
    `records/usage-1/${used.number}`,
  ]) {
    assert.equal((await ask('shilong', 'data_officer', `${path}?${reason}`)).status, 404, path);
    assert.equal((await ask('zhanhe', 'authority', `${path}?${reason}`)).status, 404, path);
    const given = await ask('authority', 'authority', `${path}?${reason}`);
    assert.equal(given.status, 200, given.text.slice(0, 200));
    assert.match(
      String(given.headers['content-disposition']),
      /^attachment; filename="evidence-[\w-]+\.html"$/,
    );
    assert.equal((await ask('market', 'data_officer', path)).status, 400, 'a reason is asked for');
  }
  assert.equal((await ask('market', 'data_officer', `records/usage-1/999999?${reason}`)).status, 404);
  // Acts that belong to no case are for those who read the ledger.
  assert.equal((await ask('market', 'data_officer', `records/control/0?${reason}`)).status, 404);
  const first = verifyPack(
    packOf((await ask('authority', 'authority', `records/control/0?${reason}`)).text),
    await published(),
  );
  assert.equal(first.outcome, 'passed', failures(first).join('; '));

  const { rows } = await city.storage.pools.read.query<{ object: string; result: string; n: number }>(
    `select object, result, count(*)::int as n from ledger.entry where action = 'evidence.pack' and object = $1 group by 1, 2 order by 2`,
    [`grant:${query.grantId}`],
  );
  assert.deepEqual(
    rows.map(row => row.result),
    ['done', 'refused'],
  );
  assert.equal(rows.find(row => row.result === 'refused')?.n, 2);
});

test('a forged pack fits together, and its key is unknown', async () => {
  const pack = packOf(await city.pack('market', 'data_officer', `records/usage-1/${used.number}`));
  const forged = await forge(pack, '市场主体登记', '全市人口普查');
  for (const known of [await published(), new Set<string>()]) {
    const verdict = verifyPack(forged, known);
    assert.deepEqual(failures(verdict), [], 'nothing in it contradicts anything else');
    assert.equal(verdict.outcome, 'unknown_key');
    const keys = verdict.checks.filter(check => check.id === 'key');
    assert.equal(keys.length, forged.checkpoints.length);
    assert.ok(keys.every(check => check.state === 'unknown' && check.found.zh.startsWith('未知密钥')));
    assert.match(renderPack(forged, verdict, 'zh'), /未知密钥/);
    assert.match(renderPack(forged, verdict, 'en'), /Unknown key/);
  }
  // A true pack without anything to compare with is no better.
  assert.equal(verifyPack(pack, new Set()).outcome, 'unknown_key');
  // Half a truth: a known key under the one log vouches for nothing in the other.
  const half = structuredClone(pack);
  const usage = half.checkpoints.findIndex(point => point.log === 'usage/1');
  const made = forged.checkpoints.find(point => point.log === 'usage/1');
  assert.ok(made);
  half.checkpoints[usage] = made;
  half.keys.push(...forged.keys.filter(key => key.startsWith('shuqiao.test/usage/1+')));
  half.leaves = half.leaves.map(leaf =>
    leaf.log === 'usage/1'
      ? { ...mustBe(forged.leaves.find(one => one.log === 'usage/1')), checkpoint: usage }
      : leaf,
  );
  half.witnesses = half.witnesses.slice(0, 1);
  assert.equal(verifyPack(half, await published()).outcome, 'unknown_key');
});

test('after the keys were changed, the old fingerprint still leads to the new key', async () => {
  const old = await published();
  const before = packOf(await city.pack('civil', 'sharing_head', `applications/${query.id}`));
  const { record } = await city.announceKeys();
  const points = () => city.proofs.firstCovering(1, record);
  await until(points, point => point !== undefined, 10_000);
  // The new pair signs once the entry that announces it is sealed.
  const announced = `entry ${record} announced under a key that you know`;
  const pack = await until(
    async () => packOf(await city.pack('civil', 'sharing_head', `applications/${query.id}`)),
    one =>
      verifyPack(one, old).checks.some(check => check.id === 'key' && check.found.en.includes(announced)),
    20_000,
  );
  assert.ok(pack.keys.length > before.keys.length);
  const verdict = verifyPack(pack, old);
  assert.deepEqual(failures(verdict), []);
  assert.equal(verdict.outcome, 'passed');
  assert.equal(verdict.file.announcements.length, 1);
  // Without the announcement nothing leads from the one to the other.
  const cut = structuredClone(pack);
  cut.leaves = cut.leaves.filter(leaf => leaf.number !== record);
  const without = verifyPack(cut, old);
  assert.equal(without.outcome, 'unknown_key', failures(without).join('; '));
  const newest = await published();
  assert.ok(newest.size > old.size);
  // Whoever knows the new key alone needs no history: the newest seal points hold the older ones.
  const onlyNew = new Set([...newest].filter(fingerprint => !old.has(fingerprint)));
  const later = verifyPack(pack, onlyNew);
  assert.equal(later.outcome, 'passed', JSON.stringify(later.checks.filter(check => check.id === 'key')));
  assert.ok(
    later.checks.some(check => check.id === 'key' && check.found.en.startsWith('part of seal point')),
  );
  assert.equal(verifyPack(cut, newest).outcome, 'passed');
});

test('a key that somebody announces who may only write is not led to', async () => {
  const known = await published();
  const { publicKey, secret } = makeSigningKey('ed25519');
  const strangerOf = (origin: string): SigningKey => openSigningKey(origin, 'ed25519', publicKey, secret);
  const stranger = strangerOf('shuqiao.test/control');
  const written = (at: number): string =>
    writeAnnouncement({
      name: 'shuqiao.test/control',
      from: new Date(at),
      keys: [{ type: 'ed25519', publicKey }],
    });
  const announcements: ((at: number) => Record<string, unknown>)[] = [
    () => ({ keys: [{ id: 9, algorithm: 'ed25519', publicKey: publicKey.toString('base64') }] }),
    at => ({ announcement: signNote(written(at), [stranger]) }),
  ];
  for (const facts of announcements) {
    const { record } = await city.audited(PLATFORM, 'ledger.announce_keys', 'ledger:1', tx =>
      Promise.resolve({ value: undefined, facts: facts(tx.at) }),
    );
    const point = await until(
      () => city.proofs.firstCovering(1, record),
      one => one !== undefined,
      10_000,
    );
    assert.ok(point);
    const pack = packOf(await city.pack('civil', 'sharing_head', `applications/${query.id}`));
    assert.equal(verifyPack(pack, known).outcome, 'passed');
    // The entry is true and truly sealed; then a seal point that only the stranger signed.
    const [proven] = await city.proofs.prove(1, [record], point.size);
    assert.ok(proven);
    const place = pack.checkpoints.push({ log: 'control', note: point.note, at: point.at.toISOString() }) - 1;
    pack.leaves.push({
      log: 'control',
      number: record,
      entry: proven.entry.toString('base64'),
      salt: proven.salt.toString('base64'),
      commitment: proven.commitment.toString('hex'),
      proof: proven.proof.map(hash => hash.toString('base64')),
      checkpoint: place,
    });
    const text = readNote(
      pack.checkpoints.findLast((one, i) => one.log === 'control' && i !== place)?.note ?? '',
    )?.text;
    assert.ok(text);
    const size = Number(text.split('\n')[1]);
    pack.extensions = [];
    pack.checkpoints.push({ log: 'control', note: signNote(text, [stranger]), at: point.at.toISOString() });
    pack.keys.push(writeVerifierKey(stranger.verifier));
    const verdict = verifyPack(pack, known);
    const forged = verdict.checkpoints.at(-1);
    assert.equal(forged?.checkpoint.size, size);
    assert.deepEqual([forged.spoiled, forged.known], [false, false], 'well signed, by nobody that one knows');
    // With the key itself known it would be: nothing else keeps it from being believed.
    const believed = verifyPack(
      pack,
      new Set([...known, readKey(writeVerifierKey(stranger.verifier))?.fingerprint ?? '']),
    );
    assert.equal(believed.checkpoints.at(-1)?.known, true);
  }
});
