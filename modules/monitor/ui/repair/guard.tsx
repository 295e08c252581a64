import { IconLock } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { EmptyState, Loaded, Page, useSession } from '../../../../designer/kit/index.ts';
import { useMonitorText } from '../texts.ts';
import { mayRepair } from './repair-api.ts';

/** Shows a page for changing instances to those who may, and says so to the others. */
export function Guard({ children }: { readonly children: ReactNode }) {
  const { t } = useMonitorText();
  const session = useSession();
  return (
    <Loaded query={session}>
      {(data) =>
        mayRepair(data?.user.roles ?? []) ? (
          children
        ) : (
          <Page title={t('repair.notAllowed')} back="/monitor">
            <EmptyState icon={<IconLock aria-hidden />} title={t('repair.notAllowed')} description={t('repair.notAllowedHint')} />
          </Page>
        )
      }
    </Loaded>
  );
}
