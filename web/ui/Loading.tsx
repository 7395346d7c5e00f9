import { Skeleton } from 'antd';
import { useEffect, useState } from 'react';

/** The shape of the page, after 300 ms: what comes sooner needs no sign of waiting. */
export function Loading({ rows = 6 }: { rows?: number }) {
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), 300);
    return () => clearTimeout(timer);
  }, []);
  return shown ? <Skeleton active paragraph={{ rows }} /> : <div style={{ minHeight: rows * 32 }} />;
}
