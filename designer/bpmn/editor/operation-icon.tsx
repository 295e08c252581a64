import {
  IconAddressBook, IconArrowBackUp, IconBolt, IconBox, IconBuildingWarehouse, IconCalculator, IconCash, IconCashOff, IconCircleX, IconClipboardCheck, IconClipboardList, IconClipboardX, IconCoin, IconCoins,
  IconFileInvoice, IconFileMinus, IconFileOff, IconFlag, IconLock, IconLockOpen, IconMail, IconMailForward, IconPackage, IconPackageExport, IconPackageImport, IconPackageOff, IconProgressCheck,
  IconReceipt, IconReceipt2, IconReceiptRefund, IconSend, IconShoppingCart, IconShoppingCartCheck, IconShoppingCartX, IconStairsDown, IconStairsUp, IconTag, IconTrash, IconTrendingUp,
  IconTruck, IconTruckDelivery, IconTruckOff, IconTruckReturn, IconUser, IconUserSearch, type Icon,
} from '@tabler/icons-react';

/** Icons that operations may name. The whole set has thousands, so only these come with the designer. */
const icons: Readonly<Record<string, Icon>> = {
  'address-book': IconAddressBook, 'arrow-back-up': IconArrowBackUp, 'cash-off': IconCashOff, 'clipboard-x': IconClipboardX, 'file-minus': IconFileMinus,
  'file-off': IconFileOff, 'package-import': IconPackageImport, 'stairs-down': IconStairsDown, 'stairs-up': IconStairsUp,
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
