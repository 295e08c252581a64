import { TextInput } from '@mantine/core';
import type { TextInputProps } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';

/** Waits this long after the last key before it searches. */
const TYPING_PAUSE_MS = 250;

/** A search box whose value lives in the address: it searches when the person pauses, and follows the address when that changes. */
export function SearchInput({
  label,
  value,
  onSearch,
  ...rest
}: Omit<TextInputProps, 'value' | 'onChange' | 'label' | 'type'> & {
  readonly label: string;
  readonly value: string;
  readonly onSearch: (search: string) => void;
}) {
  const [text, setText] = useState(value);
  const [seen, setSeen] = useState(value);
  const send = useDebouncedCallback((typed: string) => onSearch(typed.trim()), TYPING_PAUSE_MS);
  if (value !== seen) {
    // The address changed: by this box itself, or from outside (going back, taking all filters away), which the box then shows.
    setSeen(value);
    if (text.trim() !== value) setText(value);
  }
  return (
    <TextInput
      {...rest}
      type="search"
      aria-label={label}
      placeholder={label}
      leftSection={<IconSearch size={16} aria-hidden />}
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        send(event.currentTarget.value);
      }}
    />
  );
}
