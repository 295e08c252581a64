import { Badge, ScrollArea, Stack, Text, TextInput, Tooltip } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useMemo, useState, type DragEvent } from 'react';
import { localized } from '../../kit/i18n/languages.ts';
import { EmptyState } from '../../kit/ui/states.tsx';
import type { OperationInfo } from '../api.ts';
import { useDesignerText } from '../texts.ts';
import { OperationIcon } from './operation-icon.tsx';

/** Texts of an operation in the language shown, ready to be searched. */
interface Entry {
  readonly operation: OperationInfo;
  readonly title: string;
  readonly description: string;
  readonly module: string;
  readonly searchable: string;
}

/** Every operation of the registry as something to put into the diagram: by click, by dragging, or by the keyboard. */
export function OperationPalette(props: {
  readonly operations: readonly OperationInfo[];
  readonly disabled: boolean;
  readonly onPlace: (operation: OperationInfo, title: string) => void;
  readonly onDrag: (event: Event, operation: OperationInfo, title: string) => void;
}) {
  const { t, language } = useDesignerText();
  const [search, setSearch] = useState('');
  const entries = useMemo(() => props.operations.map((each) => entryOf(each, language)), [props.operations, language]);
  const words = search.toLocaleLowerCase(language).split(/\s+/).filter(Boolean);
  const found = entries.filter((entry) => words.every((word) => entry.searchable.includes(word)));
  const modules = [...new Set(found.map((entry) => entry.module))];
  return (
    <Stack gap={0} h="100%" role="region" aria-label={t('operations.title')} data-testid="operations">
      <TextInput
        m="xs"
        size="xs"
        leftSection={<IconSearch size={14} aria-hidden />}
        placeholder={t('operations.search')}
        aria-label={t('operations.search')}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
      <ScrollArea flex={1} type="auto" scrollbarSize={8}>
        {found.length === 0 ? <EmptyState title={t('operations.none')} description={t('operations.noneHint')} /> : null}
        {modules.map((module) => (
          <div key={module} role="group" aria-label={moduleTitle(module, t)}>
            <Text size="xs" fw={600} c="dimmed" tt="uppercase" px="sm" pt="xs" pb={4}>
              {moduleTitle(module, t)}
            </Text>
            {found
              .filter((entry) => entry.module === module)
              .map((entry) => (
                <PaletteEntry key={entry.operation.topic} entry={entry} {...props} />
              ))}
          </div>
        ))}
      </ScrollArea>
    </Stack>
  );
}

function PaletteEntry({
  entry,
  disabled,
  onPlace,
  onDrag,
}: {
  readonly entry: Entry;
  readonly disabled: boolean;
  readonly onPlace: (operation: OperationInfo, title: string) => void;
  readonly onDrag: (event: Event, operation: OperationInfo, title: string) => void;
}) {
  const { t } = useDesignerText();
  const { operation, title, description } = entry;
  const drag = (event: DragEvent<HTMLButtonElement>): void => {
    // The browser's own dragging is replaced by that of the modeler, which shows the shape at the pointer.
    event.preventDefault();
    if (!disabled) onDrag(event.nativeEvent, operation, title);
  };
  return (
    <Tooltip label={description} position="right" multiline w={280} openDelay={500} disabled={description === ''}>
      <button
        type="button"
        className="lw-operation"
        data-testid={`operation-${operation.topic}`}
        draggable
        disabled={disabled}
        onDragStart={drag}
        onClick={() => onPlace(operation, title)}
      >
        <span className="lw-operation-icon">
          <OperationIcon name={operation.icon} />
        </span>
        <span className="lw-operation-text">
          <span className="lw-operation-title">{title}</span>
          <span className="lw-operation-topic">{operation.topic}</span>
        </span>
        {operation.transactional ? null : (
          <Badge size="xs" variant="light" color="gray" title={t('operations.outsideHint')}>
            {t('operations.outside')}
          </Badge>
        )}
      </button>
    </Tooltip>
  );
}

function entryOf(operation: OperationInfo, language: string): Entry {
  const title = localized(operation.title, language);
  const description = localized(operation.description, language);
  const module = operation.topic.split('.')[0] ?? operation.topic;
  const searchable = `${title} ${description} ${operation.topic}`.toLocaleLowerCase(language);
  return { operation, title, description, module, searchable };
}

/** Name of the part of the business that an operation belongs to; an unknown module shows its own name in capitals. */
function moduleTitle(module: string, t: ReturnType<typeof useDesignerText>['t']): string {
  return t(`module.${module}`, { defaultValue: module.toUpperCase() });
}
