import './import.css';
import { Alert, Badge, Button, Code, Group, Modal, SegmentedControl, Stack, Text, UnstyledButton } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconAlertTriangle, IconArrowRight, IconCircleCheck, IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { BpmnView, EmptyState, ErrorState, LoadingState } from '../../kit/index.ts';
import { download } from '../editor/download.ts';
import { useDesignerText } from '../texts.ts';
import { OUTCOMES, entriesOf, reportTable } from './report.ts';
import type { AdviceId, FileReport, ImportAnswer, ImportEntry, ImportOutcome } from './report.ts';
import type { Importing } from './use-import.ts';

const COLOURS: Readonly<Record<ImportOutcome, string>> = { attention: 'red', approximated: 'yellow', converted: 'green', dropped: 'gray' };

/** Shows what became of a diagram of another engine, beside the diagram, before it becomes a draft. */
export function ImportDialog({ importing, accept }: { readonly importing: Importing; readonly accept: string }) {
  const { t } = useDesignerText();
  const narrow = useMediaQuery('(max-width: 48em)');
  return (
    <Modal
      opened={importing.opened}
      fullScreen={narrow === true}
      onClose={importing.cancel}
      title={t('import.title')}
      size="min(1200px, 96vw)"
      keepMounted={false}
      data-testid="import-dialog"
    >
      {importing.error !== null ? (
        <ErrorState error={importing.error} retry={importing.retry} />
      ) : importing.answer === null ? (
        <LoadingState label={t('import.translating')} minHeight={280} />
      ) : (
        <ImportReview answer={importing.answer} importing={importing} accept={accept} />
      )}
    </Modal>
  );
}

function ImportReview({
  answer,
  importing,
  accept,
}: {
  readonly answer: ImportAnswer;
  readonly importing: Importing;
  readonly accept: string;
}) {
  const { t } = useDesignerText();
  const [fileName, setFileName] = useState(answer.reports[0]?.resource ?? '');
  const [selected, setSelected] = useState<string | undefined>(undefined);
  const report = answer.reports.find((each) => each.resource === fileName) ?? answer.reports[0];
  const xml = answer.resources.find((each) => each.name === report?.resource)?.content ?? '';
  const errors = answer.findings.filter((finding) => finding.severity === 'error').length;
  if (report === undefined) return <EmptyState title={t('import.nothing')} icon={<IconCircleCheck aria-hidden />} />;
  return (
    <Stack gap="sm">
      <Text size="sm">{t('import.explanation')}</Text>
      {errors === 0 ? null : (
        <Alert color="red" variant="light" p="xs" icon={<IconAlertTriangle aria-hidden />} data-testid="import-refused">
          {t('import.refused', { count: errors })}
        </Alert>
      )}
      {answer.reports.length < 2 ? null : (
        <SegmentedControl size="xs" value={report.resource} onChange={setFileName} data={answer.reports.map((each) => each.resource)} />
      )}
      <div className="lw-import">
        {/<(?:\w+:)?BPMNShape\b/.test(xml) ? (
          <div className="lw-import-diagram" data-testid="import-diagram">
            <BpmnView
              xml={xml}
              selected={selected ?? null}
              follow={selected}
              height="fill"
              label={t('import.diagram', { name: report.resource })}
              onElementClick={setSelected}
            />
          </div>
        ) : (
          <div className="lw-import-diagram">
            <EmptyState title={t('import.noPicture')} description={t('import.noPictureHint')} />
          </div>
        )}
        <Report key={report.resource} report={report} selected={selected} onSelect={setSelected} />
      </div>
      <Group justify="space-between">
        <ExportButton reports={answer.reports} />
        <Group gap="xs">
          <Button variant="default" onClick={importing.cancel}>
            {t('action.cancel')}
          </Button>
          <Button onClick={importing.accept} data-testid="import-accept" data-autofocus>
            {accept}
          </Button>
        </Group>
      </Group>
    </Stack>
  );
}

