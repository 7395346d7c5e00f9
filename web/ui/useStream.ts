import { useEffect, useRef, useState } from 'react';

const AGAIN = 5000;

/**
 * What the platform tells by itself, by the name of the event, as long as the tab is looked at: a browser has few
 * connections to one host. The answer is since when nothing can be heard, or null.
 */
export function useStream(
  path: string | null,
  hear: Readonly<Record<string, (data: unknown) => void>>,
): number | null {
  const [lostSince, setLostSince] = useState<number | null>(null);
  const latest = useRef(hear);
  latest.current = hear;
  const names = Object.keys(hear).join(' ');

  useEffect(() => {
    if (path === null) return;
    let stream: EventSource | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    function open() {
      stream = new EventSource(path ?? '', { withCredentials: true });
      stream.onopen = () => setLostSince(null);
      stream.onerror = () => {
        setLostSince(since => since ?? Date.now());
        // The browser itself goes on trying after a break, but gives up for good after a refusal.
        if (stream?.readyState === EventSource.CLOSED) timer = setTimeout(open, AGAIN);
      };
      for (const name of names.split(' '))
        stream.addEventListener(name, event =>
          latest.current[name]?.(JSON.parse((event as MessageEvent<string>).data)),
        );
    }
    function close() {
      clearTimeout(timer);
      stream?.close();
    }
    function look() {
      close();
      if (!document.hidden) open();
    }
    look();
    document.addEventListener('visibilitychange', look);
    return () => {
      document.removeEventListener('visibilitychange', look);
      close();
    };
  }, [path, names]);
  return lostSince;
}
