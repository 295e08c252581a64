import type { Icon } from '@tabler/icons-react';
import {
  IconActivityHeartbeat,
  IconBox,
  IconInbox,
  IconLayoutKanban,
  IconMailOpened,
  IconPlayerPlay,
  IconSchema,
  IconSettings,
} from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import { rightsOf } from '../kit/api/session.ts';
import type { RecordType, User } from '../kit/api/types.ts';
import { localized } from '../kit/i18n/languages.ts';
import { recordIcon } from '../kit/ui/record-icon.ts';

/** One place to go to. */
export interface Entry {
  readonly href: string;
  readonly label: string;
  readonly icon: Icon;
  /** Shows the number of tasks that wait for the person. */
  readonly counted?: boolean;
}

/** Entries under one heading; the first section has none. */
export interface Section {
  readonly title: string | null;
  readonly entries: readonly Entry[];
}

/** Kinds of records that belong to customers; all others belong to goods and money. */
const customerTypes = new Set(['customer', 'counterparty', 'contact', 'lead', 'deal', 'interaction', 'message']);

/** Which module's section a type of records is listed under. */
export function sectionOf(type: RecordType): 'crm' | 'erp' {
  return customerTypes.has(type.name) ? 'crm' : 'erp';
}

/** What a person may go to, by section; what they may not use is not in it. */
export function navigationFor(user: User, types: readonly RecordType[], t: TFunction, language: string): readonly Section[] {
  const rights = rightsOf(user.roles);
  const records = (section: 'crm' | 'erp'): Entry[] =>
    types
      .filter((type) => sectionOf(type) === section && type.inMenu !== false)
      .map((type) => ({ href: `/records/${type.name}`, label: localized(type.titlePlural, language), icon: recordIcon(type.icon) }));
  const hasDeals = types.some((type) => type.name === 'deal');
  const hasStock = types.some((type) => type.name === 'item');
  const sections: readonly Section[] = [
    {
      title: null,
      entries: [
        { href: '/inbox', label: t('nav.inbox'), icon: IconInbox, counted: true },
        { href: '/start', label: t('nav.start'), icon: IconPlayerPlay },
      ],
    },
    {
      title: t('nav.crm'),
      entries: [
        ...(hasDeals ? [{ href: '/deals', label: t('nav.dealBoard'), icon: IconLayoutKanban }] : []),
        ...records('crm'),
        ...(types.length > 0 ? [{ href: '/mailbox', label: t('nav.mailbox'), icon: IconMailOpened }] : []),
      ],
    },
    {
      title: t('nav.erp'),
      entries: [...(hasStock ? [{ href: '/stock', label: t('nav.stock'), icon: IconBox }] : []), ...records('erp')],
    },
    {
      title: t('nav.processes'),
      entries: [
        ...(rights.monitor ? [{ href: '/monitor', label: t('nav.monitor'), icon: IconActivityHeartbeat }] : []),
        ...(rights.design ? [{ href: '/designer', label: t('nav.designer'), icon: IconSchema }] : []),
        ...(rights.administer ? [{ href: '/administration', label: t('nav.administration'), icon: IconSettings }] : []),
      ],
    },
  ];
  return sections.filter((section) => section.entries.length > 0);
}
