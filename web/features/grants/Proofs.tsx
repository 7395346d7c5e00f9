import { useText } from '../../ui/language.tsx';
import { Attachments } from '../papers/Attachments.tsx';

/** Files that prove what a dialog reports, attached where it is written. */
export function Proofs({ grantId }: { grantId: number }) {
  const { t } = useText();
  return (
    <section aria-label={t('佐证材料', 'Proofs')}>
      <div style={{ marginBottom: 4 }}>{t('佐证材料（可不传）', 'Proofs (optional)')}</div>
      <Attachments object={`grant:${grantId}`} />
    </section>
  );
}
