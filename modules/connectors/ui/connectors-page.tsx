import { Tabs } from '@mantine/core';
import { IconPlugConnected } from '@tabler/icons-react';
import { EmptyState, Page, rightsOf, useAddress, useSession, useText } from '../../../designer/kit/index.ts';
import { Mails } from './mails.tsx';
import { Outgoing } from './outgoing.tsx';
import { Webhooks } from './webhooks.tsx';

/** Connectors: webhooks by which others call, where requests of diagrams may go, and the mail that they send. */
export function ConnectorsPage() {
  const { t } = useText('connectors');
  const session = useSession();
  const [address, change] = useAddress();
  const mayKeep = session.data === undefined || rightsOf(session.data?.user.roles ?? []).design;
  return (
    <Page title={t('title')} subtitle={t('subtitle')}>
      {mayKeep ? (
        <Tabs value={address['tab'] ?? 'webhooks'} onChange={(tab) => change({ tab })} keepMounted={false}>
          <Tabs.List mb="md">
            <Tabs.Tab value="webhooks">{t('webhooks')}</Tabs.Tab>
            <Tabs.Tab value="outgoing">{t('outgoing')}</Tabs.Tab>
            <Tabs.Tab value="mail">{t('mail.title')}</Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="webhooks">
            <Webhooks />
          </Tabs.Panel>
          <Tabs.Panel value="outgoing">
            <Outgoing />
          </Tabs.Panel>
          <Tabs.Panel value="mail">
            <Mails />
          </Tabs.Panel>
        </Tabs>
      ) : (
        <EmptyState icon={<IconPlugConnected aria-hidden />} title={t('notYours')} description={t('notYoursText')} />
      )}
    </Page>
  );
}
