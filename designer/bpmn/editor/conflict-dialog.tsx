import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { ApiError, ErrorState, useFormat, useGo } from '../../kit/index.ts';
import { useCreateDraft, type Resource } from '../api.ts';
import { useDesignerText } from '../texts.ts';

/** Asks what to do when somebody else has saved the same draft: keep mine as a copy, or go on with theirs. Nothing is overwritten. */
export function ConflictDialog(props: {
  readonly opened: boolean;
  readonly error: unknown;
  readonly name: string;
  readonly resources: readonly Resource[];
  readonly onReload: () => void;
}) {
  const { t } = useDesignerText();
  const format = useFormat();
  const go = useGo();
  const create = useCreateDraft();
  const theirs = currentOf(props.error);
  const keep = (): void => {
    create.mutate(
      { name: t('conflict.copyName', { name: props.name }), resources: props.resources },
      { onSuccess: (draft) => go(`/designer/drafts/${draft.id}`) },
    );
  };
  return (
    <Modal
      opened={props.opened}
      onClose={() => undefined}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      title={t('conflict.title')}
    >
      <Stack gap="sm" data-testid="conflict">
        <Text size="sm">
          {theirs === null ? t('conflict.text') : t('conflict.textBy', { person: theirs.person, when: format.dateTime(theirs.at) })}
        </Text>
        {create.error === null ? null : <ErrorState error={create.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={props.onReload} data-testid="conflict-theirs">
            {t('conflict.theirs')}
          </Button>
          <Button loading={create.isPending} onClick={keep} data-testid="conflict-copy">
            {t('conflict.copy')}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

/** Who saved the draft and when, from the refusal; null when it does not say. */
function currentOf(error: unknown): { readonly person: string; readonly at: string } | null {
  if (!(error instanceof ApiError)) return null;
  const current = error.problem.members['current'];
  if (typeof current !== 'object' || current === null || !('updatedBy' in current) || !('updatedAt' in current)) return null;
  const { updatedBy, updatedAt } = current;
  if (typeof updatedBy !== 'object' || updatedBy === null || !('name' in updatedBy)) return null;
  return { person: String(updatedBy.name), at: String(updatedAt) };
}
