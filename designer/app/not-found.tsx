import { IconMapOff } from '@tabler/icons-react';
import { useText } from '../kit/i18n/use-text.ts';
import { AppLink } from '../kit/navigation/link.tsx';
import { EmptyState } from '../kit/ui/states.tsx';

/** Shown for an address that leads nowhere. */
export function NotFoundPage() {
  const { t } = useText();
  return (
    <EmptyState
      icon={<IconMapOff aria-hidden />}
      title={t('notFound.title')}
      description={t('notFound.text')}
      action={<AppLink href="/inbox">{t('notFound.toInbox')}</AppLink>}
    />
  );
}
