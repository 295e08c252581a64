import { AppShell, Burger, Group, ScrollArea } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Outlet } from '@tanstack/react-router';
import { Suspense, useEffect } from 'react';
import { useLiveUpdates } from '../kit/api/events.ts';
import { useSession } from '../kit/api/session.ts';
import type { Session } from '../kit/api/types.ts';
import { useText } from '../kit/i18n/use-text.ts';
import { usePathname } from '../kit/navigation/address.ts';
import { ErrorState, LoadingState } from '../kit/ui/states.tsx';
import { CommandPalette, PaletteButton } from './command-palette.tsx';
import { Brand } from './brand.tsx';
import { LiveSign } from './live-sign.tsx';
import { Navigation } from './navigation.tsx';
import { PersonMenu } from './person-menu.tsx';
import { SessionExpiry } from './session-expiry.tsx';
import { SignInPage } from './sign-in.tsx';

/** The frame around all pages; asks to sign in first. */
export function Shell() {
  const session = useSession();
  if (session.data === undefined) {
    return session.error === null ? <LoadingState minHeight={400} /> : <ErrorState error={session.error} retry={session.refetch} />;
  }
  if (session.data === null) return <SignInPage />;
  return <SignedInShell session={session.data} />;
}

function SignedInShell({ session }: { readonly session: Session }) {
  const { t } = useText();
  const [opened, { toggle, close }] = useDisclosure(false);
  const pathname = usePathname();
  useLiveUpdates(true);
  useEffect(() => close(), [pathname, close]);
  const edgeToEdge = pathname.startsWith('/designer');
  return (
    <AppShell
      header={{ height: 52 }}
      navbar={{ width: 232, breakpoint: 'sm', collapsed: { mobile: !opened } }}
      padding={edgeToEdge ? 0 : { base: 'sm', sm: 'lg' }}
    >
      <a href="#main" className="lw-skip">
        {t('shell.skip')}
      </a>
      <AppShell.Header>
        <Group h="100%" px="md" gap="sm" justify="space-between" wrap="nowrap">
          <Group gap="xs" wrap="nowrap">
            <Burger opened={opened} onClick={toggle} hiddenFrom="sm" size="sm" aria-label={t('shell.menu')} />
            <Brand />
          </Group>
          <Group gap="xs" wrap="nowrap">
            <LiveSign />
            <PaletteButton />
            <PersonMenu session={session} />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar>
        <AppShell.Section grow component={ScrollArea} p="xs">
          <Navigation user={session.user} />
        </AppShell.Section>
      </AppShell.Navbar>
      <AppShell.Main id="main">
        <Suspense fallback={<LoadingState minHeight={400} />}>
          <Outlet />
        </Suspense>
      </AppShell.Main>
      <CommandPalette user={session.user} />
      <SessionExpiry login={session.user.login} />
    </AppShell>
  );
}
