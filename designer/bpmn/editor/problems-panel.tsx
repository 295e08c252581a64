import { Badge, Group, Loader, ScrollArea, Text, UnstyledButton } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck, IconCircleX, IconInfoCircle } from '@tabler/icons-react';
import type { Finding } from '../../kit/api/problem.ts';
import { useDesignerText } from '../texts.ts';
import { useFindingWords } from './finding-text.ts';

/** Where the checks stand: their findings, whether they run now, and whether they could not be run. */
export interface CheckState {
  readonly findings: readonly Finding[];
  readonly running: boolean;
  readonly failed: boolean;
}

/** The findings of the deployment checks; a click on one goes to its element and field. */
export function ProblemsPanel(props: {
  readonly check: CheckState;
  readonly nameOf: (elementId: string) => string;
  readonly onOpen: (finding: Finding) => void;
}) {
  const { t } = useDesignerText();
  const { findings, running, failed } = props.check;
  return (
    <section className="lw-problems" aria-label={t('problems.title')} data-testid="problems">
      <Group gap="xs" px="sm" py={6} className="lw-problems-head">
        <Text size="sm" fw={600}>
          {t('problems.title')}
        </Text>
        <FindingCounts findings={findings} />
        {running ? <Loader size={12} aria-label={t('problems.running')} /> : null}
        {failed ? (
          <Text size="xs" c="red">
            {t('problems.failed')}
          </Text>
        ) : null}
      </Group>
      <ScrollArea.Autosize mah={168} type="auto" scrollbarSize={8}>
        <FindingList findings={findings} nameOf={props.nameOf} onOpen={props.onOpen} />
        {findings.length === 0 && !failed ? (
          <Group gap={6} px="sm" py={8} c="dimmed" data-testid="problems-none">
            <IconCircleCheck size={16} color="var(--mantine-color-green-7)" aria-hidden />
            <Text size="sm">{t('problems.none')}</Text>
          </Group>
        ) : null}
      </ScrollArea.Autosize>
    </section>
  );
}

/** How many errors and warnings there are. */
export function FindingCounts({ findings }: { readonly findings: readonly Finding[] }) {
  const { t } = useDesignerText();
  const errors = findings.filter((each) => each.severity === 'error').length;
  const others = findings.length - errors;
  return (
    <Group gap={4} role="status">
      {errors === 0 ? null : (
        <Badge size="sm" color="red" variant="light" data-testid="problems-errors">
          {t('problems.errors', { count: errors })}
        </Badge>
      )}
      {others === 0 ? null : (
        <Badge size="sm" color="yellow" variant="light">
          {t('problems.warnings', { count: others })}
        </Badge>
      )}
    </Group>
  );
}

/** Findings one below the other. */
export function FindingList(props: {
  readonly findings: readonly Finding[];
  readonly nameOf: (elementId: string) => string;
  readonly onOpen: (finding: Finding) => void;
}) {
  const wordsOf = useFindingWords();
  const sorted = props.findings.toSorted((left, right) => rank(left) - rank(right));
  return (
    <ul className="lw-finding-list">
      {sorted.map((finding, index) => (
        <li key={`${finding.rule}-${finding.element ?? ''}-${index}`}>
          <UnstyledButton className="lw-finding-row" onClick={() => props.onOpen(finding)} data-testid={`finding-${finding.rule}`}>
            <SeverityIcon severity={finding.severity} />
            <span className="lw-finding-text">
              <span>
                {typeof finding.element === 'string' ? <strong>{props.nameOf(finding.element)}: </strong> : null}
                {wordsOf(finding).sentence}
              </span>
              {wordsOf(finding).mend === undefined ? null : <span className="lw-finding-mend">{wordsOf(finding).mend}</span>}
            </span>
            <span className="lw-finding-rule">{finding.rule}</span>
          </UnstyledButton>
        </li>
      ))}
    </ul>
  );
}

function SeverityIcon({ severity }: { readonly severity: Finding['severity'] }) {
  const { t } = useDesignerText();
  const label = t(`problems.severity.${severity}`);
  if (severity === 'error') return <IconCircleX size={16} color="var(--mantine-color-red-6)" aria-label={label} />;
  if (severity === 'warning') return <IconAlertTriangle size={16} color="var(--mantine-color-yellow-7)" aria-label={label} />;
  return <IconInfoCircle size={16} color="var(--mantine-color-blue-6)" aria-label={label} />;
}

function rank(finding: Finding): number {
  return ['error', 'warning', 'info'].indexOf(finding.severity);
}
