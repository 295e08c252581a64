import type { Icon } from '@tabler/icons-react';
import {
  IconActivityHeartbeat,
  IconBuildingWarehouse,
  IconCalendarTime,
  IconHistory,
  IconInbox,
  IconLayoutKanban,
  IconMailOpened,
  IconPlayerPlay,
  IconPlugConnected,
  IconSchema,
  IconServer,
  IconSettings,
} from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import { rightsOf } from '../kit/api/session.ts';
import type { RecordType, User } from '../kit/api/types.ts';
import { localized } from '../kit/i18n/languages.ts';
import { sectionOf } from '../kit/records/record-meta.ts';
import { recordIcon } from '../kit/ui/record-icon.ts';

/** One place to go to. */
export interface Entry {
  readonly href: string;
  readonly label: string;
  readonly icon: Icon;
  /** Shows the number of tasks that wait for the person. */
  readonly counted?: boolean;
}

/** Entries under one heading; the first section has none. What is needed rarely is in `more`, which opens on demand. */
export interface Section {
  readonly title: string | null;
  readonly entries: readonly Entry[];
  readonly more: readonly Entry[];
}

/** The records of daily work, in the order they are listed; other types are listed after them, under "more". */
const dailyTypes = ['customer', 'contact', 'deal', 'sales_order', 'shipment', 'invoice', 'payment', 'write_off', 'item'];

/** What a person may go to, by section; what they may not use is not in it. */
export function navigationFor(user: User, types: readonly RecordType[], t: TFunction, language: string): readonly Section[] {
  const rights = rightsOf(user.roles);
  const has = (name: string) => types.some((type) => bareName(type) === name);
  const records = (section: 'crm' | 'erp', daily: boolean): readonly Entry[] =>
    types
      .filter((type) => sectionOf(type) === section && isListed(type) && isDaily(type) === daily)
      .toSorted((left, right) => dailyTypes.indexOf(bareName(left)) - dailyTypes.indexOf(bareName(right)))
      .map((type) => ({ href: `/records/${type.name}`, label: localized(type.titlePlural, language), icon: recordIcon(type.icon) }));
  const sections: readonly Section[] = [
    {
      title: null,
      entries: [
        { href: '/inbox', label: t('nav.inbox'), icon: IconInbox, counted: true },
        { href: '/start', label: t('nav.start'), icon: IconPlayerPlay },
      ],
      more: [],
    },
    {
      title: t('nav.crm'),
      entries: [
        ...(has('deal') ? [{ href: '/deals', label: t('nav.dealBoard'), icon: IconLayoutKanban }] : []),
        ...records('crm', true),
        ...(has('customer') ? [{ href: '/mailbox', label: t('nav.mailbox'), icon: IconMailOpened }] : []),
      ],
      more: records('crm', false),
    },
    {
      title: t('nav.erp'),
      entries: [...records('erp', true), ...(has('item') ? [{ href: '/stock', label: t('nav.stock'), icon: IconBuildingWarehouse }] : [])],
      more: records('erp', false),
    },
    {
      title: t('nav.processes'),
      entries: [
        ...(rights.monitor ? [{ href: '/monitor', label: t('nav.monitor'), icon: IconActivityHeartbeat }] : []),
        ...(rights.design ? [{ href: '/designer', label: t('nav.designer'), icon: IconSchema }] : []),
        ...(rights.supervise ? [{ href: '/system', label: t('nav.system'), icon: IconServer }] : []),
        ...(rights.design ? [{ href: '/connectors', label: t('nav.connectors'), icon: IconPlugConnected }] : []),
        ...(rights.administer ? [{ href: '/calendars', label: t('nav.calendars'), icon: IconCalendarTime }] : []),
        ...(rights.design ? [{ href: '/retention', label: t('nav.retention'), icon: IconHistory }] : []),
        ...(rights.administer ? [{ href: '/administration', label: t('nav.administration'), icon: IconSettings }] : []),
      ],
      more: [],
    },
  ];
  return sections.filter((section) => section.entries.length + section.more.length > 0);
}

/** True for the records of daily work, which are listed first and found by the palette. */
export function isDaily(type: RecordType): boolean {
  return dailyTypes.includes(bareName(type));
}

/** Lines are reached from their documents, balances have the stock page, messages the mailbox. */
function isListed(type: RecordType): boolean {
  return type.inMenu !== false && !['stock_balance', 'message'].includes(bareName(type));
}

function bareName(type: RecordType): string {
  return type.name.split('.').at(-1) ?? type.name;
}
