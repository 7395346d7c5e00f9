/** What is left of the story's steps after those that were done; nothing once people have gone another way. */
export function remaining<S extends { action: string }>(
  done: readonly string[],
  steps: readonly S[],
): readonly S[] {
  return done.every((action, at) => steps[at]?.action === action) ? steps.slice(done.length) : [];
}

/** A civil date so many days after another one. */
export function daysAfter(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
