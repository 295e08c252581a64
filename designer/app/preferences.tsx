import { ActionIcon, Button, Menu, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { IconCheck, IconLanguage, IconMoon, IconSun } from '@tabler/icons-react';
import { isLanguage, languages } from '../kit/i18n/languages.ts';
import type { Language } from '../kit/i18n/languages.ts';
import { changeLanguage } from '../kit/i18n/setup.ts';
import { useText } from '../kit/i18n/use-text.ts';

/** Entries that switch the language, for use inside a menu. */
export function LanguageItems({ onPick }: { readonly onPick?: (language: Language) => void }) {
  const { language } = useText();
  const pick = (code: Language) => {
    void changeLanguage(code);
    onPick?.(code);
  };
  return Object.entries(languages).map(([code, name]) => (
    <Menu.Item
      key={code}
      lang={code}
      onClick={() => (isLanguage(code) ? pick(code) : undefined)}
      rightSection={code === language ? <IconCheck size={14} aria-hidden /> : null}
      aria-current={code === language}
    >
      {name}
    </Menu.Item>
  ));
}

/** A menu of languages of its own, for the sign-in page. */
export function LanguageMenu() {
  const { t, language } = useText();
  return (
    <Menu>
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          leftSection={<IconLanguage size={18} aria-hidden />}
          aria-label={t('shell.language')}
        >
          {languages[language]}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <LanguageItems />
      </Menu.Dropdown>
    </Menu>
  );
}

/** Switches between light and dark. */
export function useSchemeSwitch(): { readonly dark: boolean; readonly toggle: () => void } {
  const { setColorScheme } = useMantineColorScheme();
  const dark = useComputedColorScheme('light') === 'dark';
  return { dark, toggle: () => setColorScheme(dark ? 'light' : 'dark') };
}

/** A button that switches between light and dark. */
export function SchemeButton() {
  const { t } = useText();
  const { dark, toggle } = useSchemeSwitch();
  return (
    <ActionIcon variant="subtle" color="gray" onClick={toggle} aria-label={dark ? t('shell.light') : t('shell.dark')}>
      {dark ? <IconSun size={18} /> : <IconMoon size={18} />}
    </ActionIcon>
  );
}
