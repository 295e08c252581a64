import { Code, Stack, Table, Text } from '@mantine/core';
import { Loaded, useFormat } from '../../../designer/kit/index.ts';
import { useIncident, type IncidentDetail } from './api.ts';
import { useMonitorText } from './texts.ts';

/** What is known of an incident beyond its message: attempts, last worker, and the variables that its element sees. */
export function IncidentDetails({ id }: { readonly id: string }) {
  const { t } = useMonitorText();
  const format = useFormat();
  const incident = useIncident(id);
  return (
    <Loaded query={incident} minHeight={60}>
      {({ job, failures, variables, elementId }) => (
        <Stack gap="xs" mt="xs" data-testid="incident-details">
          <Text size="sm">
            {t('incidents.element')}: <code>{elementId}</code>
          </Text>
          {job === null ? null : <Job job={job} />}
          <Text size="sm" fw={600}>
            {t('incidents.failures')}
          </Text>
          {failures.length === 0 ? (
            <Text size="sm" c="dimmed">
              {t('incidents.noFailures')}
            </Text>
          ) : (
            <Table withRowBorders={false} verticalSpacing={2}>
              <Table.Tbody>
                {failures.map(({ at, message }, index) => (
                  <Table.Tr key={`${at}-${index}`}>
                    <Table.Td w={180} valign="top">
                      <Text size="xs">{format.dateTime(at)}</Text>
                    </Table.Td>
                    <Table.Td>
                      <Text size="xs" className="lw-incident-message">
                        {message}
                      </Text>
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          )}
          <Text size="sm" fw={600}>
            {t('incidents.variables')}
          </Text>
          <Code block className="lw-wrap">
            {JSON.stringify(variables, null, 2)}
          </Code>
        </Stack>
      )}
    </Loaded>
  );
}

function Job({ job }: { readonly job: NonNullable<IncidentDetail['job']> }) {
  const { t } = useMonitorText();
  const format = useFormat();
  return (
    <Text size="sm">
      <code>{job.type}</code> · {t('incidents.attempts', { count: job.attempts })}
      {job.worker === null ? '' : ` · ${t('incidents.worker', { worker: job.worker })}`}
      {job.leasedUntil === null ? '' : ` · ${t('incidents.leasedUntil', { when: format.dateTime(job.leasedUntil) })}`}
    </Text>
  );
}
