import { Alert, Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { IconCircleCheck, IconInfoCircle, IconRocket } from '@tabler/icons-react';
import { useState } from 'react';
import { ApiError, AppLink, ErrorState, hasCode, type Finding } from '../../kit/index.ts';
import { useDeploy, useVersions, type DeploymentResult, type Resource } from '../api.ts';
import { useDesignerText } from '../texts.ts';
import { FindingList } from './problems-panel.tsx';
import { diagramOf, processIn } from './resources.ts';

/** Deploys the draft: says what becomes a new version, what the checks found and what happens to running instances. */
export function DeployDialog(props: {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly resources: readonly Resource[];
  readonly findings: readonly Finding[];
  readonly nameOf: (elementId: string) => string;
  readonly onOpenFinding: (finding: Finding) => void;
}) {
  const { t } = useDesignerText();
  return (
    <Modal opened={props.opened} onClose={props.onClose} title={t('deploy.title')} size="lg" keepMounted={false}>
      <DeployForm {...props} />
    </Modal>
  );
}

function DeployForm(props: {
  readonly onClose: () => void;
  readonly resources: readonly Resource[];
  readonly findings: readonly Finding[];
  readonly nameOf: (elementId: string) => string;
  readonly onOpenFinding: (finding: Finding) => void;
}) {
  const { t } = useDesignerText();
  const [note, setNote] = useState('');
  const deploy = useDeploy();
  const process = processIn(diagramOf(props.resources)?.content ?? '');
  const versions = useVersions(process?.id);
  const newest = versions.data?.[0];
  const running = versions.data?.reduce((sum, each) => sum + each.active, 0) ?? 0;
  const refused = hasCode(deploy.error, 'DEPLOYMENT_REFUSED') ? deploy.error.problem.findings : null;
  const findings = refused ?? props.findings;
  if (deploy.data !== undefined) return <Deployed result={deploy.data} onClose={props.onClose} />;
  return (
    <Stack gap="sm">
      <Text size="sm">
        {newest === undefined
          ? t('deploy.first', { name: process?.name ?? '' })
          : t('deploy.next', { name: process?.name ?? newest.name, version: newest.version + 1 })}
      </Text>
      {newest === undefined ? null : (
        <Alert icon={<IconInfoCircle aria-hidden />} variant="light" p="xs">
          {t('deploy.running', { count: running })}
        </Alert>
      )}
      <Textarea
        label={t('deploy.note')}
        description={t('deploy.noteHint')}
        value={note}
        onChange={(event) => setNote(event.currentTarget.value)}
        autosize
        minRows={2}
        data-autofocus
      />
      {findings.length === 0 ? null : (
        <div className="lw-deploy-findings" data-testid="deploy-findings">
          <FindingList findings={findings} nameOf={props.nameOf} onOpen={props.onOpenFinding} />
        </div>
      )}
      {deploy.error !== null && !isRefusal(deploy.error) ? <ErrorState error={deploy.error} /> : null}
      {refused === null ? null : (
        <Text size="sm" c="red" role="alert">
          {t('deploy.refused')}
        </Text>
      )}
      <Group justify="flex-end">
        <Button variant="default" onClick={props.onClose}>
          {t('action.cancel')}
        </Button>
        <Button
          leftSection={<IconRocket size={16} aria-hidden />}
          loading={deploy.isPending}
          onClick={() => deploy.mutate({ resources: props.resources, ...(note.trim() === '' ? {} : { note: note.trim() }) })}
          data-testid="deploy-confirm"
        >
          {t('deploy.confirm')}
        </Button>
      </Group>
    </Stack>
  );
}

/** The version numbers that the deployment gave. */
function Deployed({ result, onClose }: { readonly result: DeploymentResult; readonly onClose: () => void }) {
  const { t } = useDesignerText();
  return (
    <Stack gap="sm" data-testid="deployed">
      {result.definitions.map((each) => (
        <Group key={each.definitionId} gap="sm">
          <IconCircleCheck color="var(--mantine-color-green-7)" aria-hidden />
          <Text>
            {each.isNew
              ? t('deploy.done', { name: each.name, version: each.version })
              : t('deploy.same', { name: each.name, version: each.version })}
          </Text>
          <AppLink href={`/monitor/processes/${each.definitionId}`} size="sm">
            {t('deploy.watch')}
          </AppLink>
        </Group>
      ))}
      <Group justify="flex-end">
        <Button onClick={onClose} data-testid="deploy-close">
          {t('action.close')}
        </Button>
      </Group>
    </Stack>
  );
}

function isRefusal(error: unknown): boolean {
  return error instanceof ApiError && error.code === 'DEPLOYMENT_REFUSED';
}
