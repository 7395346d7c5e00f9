import { useText } from '../../ui/language.tsx';
import { PageTitle } from '../../ui/PageTitle.tsx';
import { OurTabs } from '../catalog/OurTabs.tsx';
import { InventoryPanel } from './InventoryPanel.tsx';

/** 数据资产 of our department. */
export function OurInventory() {
  const { t } = useText();
  return (
    <>
      <PageTitle title={t('我的目录', 'Our catalog')} />
      <OurTabs current="inventory" />
      <InventoryPanel path="/our-catalog/inventory" />
    </>
  );
}
