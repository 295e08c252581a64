import { ActionIcon, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { isDecimal, localized, parseDecimal, RecordPicker, useText } from '../../../designer/kit/index.ts';
import type { RecordType } from '../../../designer/kit/index.ts';

/** A line as it is typed: the quantity in the notation of the person's language. */
export interface LineDraft {
  readonly itemId: string | null;
  readonly quantity: string;
}

/** A document of more lines is imported, not typed. */
const MOST_LINES = 200;

/** The lines of a new document, for example of an order: an item and an exact quantity each. */
export function LinesEditor({
  type,
  lines,
  refused,
  onChange,
}: {
  readonly type: RecordType;
  readonly lines: readonly LineDraft[];
  /** What the server refused, by path: `lines.0.quantity`. */
  readonly refused: Readonly<Record<string, string>>;
  readonly onChange: (lines: readonly LineDraft[]) => void;
}) {
  const { t, language } = useText('records');
  const itemField = type.fields.find((field) => field.name === 'itemId');
  const quantityField = type.fields.find((field) => field.name === 'quantity' || field.name === 'ordered');
  const replace = (index: number, change: Partial<LineDraft>) =>
    onChange(lines.map((line, at) => (at === index ? { ...line, ...change } : line)));
  const itemTitle = localized(itemField?.title, language);
  const quantityTitle = localized(quantityField?.title, language);
  return (
    <Stack gap="xs" role="group" aria-label={localized(type.titlePlural, language)}>
      <Text fw={600} size="sm">
        {localized(type.titlePlural, language)}
      </Text>
      {lines.map((line, index) => (
        <Group key={index} gap="sm" wrap="nowrap" align="flex-start">
          <div style={{ flex: 3, minWidth: 0 }}>
            <RecordPicker
              type={itemField?.reference ?? 'erp.item'}
              label={`${itemTitle} ${index + 1}`}
              hideLabel
              error={refused[`lines.${index}.itemId`] ?? refused[`lines.${index}.`]}
              value={line.itemId}
              onChange={(itemId) => replace(index, { itemId })}
            />
          </div>
          <TextInput
            style={{ flex: 1 }}
            aria-label={`${quantityTitle} ${index + 1}`}
            placeholder={quantityTitle}
            inputMode="decimal"
            value={line.quantity}
            onChange={(event) => replace(index, { quantity: event.currentTarget.value })}
            error={line.quantity === '' || isQuantity(line.quantity, language) ? refused[`lines.${index}.quantity`] : t('wrong.notNumber')}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            mt={4}
            aria-label={t('removeLine', { number: index + 1 })}
            onClick={() => onChange(lines.filter((_, at) => at !== index))}
          >
            <IconTrash size={16} />
          </ActionIcon>
        </Group>
      ))}
      <div>
        <Button
          size="compact-sm"
          variant="subtle"
          disabled={lines.length >= MOST_LINES}
          leftSection={<IconPlus size={14} aria-hidden />}
          onClick={() => onChange([...lines, { itemId: null, quantity: '' }])}
        >
          {t('addLine')}
        </Button>
      </div>
    </Stack>
  );
}

function isQuantity(text: string, language: string): boolean {
  const decimal = parseDecimal(text, language);
  return decimal !== null && isDecimal(decimal) && !decimal.startsWith('-');
}

/** The lines as the API takes them, empty ones left out; null when one is half filled or its quantity is no quantity. */
export function readLines(
  lines: readonly LineDraft[],
  language: string,
): readonly { readonly itemId: string; readonly quantity: string }[] | null {
  const filled = lines.filter((line) => line.itemId !== null || line.quantity.trim() !== '');
  const read = filled.flatMap(({ itemId, quantity }) => {
    const decimal = parseDecimal(quantity, language);
    return itemId === null || decimal === null || !isQuantity(quantity, language) ? [] : [{ itemId, quantity: decimal }];
  });
  return read.length === filled.length ? read : null;
}
