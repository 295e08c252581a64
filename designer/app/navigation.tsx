import { Badge, NavLink, Stack, Text } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useRecordTypes } from '../kit/api/records.ts';
import { useTaskCounts } from '../kit/api/tasks.ts';
import type { User } from '../kit/api/types.ts';
import { useFormat } from '../kit/format/use-format.ts';
import { useText } from '../kit/i18n/use-text.ts';
import { usePathname } from '../kit/navigation/address.ts';
import { PlainLink } from '../kit/navigation/link.tsx';
import { navigationFor } from './navigation-entries.ts';
import type { Entry } from './navigation-entries.ts';

/** The one navigation of the application. */
export function Navigation({ user }: { readonly user: User }) {
  const { t, language } = useText();
  const types = useRecordTypes();
  const sections = navigationFor(user, types.data?.items ?? [], t, language);
  return (
    <nav aria-label={t('shell.navigation')}>
      <Stack gap="sm">
        {sections.map((section) => (
          <div key={section.title ?? 'work'}>
            {section.title === null ? null : (
              <Text size="xs" fw={600} c="dimmed" px="sm" py={4}>
                {section.title}
              </Text>
            )}
            {section.entries.map((entry) => (
              <NavigationEntry key={entry.href} entry={entry} />
            ))}
            {section.more.length === 0 ? null : <MoreEntries entries={section.more} />}
          </div>
        ))}
      </Stack>
    </nav>
  );
}

/** Entries that are needed rarely, behind one that opens them; open while one of them is shown. */
function MoreEntries({ entries }: { readonly entries: readonly Entry[] }) {
  const { t } = useText();
  const pathname = usePathname();
  const inside = entries.some((entry) => pathname.startsWith(entry.href));
  return (
    <NavLink
      component="button"
      label={t('nav.more')}
      leftSection={<IconDots size={18} stroke={1.7} aria-hidden />}
      defaultOpened={inside}
      childrenOffset={0}
      py={6}
      style={{ borderRadius: 'var(--mantine-radius-md)' }}
    >
      {entries.map((entry) => (
        <NavigationEntry key={entry.href} entry={entry} />
      ))}
    </NavLink>
  );
}

function NavigationEntry({ entry }: { readonly entry: Entry }) {
  const pathname = usePathname();
  const active = pathname === entry.href || pathname.startsWith(`${entry.href}/`);
  return (
    <NavLink
      component={PlainLink}
      href={entry.href}
      label={entry.label}
      active={active}
      aria-current={active ? 'page' : undefined}
      leftSection={<entry.icon size={18} stroke={1.7} aria-hidden />}
      rightSection={entry.counted === true ? <WaitingCount /> : null}
      py={6}
      style={{ borderRadius: 'var(--mantine-radius-md)' }}
    />
  );
}

function WaitingCount() {
  const { t } = useText();
  const format = useFormat();
  const { data } = useTaskCounts();
  if (data === undefined) return null;
  const waiting = data.mine + data.unassigned;
  if (waiting === 0) return null;
  const late = data.overdue > 0;
  const shown = format.count(waiting, data.countedUpTo);
  return (
    <Badge
      size="sm"
      circle={waiting < 10}
      color={late ? 'red' : 'lane'}
      variant={late ? 'filled' : 'light'}
      aria-label={waiting < data.countedUpTo ? t('nav.waiting', { count: waiting }) : t('nav.waitingAtLeast', { shown })}
    >
      {shown}
    </Badge>
  );
}
