import { useText } from '../../ui/language.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { WitnessPanel } from './WitnessPanel.tsx';

/** 见证 as a page of its own: the operator tends it and does not read the record. */
export function WitnessPage() {
  const { t } = useText();
  return (
    <>
      <PageTitle
        title={t('见证', 'Witnesses')}
        sub={t(
          '两个平台互相为对方的存证签名：谁改动或退回自己的记录，对方一分钟内就会发现。',
          'Two platforms cosign each other’s seal points: whoever changes or puts back its own record is noticed by the other within a minute.',
        )}
      />
      <WitnessPanel />
    </>
  );
}
