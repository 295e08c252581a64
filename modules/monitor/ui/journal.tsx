import { Accordion, Badge, Button, Center, Code, Group, Stack, Text } from '@mantine/core';
import { EmptyState, Loaded, useFormat } from '../../../designer/kit/index.ts';
import { useJournal, type JournalEntry } from './api.ts';
import { useMonitorText } from './texts.ts';

/** Characters of a hash that are shown before its entry is opened. */
const SHORT_HASH = 10;

/** Every command that changed the instance, with the records it made and the hash that chains it to the one before. */
export function Journal({ instanceId }: { readonly instanceId: string }) {
  const { t } = useMonitorText();
  const journal = useJournal(instanceId);
  return (
    <Loaded query={journal} minHeight={120}>
      {(data) => {
        const entries = data.pages.flatMap((page) => page.items);
        if (entries.length === 0) return <EmptyState title={t('journal.none')} />;
        return (
          <>
            <Accordion variant="contained" chevronPosition="left" multiple data-testid="journal">
              {entries.map((entry) => (
                <Entry key={entry.sequence} entry={entry} />
              ))}
            </Accordion>
            {journal.hasNextPage ? (
              <Center mt="sm">
                <Button variant="default" loading={journal.isFetchingNextPage} onClick={() => void journal.fetchNextPage()}>
                  {t('more')}
                </Button>
              </Center>
            ) : null}
          </>
        );
      }}
    </Loaded>
  );
}

/** Kinds of the commands that an entry's first command led to in the same step, with how many there are. */
function ledTo({ command: { then } }: JournalEntry): readonly (readonly [kind: string, count: number])[] {
  const counts = new Map<string, number>();
  for (const { command } of then ?? []) {
    const kind = String(command.kind ?? '');
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  return [...counts];
}

function Entry({ entry }: { readonly entry: JournalEntry }) {
  const { t } = useMonitorText();
  const format = useFormat();
  const kind = String(entry.command.kind ?? '');
  return (
    <Accordion.Item value={String(entry.sequence)}>
      <Accordion.Control>
        <Group gap="sm">
          <Text size="xs" c="dimmed" ff="monospace">
            #{entry.sequence}
          </Text>
          <Text size="sm" fw={600}>
            {t(`command.${kind}`, { defaultValue: kind })}
          </Text>
          {ledTo(entry).map(([led, count]) => (
            <Text key={led} size="sm" c="dimmed">
              → {t(`command.${led}`, { defaultValue: led })}
              {count === 1 ? '' : ` × ${count}`}
            </Text>
          ))}
          <Text size="xs" c="dimmed">
            {format.dateTime(entry.at)} · {entry.actor.name}
          </Text>
          <Badge size="sm" variant="light" color="gray" tt="none">
            {t('journal.records', { count: entry.records.length })}
          </Badge>
          <Text size="xs" c="dimmed" ff="monospace" visibleFrom="sm">
            {entry.hash.slice(0, SHORT_HASH)}
          </Text>
        </Group>
      </Accordion.Control>
      <Accordion.Panel>
        <Stack gap="xs">
          <div>
            <Text size="xs" c="dimmed">
              {t('journal.hash')}
            </Text>
            <Code className="lw-wrap">{entry.hash}</Code>
          </div>
          <div>
            <Text size="xs" c="dimmed">
              {t('journal.command')}
            </Text>
            <Code block>{JSON.stringify(entry.command, null, 2)}</Code>
          </div>
          <div>
            <Text size="xs" c="dimmed">
              {t('journal.records', { count: entry.records.length })}
            </Text>
            <Code block>{entry.records.map((record) => JSON.stringify(record)).join('\n')}</Code>
          </div>
        </Stack>
      </Accordion.Panel>
    </Accordion.Item>
  );
}
