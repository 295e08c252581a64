import { Alert, Button, Code, CopyButton, Group, Modal, Stack, Text } from '@mantine/core';
import { useText } from '../../../designer/kit/index.ts';
import { hookUrl } from './connectors.ts';

/** Shows a new secret, this once. */
export function SecretDialog(props: { readonly id: string; readonly secret: string; readonly onClose: () => void }) {
  const { t } = useText('connectors');
  return (
    <Modal
      opened
      onClose={props.onClose}
      title={t('secretTitle')}
      closeButtonProps={{ 'aria-label': t('close') }}
      closeOnClickOutside={false}
    >
      <Stack gap="sm">
        <Alert color="yellow">{t('secretText')}</Alert>
        <Text size="sm">{t('address')}</Text>
        <Code block style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
          {hookUrl(props.id)}
        </Code>
        <Text size="sm">{t('secret')}</Text>
        <Code block data-testid="webhook-secret" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
          {props.secret}
        </Code>
        <Group justify="flex-end">
          <CopyButton value={props.secret}>
            {({ copied, copy }) => (
              <Button variant="default" onClick={copy}>
                {copied ? t('copied') : t('copySecret')}
              </Button>
            )}
          </CopyButton>
          <Button onClick={props.onClose}>{t('kept')}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
