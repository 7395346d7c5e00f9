/**
 * One choice of the reader kept by the browser. A browser that forbids storage forgets it on the next visit; nothing
 * else depends on it.
 */
export function rememberedValue<V extends string>(key: string, allowed: readonly V[], start: V) {
  return {
    read(): V {
      try {
        const found = localStorage.getItem(key);
        return allowed.find(value => value === found) ?? start;
      } catch {
        return start;
      }
    },
    write(value: V): void {
      try {
        localStorage.setItem(key, value);
      } catch {
        return;
      }
    },
  };
}
