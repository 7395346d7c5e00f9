import { api } from '../../api.ts';
import { useText } from '../../ui/language.tsx';
import { ReasonDialog } from '../administration/ReasonDialog.tsx';
import type { Pair } from './types.ts';

/** 不是同一项: the pair is shown no more and stops no entry. */
export function DifferentDialog({
  pair,
  onClose,
  onDone,
}: {
  pair: Pair;
  onClose: () => void;
  onDone: () => void;
}) {
  const { t } = useText();
  const { entryId, item, otherEntryId, otherItem } = pair;
  return (
    <ReasonDialog
      title={t(`不是同一项：${item}`, `Not the same: ${item}`)}
      label={t('不是同一项', 'Not the same')}
      means={t(
        `“${pair.entryTitle}”的“${item}”和“${pair.otherEntryTitle}”的“${otherItem}”以后不再提示，也不再影响送签。`,
        `“${item}” of “${pair.entryTitle}” and “${otherItem}” of “${pair.otherEntryTitle}” are shown no more and stop no entry.`,
      )}
      done={t('已认定不是同一项', 'Found to be different')}
      danger={false}
      work={reason => api.post('/api/sources/different', { entryId, item, otherEntryId, otherItem, reason })}
      onClose={onClose}
      onDone={() => {
        onClose();
        onDone();
      }}
    />
  );
}
