/** SOAP 1.1 at the caller's side: what is asked is read out of the envelope, what is answered is written back into one. */
import type { PlanInterface, PlanParameter } from '#vocabulary/plans.ts';
import { wrong } from '#planes/gateway/body.ts';
import type { Asked } from '#planes/gateway/call.ts';
import { parseQuery } from '#planes/gateway/dialects/envelope.ts';
import { nodeAt } from './answerTree.ts';
import { type AnswerReader, type Row, Unexpected, maskRow } from './answerRows.ts';
import { nameOf } from './upstreamRequest.ts';
import {
  BadXml,
  type Element,
  type XmlNode,
  documentOf,
  escapeXml,
  parseXml,
  writeKept,
  xmlReading,
} from './xml.ts';

const isXml = (contentType: string): boolean =>
  /^\s*(text\/xml|application\/(soap\+)?xml)\b/i.test(contentType);

/** Whether a caller speaks SOAP: it sends an envelope to an interface that takes one. */
export const speaksSoap = (upstream: PlanInterface, contentType: string | undefined): boolean =>
  upstream.soap !== undefined && contentType !== undefined && isXml(contentType);

/**
 * The parameters of the operation. The header of the envelope goes no further: it holds the caller’s own credentials.
 * The purpose of the call stands in the query.
 */
export function parseSoap(url: string, body: Buffer, upstream: PlanInterface): Asked {
  const asked = parseQuery(url, () => false);
  for (const name in asked.params)
    throw wrong(name.slice(0, 40), '请写在 SOAP 正文里', 'belongs into the SOAP body');
  for (const name in asked.claims)
    throw wrong(`claims.${name.slice(0, 40)}`, 'SOAP 调用不能核验', 'cannot be verified through SOAP');
  let root: Element;
  try {
    root = parseXml(body.toString());
  } catch (error) {
    if (!(error instanceof BadXml)) throw error;
    throw wrong('body', '不是格式正确的 XML，或含有 DTD', 'is no well-formed XML, or holds a document type');
  }
  const envelope = nodeAt<XmlNode>(xmlReading, documentOf(root), ['Envelope', 'Body']);
  const [operation, another] = envelope && 'children' in envelope ? envelope.children : [];
  if (!operation || another || operation.name !== upstream.soap?.operation)
    throw wrong(
      'body',
      `应为一个 ${upstream.soap?.operation ?? ''} 操作`,
      `must hold one operation ${upstream.soap?.operation ?? ''}`,
    );
  const known = new Map<string, PlanParameter>(upstream.parameters.map(one => [one.name, one]));
  const params = Object.create(null) as Record<string, string>;
  for (const child of operation.children) {
    const parameter = known.get(child.name);
    const name = parameter ? nameOf(parameter) : child.name;
    if (child.children.length > 0) throw wrong(name.slice(0, 40), '应为文字', 'must be text');
    if (Object.hasOwn(params, name)) throw wrong(name.slice(0, 40), '重复出现', 'is given twice');
    params[name] = child.text;
  }
  return { ...asked, params };
}

export function readXml(text: string): { document: Element; root: Element } {
  try {
    const root = parseXml(text);
    return { document: documentOf(root), root };
  } catch (error) {
    if (!(error instanceof BadXml)) throw error;
    throw new Unexpected('不是格式正确的 XML', 'it is no well-formed XML', { cause: error });
  }
}

/** The answer's own envelope, with what is granted and nothing else. */
export function writeSoap(
  { document, root }: { document: Element; root: Element },
  reader: AnswerReader,
  rows: readonly Row<XmlNode>[],
  params: Readonly<Record<string, string>>,
  digest: (text: string) => string,
): string {
  const kept = new Map<Element, string | null>();
  const keep = (node: XmlNode | undefined, text: string | null): void => {
    if (!node || !('children' in node)) return;
    // A value that two items show in two ways is shown in neither.
    kept.set(node, kept.has(node) && kept.get(node) !== text ? null : text);
  };
  const status = reader.statusNode<XmlNode>(xmlReading, document);
  if (status) keep(status, xmlReading.text(status) ?? null);
  for (const { clear, nodes } of rows) {
    const shown = maskRow(reader.items, clear, params, digest);
    for (const [i, node] of nodes.entries()) keep(node, shown[i] ?? null);
  }
  return writeKept(root, kept);
}

const ELSEWHERE = new Set(['import', 'include', 'redefine', 'override']);

/** An element of a description with all that it holds, and of addresses ours alone. */
function described({ tag, name, spaces, attributes, children, text }: Element, address: string): string {
  const written = attributes.flatMap(([key, value]): [string, string][] => {
    const local = key.slice(key.indexOf(':') + 1);
    if (local === 'schemaLocation' || (local === 'location' && ELSEWHERE.has(name))) return [];
    return [[key, local === 'location' && name === 'address' ? address : value]];
  });
  const head = [...spaces, ...written].map(([key, value]) => ` ${key}="${escapeXml(value)}"`).join('');
  const own = name === 'Address' ? address : text.trim();
  const inner = escapeXml(own) + children.map(child => described(child, address)).join('');
  return inner === '' ? `<${tag}${head}/>` : `<${tag}${head}>${inner}</${tag}>`;
}

/**
 * Its own description, with our address in place of the department’s, and no other address in it. Written anew from what
 * was read: comments and other instructions, which may name anything, are not in it.
 */
export function rewriteWsdl(text: string, address: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>${described(readXml(text).root, address)}`;
}