/** The groups of the report; the first that has entries is open. */
function Report(props: {
  readonly report: FileReport;
  readonly selected: string | undefined;
  readonly onSelect: (element: string) => void;
}) {
  const { t } = useDesignerText();
  const counts = OUTCOMES.map((outcome) => ({ outcome, entries: entriesOf(props.report, outcome) }));
  const [open, setOpen] = useState<ImportOutcome>(counts.find(({ entries }) => entries.length > 0)?.outcome ?? 'attention');
  const entries = counts.find(({ outcome }) => outcome === open)?.entries ?? [];
  return (
    <section className="lw-import-report" aria-label={t('import.report')}>
      <Group gap={6} p="xs" role="tablist" aria-label={t('import.groups')}>
        {counts.map(({ outcome, entries: group }) => (
          <UnstyledButton
            key={outcome}
            role="tab"
            aria-selected={open === outcome}
            className="lw-import-tab"
            onClick={() => setOpen(outcome)}
            data-testid={`import-group-${outcome}`}
          >
            <Badge
              size="sm"
              variant={open === outcome ? 'filled' : 'light'}
              color={COLOURS[outcome]}
              autoContrast
              circle={group.length < 10}
            >
              {group.length}
            </Badge>
            <span>{t(`import.outcome.${outcome}`)}</span>
          </UnstyledButton>
        ))}
      </Group>
      <Text size="xs" c="dimmed" px="sm" pb={6}>
        {t(`import.hint.${open}`)}
      </Text>
      {entries.length === 0 ? (
        <EmptyState title={t('import.none')} icon={<IconCircleCheck aria-hidden />} />
      ) : (
        <ul className="lw-import-list" role="tabpanel" aria-label={t(`import.outcome.${open}`)}>
          {entries.map((entry, index) => (
            <li key={`${entry.line}-${index}`}>
              <EntryRow entry={entry} isSelected={entry.element !== null && entry.element === props.selected} onSelect={props.onSelect} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function EntryRow({
  entry,
  isSelected,
  onSelect,
}: {
  readonly entry: ImportEntry;
  readonly isSelected: boolean;
  readonly onSelect: (element: string) => void;
}) {
  const { t } = useDesignerText();
  const { element } = entry;
  return (
    <UnstyledButton
      className="lw-import-entry"
      data-selected={isSelected}
      aria-pressed={isSelected}
      onClick={() => element !== null && onSelect(element)}
      data-testid="import-entry"
    >
      <Group gap={6} wrap="nowrap" justify="space-between">
        <Text size="sm" fw={600} truncate>
          {entry.name ?? element ?? t('import.file')}
        </Text>
        <Text size="xs" c="dimmed" className="lw-import-line">
          {t('import.line', { line: entry.line })}
        </Text>
      </Group>
      <Code className="lw-import-code">{entry.original}</Code>
      {entry.became === null ? null : (
        <span className="lw-import-became">
          <IconArrowRight size={14} aria-label={t('import.became')} />
          <Code className="lw-import-code">{entry.became}</Code>
        </span>
      )}
      {entry.advice === null ? null : <span className="lw-import-advice">{t(`import.advice.${entry.advice}`)}</span>}
    </UnstyledButton>
  );
}

function ExportButton({ reports }: { readonly reports: readonly FileReport[] }) {
  const { t } = useDesignerText();
  const save = (): void => {
    const head = ['file', 'lineHead', 'element', 'elementName', 'original', 'outcomeHead', 'became', 'todo'].map((key) =>
      t(`import.column.${key}`),
    );
    const words = {
      head,
      outcome: (outcome: ImportOutcome) => t(`import.outcome.${outcome}`),
      advice: (advice: AdviceId) => t(`import.advice.${advice}`),
    };
    // The mark at the beginning tells spreadsheets that the letters are UTF-8.
    download(`${t('import.exportName')}.csv`, `\uFEFF${reportTable(reports, words)}`, 'text/csv');
  };
  return (
    <Button variant="subtle" leftSection={<IconDownload size={16} aria-hidden />} onClick={save} data-testid="import-export">
      {t('import.export')}
    </Button>
  );
}
