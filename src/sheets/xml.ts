/** XML as it comes, part by part, without DOCTYPE and without values that have no end. */
import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { refuse } from './refusals.ts';

export interface Handlers {
  /** Names come without their prefix: some programs write x:row. */
  open(name: string, attributes: Record<string, string>): void;
  close(name: string): void;
  text(text: string): void;
}

/** Characters without a tag between them, after which a part is no spreadsheet. */
const LONGEST_VALUE = 2 * 1024 * 1024;
/** Elements inside elements: a sheet has 8. */
const DEEPEST = 64;

const localName = (name: string): string => name.slice(name.indexOf(':') + 1);

function localAttributes(given: Record<string, string>): Record<string, string> {
  if (!Object.keys(given).some(name => name.includes(':'))) return given;
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [localName(name), value]));
}

/** Feeds one part to its handlers, and yields after each piece, so that what they found can be handed on. */
export async function* readXml(
  part: string,
  bytes: AsyncIterable<Buffer>,
  handlers: Handlers,
): AsyncGenerator<void> {
  const parser = new SaxesParser();
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let depth = 0;
  let since = 0;
  const broken = (problem: string) => refuse.broken({ place: `${part}: ${problem}` });
  parser.on('doctype', () => {
    throw refuse.entities({ place: part });
  });
  parser.on('opentag', (tag: SaxesTagPlain) => {
    depth += 1;
    since = 0;
    if (depth > DEEPEST) throw broken('nesting');
    handlers.open(localName(tag.name), localAttributes(tag.attributes));
  });
  parser.on('closetag', tag => {
    depth -= 1;
    handlers.close(localName(tag.name));
  });
  parser.on('text', text => handlers.text(text));
  parser.on('cdata', text => handlers.text(text));
  parser.on('error', error => {
    throw broken(error.message);
  });
  const decode = (chunk?: Buffer): string => {
    try {
      return chunk ? decoder.decode(chunk, { stream: true }) : decoder.decode();
    } catch {
      throw broken('UTF-8');
    }
  };
  let head = '';
  for await (const chunk of bytes) {
    const text = decode(chunk);
    since += text.length;
    // Before the parser has seen its end: the declarations inside may be long.
    if (head.length < 4096) {
      head += text.slice(0, 4096);
      if (/<!DOCTYPE/i.test(head)) throw refuse.entities({ place: part });
    }
    parser.write(text);
    if (since > LONGEST_VALUE) throw broken(`> ${LONGEST_VALUE} characters`);
    yield;
  }
  // A part that is not there holds nothing; one that is there must be whole.
  if (head === '') return;
  parser.write(decode());
  parser.close();
}

/** Reads a small part to its end. */
export async function readWhole(
  part: string,
  bytes: AsyncIterable<Buffer>,
  handlers: Partial<Handlers>,
): Promise<void> {
  const nothing = (): void => undefined;
  const all = { open: nothing, close: nothing, text: nothing, ...handlers };
  const pieces = readXml(part, bytes, all);
  while ((await pieces.next()).done !== true);
}
