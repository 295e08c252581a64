import {
  IconBolt, IconBox, IconBuildingWarehouse, IconCalculator, IconCash, IconCircleX, IconClipboardCheck, IconClipboardList, IconCoin, IconCoins,
  IconFileInvoice, IconFlag, IconLock, IconLockOpen, IconMail, IconMailForward, IconPackage, IconPackageExport, IconPackageOff, IconProgressCheck,
  IconReceipt, IconReceipt2, IconReceiptRefund, IconSend, IconShoppingCart, IconShoppingCartCheck, IconShoppingCartX, IconTag, IconTrash, IconTrendingUp,
  IconTruck, IconTruckDelivery, IconTruckOff, IconTruckReturn, IconUser, IconUserSearch, type Icon,
} from '@tabler/icons-react';

/** Icons that operations may name. The whole set has thousands, so only these come with the designer. */
const icons: Readonly<Record<string, Icon>> = {
  box: IconBox, 'building-warehouse': IconBuildingWarehouse, calculator: IconCalculator, cash: IconCash, 'circle-x': IconCircleX,
  'clipboard-check': IconClipboardCheck, 'clipboard-list': IconClipboardList, coin: IconCoin, coins: IconCoins, 'file-invoice': IconFileInvoice,
  flag: IconFlag, lock: IconLock, 'lock-open': IconLockOpen, mail: IconMail, 'mail-forward': IconMailForward, package: IconPackage,
  'package-export': IconPackageExport, 'package-off': IconPackageOff, 'progress-check': IconProgressCheck, receipt: IconReceipt, 'receipt-2': IconReceipt2,
  'receipt-refund': IconReceiptRefund, send: IconSend, 'shopping-cart': IconShoppingCart, 'shopping-cart-check': IconShoppingCartCheck,
  'shopping-cart-x': IconShoppingCartX, tag: IconTag, trash: IconTrash, 'trending-up': IconTrendingUp, truck: IconTruck, 'truck-delivery': IconTruckDelivery,
  'truck-off': IconTruckOff, 'truck-return': IconTruckReturn, user: IconUser, 'user-search': IconUserSearch,
};

/** The icon of an operation; a bolt for a name that is not among them. */
export function OperationIcon({ name, size = 18 }: { readonly name: string; readonly size?: number }) {
  const Shown = icons[name] ?? IconBolt;
  return <Shown size={size} stroke={1.6} aria-hidden />;
}
