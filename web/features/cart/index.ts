/** 申请单: entries put aside to be applied for together. */
export { AddToCart } from './AddToCart.tsx';
export { CartButton } from './CartButton.tsx';
export { useCart } from './cart.ts';
