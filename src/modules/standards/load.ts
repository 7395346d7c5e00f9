import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Static, type TSchema, Type as T } from 'typebox';
import { Value } from 'typebox/value';
import { StartProblem } from '#kernel/errors.ts';
import { oneOf } from '#kernel/schema.ts';
import * as contract from './contract.ts';
import { faultOf } from './rules.ts';
import { buildShelf } from './shelf.ts';
import { type Thing, codeKey } from './things.ts';

const closed = { additionalProperties: false };
const Text = T.String();
const certainty = oneOf(contract.CERTAINTIES);

const TablesFile = T.Array(
  T.Object(
    {
      key: contract.Key,
      zh: Text,
      en: Text,
      document: Text,
      source: Text,
      certainty,
      closed: T.Optional(T.Literal(true)),
      under: T.Optional(contract.Key),
      note: T.Optional(Text),
      noteEn: T.Optional(Text),
      values: T.Array(
        T.Object(
          {
            key: contract.Key,
            zh: Text,
            en: Text,
            under: T.Optional(contract.Key),
            foreign: T.Optional(contract.CodeFields.properties.foreign),
            certainty: T.Optional(certainty),
          },
          closed,
        ),
      ),
    },
    closed,
  ),
);
const ClassesFile = T.Object(
  {
    source: Text,
    note: Text,
    classes: T.Array(T.Object({ code: Text, parent: Text, name: Text, nameEn: Text, certainty }, closed)),
  },
  closed,
);
const ElementsFile = T.Object(
  {
    source: Text,
    elements: T.Array(
      T.Object(
        {
          code: contract.ByElement.properties.code,
          name: Text,
          english: contract.ElementFields.properties.english,
          type: oneOf(contract.ELEMENT_TYPES),
          length: contract.ElementFields.properties.length,
          table: T.Optional(contract.Key),
          format: T.Optional(Text),
          check: T.Optional(oneOf(contract.ELEMENT_CHECKS)),
          document: T.Optional(Text),
          certainty,
          synonyms: T.Array(Text),
        },
        closed,
      ),
    ),
  },
  closed,
);
const SynonymsFile = T.Object(
  {
    source: Text,
    certainty,
    sets: T.Array(T.Object({ name: Text, words: T.Array(Text) }, closed)),
  },
  closed,
);
const DocumentsFile = T.Array(
  T.Object(
    {
      key: contract.Key,
      title: Text,
      number: Text,
      kind: oneOf(contract.DOCUMENT_KINDS),
      edition: Text,
      from: T.Optional(T.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })),
      note: T.Optional(Text),
      source: Text,
      certainty,
    },
    closed,
  ),
);

/**
 * Reads the five files of `reference/standards`. Throws `StartProblem` naming the file and the fault: a value that
 * stands there twice, a document or a class that is not there, one foreign code for two meanings.
 */
export function loadStandards(folder: string): Thing[] {
  const things = [
    ...documentsOf(read(DocumentsFile, folder, 'documents.json')),
    ...tablesOf(read(TablesFile, folder, 'tables.json')),
    ...classesOf(read(ClassesFile, folder, 'classes.json')),
    ...elementsOf(read(ElementsFile, folder, 'elements.json')),
    ...synonymsOf(read(SynonymsFile, folder, 'synonyms.json')),
  ];
  const seen = new Set<string>();
  for (const { kind, key } of things) {
    if (seen.has(`${kind} ${key}`)) throw problem(`${kind} ${key} stands there twice`);
    seen.add(`${kind} ${key}`);
  }
  const shelf = buildShelf(things, [], new Set());
  for (const thing of things) {
    const fault = faultOf(shelf, thing);
    if (fault) throw problem(`${thing.kind} ${thing.key}: ${fault[0]} ${JSON.stringify(fault[1])}`);
  }
  const [clash] = shelf.clashes;
  if (clash) throw problem(`“${clash.word}” belongs to both “${clash.name}” and “${clash.other}”`);
  return things;
}

const problem = (fault: string): StartProblem => new StartProblem(`reference/standards: ${fault}.`);

const documentsOf = (file: Static<typeof DocumentsFile>): Thing[] =>
  file.map(({ key, from = null, note = '', ...rest }) => ({
    kind: 'document',
    key,
    content: { ...rest, from, note, until: null, text: '', link: '', retired: false },
  }));

const tablesOf = (file: Static<typeof TablesFile>): Thing[] =>
  file.flatMap(({ key: table, values, ...head }): Thing[] => [
    {
      kind: 'table',
      key: table,
      content: {
        ...head,
        note: head.note ?? '',
        noteEn: head.noteEn ?? '',
        closed: head.closed ?? false,
        under: head.under ?? '',
        retired: false,
      },
    },
    ...values.map(
      ({ key, zh, en, under = '', foreign = {}, certainty: sure = head.certainty }, index): Thing => ({
        kind: 'code',
        key: codeKey(table, key),
        content: {
          zh,
          en,
          position: (index + 1) * 10,
          under,
          foreign,
          note: '',
          source: head.source,
          certainty: sure,
          retired: false,
        },
      }),
    ),
  ]);

const classesOf = ({ source, note, classes }: Static<typeof ClassesFile>): Thing[] =>
  classes.map(({ code, ...rest }) => ({
    kind: 'class',
    key: code,
    content: { ...rest, source, note, departmentId: null, retired: false },
  }));

const elementsOf = ({ source, elements }: Static<typeof ElementsFile>): Thing[] =>
  elements.map(({ code, table = '', format = '', check = 'none', document = '', ...rest }) => ({
    kind: 'element',
    key: code,
    content: { ...rest, codeTable: table, format, check, document, source, retired: false },
  }));

const synonymsOf = ({ source, certainty: sure, sets }: Static<typeof SynonymsFile>): Thing[] =>
  sets.map(({ name, words }) => ({
    kind: 'synonyms',
    key: name,
    content: { words, source, certainty: sure, retired: false },
  }));

function read<S extends TSchema>(schema: S, folder: string, name: string): Static<S> {
  let file: unknown;
  try {
    file = JSON.parse(readFileSync(join(folder, name), 'utf8'));
  } catch (error) {
    throw new StartProblem(`reference/standards/${name} cannot be read: ${(error as Error).message}.`);
  }
  if (Value.Check(schema, file)) return file as Static<S>;
  const [fault] = Value.Errors(schema, file);
  throw new StartProblem(
    `reference/standards/${name}: ${fault?.instancePath ?? ''} ${fault?.message ?? 'is wrong'}.`,
  );
}
