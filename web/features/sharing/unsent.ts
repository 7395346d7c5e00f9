/** What was typed into an application and not sent yet; kept by this tab only, so that a reload loses nothing. */
const nameOf = (key: string) => `shuqiao.application.${key}`;

export function readUnsent<V>(key: string): V | null {
  try {
    const kept = sessionStorage.getItem(nameOf(key));
    return kept === null ? null : (JSON.parse(kept) as V);
  } catch {
    // A browser that keeps nothing only means that a reload starts afresh.
    return null;
  }
}

export function keepUnsent<V>(key: string, unsent: V): void {
  try {
    sessionStorage.setItem(nameOf(key), JSON.stringify(unsent));
  } catch {
    // As above: the form itself still holds everything.
    return;
  }
}

export function dropUnsent(key: string): void {
  try {
    sessionStorage.removeItem(nameOf(key));
  } catch {
    // Nothing was kept then.
    return;
  }
}
