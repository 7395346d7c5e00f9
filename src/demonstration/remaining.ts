/** What is left of the story's steps after those that were done; nothing once people have gone another way. */
export function remaining<S extends { action: string }>(
  done: readonly string[],
  steps: readonly S[],
): readonly S[] {
  return done.every((action, at) => steps[at]?.action === action) ? steps.slice(done.length) : [];
}
