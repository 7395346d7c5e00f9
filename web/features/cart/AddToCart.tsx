import { App, Button } from 'antd';
import { useState } from 'react';
import { Problem } from '../../api.ts';
import { useText } from '../../ui/language.tsx';
import { useCart } from './cart.ts';

/** 加入申请单, or out of it again. Shown only to who may apply. */
export function AddToCart({ entryId, title }: { entryId: number; title: string }) {
  const { t } = useText();
  const { message } = App.useApp();
  const { items, holds, add, remove } = useCart();
  const [busy, setBusy] = useState(false);
  if (items === undefined) return null;
  const inside = holds(entryId);

  async function toggle() {
    setBusy(true);
    try {
      await (inside ? remove(entryId) : add(entryId));
    } catch (fault) {
      if (!(fault instanceof Problem)) throw fault;
      void message.error(t(`${fault.title}。${fault.remedy}`, `${fault.titleEn}. ${fault.remedyEn}`));
    } finally {
      setBusy(false);
    }
  }

  return (
    <Button
      disabled={busy}
      aria-pressed={inside}
      aria-label={
        inside
          ? t(`把“${title}”移出申请单`, `Take “${title}” out of the cart`)
          : t(`把“${title}”加入申请单`, `Put “${title}” into the cart`)
      }
      data-test="cart-toggle"
      data-inside={inside}
      onClick={() => void toggle()}
    >
      {inside ? t('移出申请单', 'Remove') : t('加入申请单', 'Add to cart')}
    </Button>
  );
}
