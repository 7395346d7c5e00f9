import { Link } from 'react-router';
import { useSession } from '../app/session.tsx';
import { formatCount } from './format.ts';
import { useText } from './language.tsx';

/** What the record calls a step; opens it in the record search for those who may read there. */
export function ProofLink({ record }: { record: number | null }) {
  const { t, language } = useText();
  const { can } = useSession();
  if (record === null) return null;
  const number = formatCount(record, language);
  const words = t(`存证 #${number}`, `Record #${number}`);
  const style = { fontSize: 12, fontVariantNumeric: 'tabular-nums' };
  // The number is a receipt for everyone; only some may open the ledger itself.
  if (!can('ledger.read')) return <span style={style}>{words}</span>;
  return (
    <Link
      to={`/ledger/records?number=${record}`}
      style={{ fontSize: 12, fontVariantNumeric: 'tabular-nums' }}
    >
      {t(`存证 #${number}`, `Record #${number}`)}
    </Link>
  );
}
