/**
 * XML as a tree, read by `saxes`. A document type is refused, and with it every entity of its own: there is nothing to
 * expand. Comments and processing instructions are left out.
 */
import { SaxesParser, type SaxesTagNS } from 'saxes';
import type { Reading } from './answerTree.ts';

export interface Element {
  /** As it is written, with its prefix. */
  tag: string;
  /** Without its prefix. */
  name: string;
  uri: string;
  /** Declarations of namespaces alone, as they are written. */
  spaces: [string, string][];
  attributes: [string, string][];
  children: Element[];
  text: string;
}

export class BadXml extends Error {}

const MOST_DEPTH = 64;
const MOST_ELEMENTS = 200_000;

/** The root element. Throws `BadXml`. */
export function parseXml(text: string): Element {
  const parser = new SaxesParser({ xmlns: true });
  let root: Element | undefined;
  const open: Element[] = [];
  let elements = 0;
  parser.on('error', error => {
    throw new BadXml(error.message);
  });
  parser.on('doctype', () => {
    throw new BadXml('a document type');
  });
  parser.on('opentag', (tag: SaxesTagNS) => {
    elements += 1;
    if (elements > MOST_ELEMENTS || open.length >= MOST_DEPTH) throw new BadXml('too many elements');
    const element: Element = {
      tag: tag.name,
      name: tag.local,
      uri: tag.uri,
      spaces: [],
      attributes: [],
      children: [],
      text: '',
    };
    for (const { name, prefix, value } of Object.values(tag.attributes))
      (name === 'xmlns' || prefix === 'xmlns' ? element.spaces : element.attributes).push([name, value]);
    open.at(-1)?.children.push(element);
    root ??= element;
    open.push(element);
  });
  parser.on('closetag', () => void open.pop());
  const gather = (part: string): void => {
    const inside = open.at(-1);
    if (inside) inside.text += part;
  };
  parser.on('text', gather);
  parser.on('cdata', gather);
  parser.write(text).close();
  if (!root) throw new BadXml('no element');
  return root;
}

/** Several elements of one name under one parent: what a step to that name reaches. */
const LIST = Symbol('list');
type ListNode = { [LIST]: Element[] };
export type XmlNode = Element | ListNode;

const isList = (node: XmlNode): node is ListNode => LIST in node;

const only = (node: XmlNode): Element | undefined => (isList(node) ? undefined : node);

/** What a path begins at: `$` is the document, whose one member is the root. */
export const documentOf = (root: Element): Element => ({
  tag: '',
  name: '',
  uri: '',
  spaces: [],
  attributes: [],
  children: [root],
  text: '',
});

export const xmlReading: Reading<XmlNode> = {
  member(node, name) {
    const found = only(node)?.children.filter(child => child.name === name) ?? [];
    return found.length > 1 ? { [LIST]: found } : found[0];
  },
  all: node => (isList(node) ? node[LIST] : [node]),
  text(node) {
    const element = only(node);
    if (!element || element.children.length > 0) return undefined;
    const nil = element.attributes.find(([name]) => /(^|:)nil$/.test(name))?.[1];
    return nil === 'true' || nil === '1' ? null : element.text;
  },
};

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
/** Characters that XML 1.0 cannot hold become the replacement character. */
// oxlint-disable-next-line no-control-regex
const NOT_XML = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g;
export const escapeXml = (text: string): string =>
  text
    .toWellFormed()
    .replace(NOT_XML, '\uFFFD')
    .replace(/[&<>"]/g, one => ESCAPES[one] ?? one);

/**
 * The elements of `kept` with the texts given there, and what they lie in; nothing else of the document goes out: no
 * other element, no attribute, no text between.
 */
export function writeKept(root: Element, kept: ReadonlyMap<Element, string | null>): string {
  const within = (element: Element): string => {
    const value = kept.get(element);
    const inner =
      value === undefined ? element.children.map(child => within(child)).join('') : escapeXml(value ?? '');
    if (value === undefined && inner === '' && element !== root) return '';
    const spaces = element.spaces.map(([name, uri]) => ` ${name}="${escapeXml(uri)}"`).join('');
    return `<${element.tag}${spaces}>${inner}</${element.tag}>`;
  };
  return `<?xml version="1.0" encoding="UTF-8"?>${within(root)}`;
}
