import { Link } from 'react-router';
import { useSession } from '../app/session.tsx';
import { useText } from './language.tsx';
import { type LogName, recordMark, recordName } from './recordName.ts';

/**
 * What the record calls a step; opens it in the record search for those who may read there. Acts of the control plane
 * lie in `control`; receipts of runs and calls say that theirs is the log of use.
 */
export function ProofLink({ record, log = 'control' }: { record: number | null; log?: LogName }) {
  const { t, language } = useText();
  const { can } = useSession();
  if (record === null) return null;
  const words = `${t('存证', 'Record')} ${recordName(log, record, language)}`;
  const style = { fontSize: 12, fontVariantNumeric: 'tabular-nums' };
  // The number is a receipt for everyone; only some may open the ledger itself.
  if (!can('ledger.read')) return <span style={style}>{words}</span>;
  return (
    <Link to={`/ledger/records?record=${recordMark(log, record)}`} style={style}>
      {words}
    </Link>
  );
}
