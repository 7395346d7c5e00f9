import { useText } from '../../ui/language.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { OurTabs } from '../catalog/OurTabs.tsx';
import { KindChoice, useKind } from './KindChoice.tsx';
import { ListPanel } from './ListPanel.tsx';

/** 三清单 of our department. */
export function OurLists() {
  const { t } = useText();
  const kind = useKind();
  return (
    <>
      <PageTitle title={t('我的目录', 'Our catalog')} />
      <OurTabs current="lists" />
      <KindChoice />
      <ListPanel kind={kind} />
    </>
  );
}
