import { DeleteOutlined, ShoppingOutlined } from '@ant-design/icons';
import { App, Button, Drawer, FloatButton, Grid, Tag, theme } from 'antd';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { Problem } from '../../api.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { useText } from '../../ui/language.tsx';
import { ShareTypeMark } from '../../ui/ShareTypeMark.tsx';
import { type CartItem, useCart } from './cart.ts';

/** 申请单 at the lower right of the catalog's pages: how many, which, and 一起申请. */
export function CartButton() {
  const { t } = useText();
  const { items } = useCart();
  const [open, setOpen] = useState(false);
  if (items === undefined) return null;
  const count = items.length;
  return (
    <>
      {count > 0 && (
        <FloatButton
          shape="square"
          style={{ insetBlockEnd: 16 }}
          type="primary"
          icon={<ShoppingOutlined />}
          content={t('申请单', 'Cart')}
          badge={{ count }}
          aria-label={t(`申请单，${count} 条目录`, `Cart, ${count} entries`)}
          data-test="cart-open"
          onClick={() => setOpen(true)}
        />
      )}
      <CartDrawer items={items} open={open} onClose={() => setOpen(false)} />
    </>
  );
}

function CartDrawer({
  items,
  open,
  onClose,
}: {
  items: readonly CartItem[];
  open: boolean;
  onClose: () => void;
}) {
  const { t } = useText();
  const navigate = useNavigate();
  const wide = Grid.useBreakpoint().md ?? true;
  const ready = items.filter(item => !item.gone);
  const providers = [...Map.groupBy(items, item => item.provider.id).values()];
  return (
    <Drawer
      open={open}
      onClose={onClose}
      size={wide ? 420 : '100%'}
      title={t(`申请单（${items.length}）`, `Cart (${items.length})`)}
      footer={
        <Button
          type="primary"
          block
          disabled={ready.length === 0}
          data-test="cart-apply"
          onClick={() => {
            onClose();
            const [only] = ready;
            void navigate(
              ready.length === 1 && only !== undefined
                ? `/requests/new?entry=${only.entryId}`
                : '/requests/new?cart=1',
            );
          }}
        >
          {ready.length > 1
            ? t(`一起申请 ${ready.length} 条`, `Apply for ${ready.length} together`)
            : t('申请', 'Apply')}
        </Button>
      }
    >
      {items.length === 0 && (
        <EmptyState
          title={t(
            '申请单是空的。在目录上点“加入申请单”。',
            'The cart is empty. Put entries into it from the catalog.',
          )}
        />
      )}
      {providers.map(group => (
        <ProviderGroup key={group[0]?.provider.id} items={group} onOpenEntry={onClose} />
      ))}
    </Drawer>
  );
}

function ProviderGroup({ items, onOpenEntry }: { items: readonly CartItem[]; onOpenEntry: () => void }) {
  const { t } = useText();
  const { token } = theme.useToken();
  const { message } = App.useApp();
  const { remove } = useCart();

  async function take(entryId: number) {
    try {
      await remove(entryId);
    } catch (fault) {
      if (!(fault instanceof Problem)) throw fault;
      void message.error(t(fault.title, fault.titleEn));
    }
  }

  return (
    <section style={{ marginBottom: 16 }}>
      <h3 style={{ fontSize: 13, fontWeight: 500, color: token.colorTextSecondary, marginBottom: 4 }}>
        {items[0]?.provider.name}
      </h3>
      <ul style={{ listStyle: 'none', margin: 0, padding: 0 }}>
        {items.map(item => (
          <li
            key={item.entryId}
            style={{
              display: 'flex',
              gap: 8,
              alignItems: 'center',
              justifyContent: 'space-between',
              padding: '6px 0',
              borderBottom: `1px solid ${token.colorBorderSecondary}`,
            }}
          >
            <span style={{ minWidth: 0, display: 'grid', gap: 4, justifyItems: 'start' }}>
              {item.gone ? (
                <span>
                  <s>{item.title}</s>{' '}
                  <Tag color="warning">{t('已撤销或不予共享', 'Withdrawn or withheld')}</Tag>
                </span>
              ) : (
                <Link to={`/catalog/${item.entryId}`} onClick={onOpenEntry}>
                  {item.title}
                </Link>
              )}
              <ShareTypeMark shareType={item.shareType} />
            </span>
            <Button
              type="text"
              icon={<DeleteOutlined />}
              aria-label={t(`移出“${item.title}”`, `Remove “${item.title}”`)}
              data-test="cart-remove"
              onClick={() => void take(item.entryId)}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}
