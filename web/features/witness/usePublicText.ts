import { useEffect, useState } from 'react';

/**
 * A text that the platform publishes for verifiers, such as its keys; empty until it is there, and when it is not. Read
 * again when `version` changes.
 */
export function usePublicText(path: string, version = 0): string {
  const [text, setText] = useState('');
  useEffect(() => {
    const leaving = new AbortController();
    async function load() {
      try {
        const answer = await fetch(path, { signal: leaving.signal });
        if (answer.ok) setText(await answer.text());
      } catch (fault) {
        if (!leaving.signal.aborted && !(fault instanceof TypeError)) throw fault;
      }
    }
    void load();
    return () => leaving.abort();
  }, [path, version]);
  return text;
}
