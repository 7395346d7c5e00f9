import { useEffect, useState } from 'react';

/** A value that is taken over once it has rested, so that not every key stroke asks the platform. */
export function useLate<V>(value: V, milliseconds: number): V {
  const [late, setLate] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setLate(value), milliseconds);
    return () => clearTimeout(timer);
  }, [value, milliseconds]);
  return late;
}
