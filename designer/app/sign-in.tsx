import { Avatar, Badge, Card, Container, Divider, Group, SimpleGrid, Stack, Text, Title, UnstyledButton } from '@mantine/core';
import { useSettings, useSignIn } from '../kit/api/session.ts';
import type { DemoPerson } from '../kit/api/types.ts';
import { localized } from '../kit/i18n/languages.ts';
import { useText } from '../kit/i18n/use-text.ts';
import { ErrorState } from '../kit/ui/states.tsx';
import { useDocumentTitle } from '../kit/ui/page.tsx';
import { Mark } from './brand.tsx';
import { LanguageMenu, SchemeButton } from './preferences.tsx';
import { SignInForm } from './sign-in-form.tsx';

/** Password of every demo person; these people exist in demo mode only. */
const demoPassword = 'demo';

/** The page for people who are not signed in. */
export function SignInPage() {
  const { t } = useText();
  const settings = useSettings();
  useDocumentTitle(t('signIn.title'));
  const people = settings.data?.demo === true ? settings.data.demoPeople : [];
  return (
    <Container size={people.length > 0 ? 880 : 440} py={{ base: 'md', sm: 60 }} component="main">
      <Group justify="space-between" mb="lg">
        <Group gap="sm">
          <Mark size={36} />
          <div>
            <Title order={1} size="h3">
              Lanework
            </Title>
            <Text size="sm" c="dimmed">
              {t('signIn.claim')}
            </Text>
          </div>
        </Group>
        <Group gap={4}>
          <LanguageMenu />
          <SchemeButton />
        </Group>
      </Group>
      {settings.error === null ? null : <ErrorState error={settings.error} retry={settings.refetch} />}
      {people.length === 0 ? null : <DemoPeople people={people} />}
      <Card withBorder maw={440} mx="auto" mt="lg">
        <Title order={2} size="h5" mb="sm">
          {t('signIn.title')}
        </Title>
        <SignInForm />
      </Card>
    </Container>
  );
}

function DemoPeople({ people }: { readonly people: readonly DemoPerson[] }) {
  const { t } = useText();
  const signIn = useSignIn();
  return (
    <Stack gap="sm">
      <div>
        <Title order={2} size="h5">
          {t('signIn.demoTitle')}
        </Title>
        <Text size="sm" c="dimmed">
          {t('signIn.demoText')}
        </Text>
      </div>
      {signIn.error === null ? null : <ErrorState error={signIn.error} />}
      <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }} spacing="sm">
        {people.map((person) => (
          <DemoCard
            key={person.login}
            person={person}
            busy={signIn.isPending}
            onPick={() => signIn.mutate({ login: person.login, password: demoPassword })}
          />
        ))}
      </SimpleGrid>
      <Divider label={t('signIn.or')} mt="md" />
    </Stack>
  );
}

function DemoCard({ person, busy, onPick }: { readonly person: DemoPerson; readonly busy: boolean; readonly onPick: () => void }) {
  const { t, language } = useText();
  return (
    <UnstyledButton onClick={onPick} disabled={busy} aria-label={t('signIn.as', { name: person.name })}>
      <Card withBorder h="100%" className="lw-pick">
        <Group gap="sm" wrap="nowrap" align="flex-start">
          <Avatar name={person.name} color="initials" radius="xl" />
          <Stack gap={4} miw={0}>
            <Text fw={600}>{person.name}</Text>
            <Text size="sm" c="dimmed">
              {localized(person.description, language)}
            </Text>
            <Group gap={4}>
              {[...person.roles, ...person.groups].map((name) => (
                <Badge key={name} size="sm" variant="light" tt="none">
                  {t(`right.${name}`, { defaultValue: name })}
                </Badge>
              ))}
            </Group>
          </Stack>
        </Group>
      </Card>
    </UnstyledButton>
  );
}
