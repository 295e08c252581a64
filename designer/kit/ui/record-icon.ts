import type { Icon } from '@tabler/icons-react';
import {
  IconAddressBook,
  IconBox,
  IconBuilding,
  IconBuildingWarehouse,
  IconCash,
  IconClipboardList,
  IconFile,
  IconFileInvoice,
  IconMail,
  IconMapPin,
  IconMessage,
  IconPackage,
  IconReceipt,
  IconShoppingCart,
  IconStack2,
  IconTag,
  IconTargetArrow,
  IconTrash,
  IconTruckDelivery,
  IconUser,
  IconUsers,
} from '@tabler/icons-react';

/** The icons that the description of a record type may name, by their name in the icon set. */
const icons: Readonly<Record<string, Icon>> = {
  'address-book': IconAddressBook,
  box: IconBox,
  building: IconBuilding,
  warehouse: IconBuildingWarehouse,
  'building-warehouse': IconBuildingWarehouse,
  cash: IconCash,
  'clipboard-list': IconClipboardList,
  invoice: IconFileInvoice,
  'file-invoice': IconFileInvoice,
  mail: IconMail,
  'map-pin': IconMapPin,
  message: IconMessage,
  package: IconPackage,
  receipt: IconReceipt,
  'shopping-cart': IconShoppingCart,
  cart: IconShoppingCart,
  stack: IconStack2,
  'stack-2': IconStack2,
  tag: IconTag,
  target: IconTargetArrow,
  'target-arrow': IconTargetArrow,
  trash: IconTrash,
  truck: IconTruckDelivery,
  'truck-delivery': IconTruckDelivery,
  user: IconUser,
  users: IconUsers,
};

/** The icon of a record type; a plain sheet when it names none that we have. */
export function recordIcon(name: string | null | undefined): Icon {
  return icons[name ?? ''] ?? IconFile;
}
