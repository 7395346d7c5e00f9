import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { refuse } from './rules.ts';

/** The published verifier: the page without any evidence in it. */
export interface VerifierPage {
  html: string;
  /** Hexadecimal. */
  sha256: string;
  /** What the page may load: its own script and style, by their digests. */
  policy: string;
}

/** Reads the built page when it is first needed; refuses while nobody has built it. */
export function readVerifierPage(file: string): () => VerifierPage {
  let page: VerifierPage | undefined;
  return () => {
    page ??= pageOf(file);
    return page;
  };
}

function pageOf(file: string): VerifierPage {
  let html: string;
  try {
    html = readFileSync(file, 'utf8');
  } catch {
    throw refuse.no_verifier();
  }
  const policy = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(html)?.[1];
  if (policy === undefined) throw new Error(`${file} is not the verifier’s page`);
  return { html, sha256: createHash('sha256').update(html).digest('hex'), policy };
}
