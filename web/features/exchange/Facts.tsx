import { Descriptions } from 'antd';
import type { ReactNode } from 'react';

/** What is said of a thing, line by line, two beside each other; what is null is left out. */
export function Facts({ facts }: { facts: readonly (readonly [label: string, says: ReactNode] | null)[] }) {
  return (
    <Descriptions
      size="small"
      column={{ xs: 1, sm: 1, md: 2 }}
      // A table’s name has no blank where it could break.
      styles={{ content: { overflowWrap: 'anywhere', minWidth: 0 } }}
      items={facts
        .filter(fact => fact !== null)
        .map(([label, children]) => ({ key: label, label, children }))}
    />
  );
}
