import { Avatar, Badge, Group, Menu, Text, UnstyledButton } from '@mantine/core';
import { IconLogout, IconMoon, IconSun } from '@tabler/icons-react';
import { useEffect } from 'react';
import { useSaveLocale, useSignOut } from '../kit/api/session.ts';
import type { Session } from '../kit/api/types.ts';
import { defaultLanguage, isLanguage } from '../kit/i18n/languages.ts';
import { changeLanguage } from '../kit/i18n/setup.ts';
import { useText } from '../kit/i18n/use-text.ts';
import { LanguageItems, useSchemeSwitch } from './preferences.tsx';

/** Who is signed in, and what concerns only them: language, look, signing out. */
export function PersonMenu({ session }: { readonly session: Session }) {
  const { t } = useText();
  const { user } = session;
  const saveLocale = useSaveLocale();
  const signOut = useSignOut();
  const { dark, toggle } = useSchemeSwitch();
  useSavedLanguage(user.locale);
  return (
    <Menu width={240} position="bottom-end">
      <Menu.Target>
        <UnstyledButton aria-label={t('shell.person', { name: user.name })}>
          <Group gap={8} wrap="nowrap">
            <Avatar name={user.name} color="initials" size={32} radius="xl" />
            <Text size="sm" fw={500} visibleFrom="md">
              {user.name}
            </Text>
          </Group>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Group gap={4} p="xs">
          {[...user.roles, ...user.groups].map((name) => (
            <Badge key={name} size="sm" variant="light" tt="none">
              {t(`right.${name}`, { defaultValue: name })}
            </Badge>
          ))}
        </Group>
        <Menu.Divider />
        <Menu.Label>{t('shell.language')}</Menu.Label>
        <LanguageItems onPick={(code) => saveLocale.mutate(code)} />
        <Menu.Divider />
        <Menu.Item leftSection={dark ? <IconSun size={16} aria-hidden /> : <IconMoon size={16} aria-hidden />} onClick={toggle}>
          {dark ? t('shell.light') : t('shell.dark')}
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden />} onClick={() => signOut.mutate()}>
          {t('shell.signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

/**
 * Shows the language that a person saved, also in a browser where somebody else has chosen another one. Accounts begin in the default
 * language, so that one says nothing about what the person wants, and the browser's choice stays.
 */
function useSavedLanguage(locale: string | null | undefined): void {
  useEffect(() => {
    if (isLanguage(locale) && locale !== defaultLanguage) void changeLanguage(locale);
  }, [locale]);
}
