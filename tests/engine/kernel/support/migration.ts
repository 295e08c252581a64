import { expect } from 'chai';
import type { Command, MigrationPreview } from '../../../../engine/kernel/index.ts';
import { previewMigration } from '../../../../engine/kernel/index.ts';
import type { ProcessDefinition } from '../../../../engine/model/index.ts';
import { asDefinitionId } from '../../../../engine/model/index.ts';
import type { Run } from './run.ts';

interface Options {
  readonly mapping?: Readonly<Record<string, string | null>>;
  readonly rebuildEvents?: boolean;
}

const commandTo = ({ mapping = {}, rebuildEvents = false }: Options): Extract<Command, { kind: 'migrate' }> => ({
  kind: 'migrate',
  definitionId: asDefinitionId('target'),
  mapping,
  rebuildEvents,
});

const withTarget = (instance: Run, target: ProcessDefinition): Run['environment'] => ({
  ...instance.environment,
  definitionOf: () => target,
});

/** What a migration would do. */
export function preview(instance: Run, target: ProcessDefinition, options: Options = {}): MigrationPreview {
  const answer = previewMigration(withTarget(instance, target), instance.definition, instance.state, commandTo(options), instance.now);
  if (answer.kind === 'rejected') throw new Error(`Expected a preview, but it was rejected with ${answer.code}.`);
  return answer;
}

/** Migrates an instance; fails when it is refused. The instance goes on with the target. */
export function migrate(instance: Run, target: ProcessDefinition, options: Options = {}): Run {
  instance.environment = withTarget(instance, target);
  const answer = instance.send(commandTo(options));
  if (typeof answer === 'string')
    expect.fail(`Expected the migration to be accepted, but: ${JSON.stringify(preview(instance, target, options).problems)}`);
  instance.definition = target;
  return instance;
}

/** Codes and elements of the problems, `CODE element`. */
export const refusals = (instance: Run, target: ProcessDefinition, options: Options = {}): readonly string[] =>
  preview(instance, target, options).problems.map(({ code, elementId }) => `${code} ${elementId}`);

/** What becomes of the parts of the instance, as `subject element -> target: change`, elements left out. */
export const changesOf = (instance: Run, target: ProcessDefinition, options: Options = {}): readonly string[] =>
  preview(instance, target, options)
    .changes.filter(({ subject }) => subject !== 'element')
    .map((change) => `${change.subject} ${change.elementId ?? ''} -> ${change.targetElementId ?? ''}: ${change.change}`);
