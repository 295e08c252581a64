import { Text } from '@mantine/core';
import { Fragment } from 'react';

/** Shows a text with paragraphs, line breaks, `**bold**` and "- " lists; all else stays as it was typed, HTML included. */
export function RichText({ text }: { readonly text: string }) {
  const paragraphs = text.trim().split(/\n\s*\n/);
  return paragraphs.map((paragraph, index) => (
    <Text key={index} size="sm" mb={index === paragraphs.length - 1 ? 0 : 'xs'} style={{ whiteSpace: 'pre-line' }}>
      {paragraph
        .split(/(\*\*[^*]+\*\*)/)
        .map((part, at) =>
          part.startsWith('**') && part.endsWith('**') && part.length > 4 ? (
            <strong key={at}>{part.slice(2, -2)}</strong>
          ) : (
            <Fragment key={at}>{part.replaceAll(/^- /gm, '• ')}</Fragment>
          ),
        )}
    </Text>
  ));
}
