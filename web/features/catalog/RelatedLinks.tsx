import type { ReactNode } from 'react';
import { Link } from 'react-router';

/** Entries named by their codes; the search finds a code as it finds a name. */
export function RelatedLinks({ codes, empty }: { codes: readonly string[]; empty: ReactNode }) {
  if (codes.length === 0) return empty;
  return (
    <ul style={{ margin: 0, paddingInlineStart: 18 }}>
      {codes.map(code => (
        <li key={code}>
          <Link to={`/catalog?q=${encodeURIComponent(code)}`}>{code}</Link>
        </li>
      ))}
    </ul>
  );
}
