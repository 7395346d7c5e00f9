import type { ReactNode } from 'react';

/** A field of a dialog under its label. */
export function Labelled({ id, label, children }: { id: string; label: string; children: ReactNode }) {
  return (
    <label htmlFor={id} style={{ display: 'grid', gridTemplateColumns: 'minmax(0, 1fr)', gap: 4 }}>
      {label}
      {children}
    </label>
  );
}
