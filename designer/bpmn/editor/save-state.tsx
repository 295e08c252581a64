import { Text } from '@mantine/core';
import { useErrorText, useFormat } from '../../kit/index.ts';
import { useDesignerText } from '../texts.ts';
import type { DraftSnapshot } from './draft-session.ts';

/** Says whether everything is saved. */
export function SaveState({ draft }: { readonly draft: DraftSnapshot }) {
  const { t } = useDesignerText();
  const format = useFormat();
  const errorText = useErrorText();
  const text = ((): string => {
    switch (draft.phase) {
      case 'saved':
        return draft.savedAtMs === null
          ? t('save.unchanged')
          : t('save.saved', { time: format.time(new Date(draft.savedAtMs).toISOString()) });
      case 'changed':
        return t('save.changed');
      case 'saving':
        return t('save.saving');
      case 'failed':
        return t('save.failed', { reason: errorText(draft.error) });
      case 'conflict':
        return t('save.conflict');
    }
  })();
  return (
    <Text
      size="xs"
      c={draft.phase === 'failed' || draft.phase === 'conflict' ? 'red' : 'dimmed'}
      role="status"
      data-testid="save-state"
      data-phase={draft.phase}
      className="lw-save-state"
    >
      {text}
    </Text>
  );
}
