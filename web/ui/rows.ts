/** Lists that are never paged come bare; the others come with their total. */
export function rowsOf<T>(answer: T[] | { items: T[] } | undefined): T[] {
  if (answer === undefined) return [];
  return Array.isArray(answer) ? answer : answer.items;
}
