import { Segmented } from 'antd';
import { useSearchParams } from 'react-router';
import { useText } from '../../ui/language.tsx';
import type { ListKind } from './types.ts';
import { KINDS } from './words.ts';

const ALL = Object.keys(KINDS) as ListKind[];

/** Which list the address asks for. */
export function useKind(): ListKind {
  const [search] = useSearchParams();
  return ALL.find(kind => kind === search.get('kind')) ?? 'responsibility';
}

export function KindChoice() {
  const { t } = useText();
  const [search, setSearch] = useSearchParams();
  const kind = useKind();
  return (
    <div style={{ marginBottom: 16, overflowX: 'auto' }}>
      <Segmented
        value={kind}
        onChange={value => {
          const next = new URLSearchParams(search);
          next.delete('version');
          next.set('kind', value);
          setSearch(next, { replace: true });
        }}
        options={ALL.map(value => ({ value, label: t(...KINDS[value]) }))}
      />
    </div>
  );
}
