import type { DecisionModel } from '../../expression/index.ts';
import type { Finding } from '../../model/index.ts';
import { makeFinding } from '../findings.ts';

/** A model with the file it was read from. */
export interface ModelFile {
  readonly resource: string;
  readonly xml: string;
  readonly model: DecisionModel;
}

export interface ImportedModels {
  /** The files of all models that the model imports, directly or not, itself left out. */
  readonly files: readonly ModelFile[];
  /** Imports of models that are not among the files, and references to elements that they do not have. */
  readonly findings: readonly Finding[];
}

/** Finds the models that a model imports (DMN 1.5, 6.3.3) by their namespaces among other files. */
export function importedModels(main: ModelFile, others: readonly ModelFile[]): ImportedModels {
  const files = new Map<string, ModelFile>([[main.model.namespace, main]]);
  const findings: Finding[] = [];
  for (const file of files.values()) {
    for (const each of file.model.imports) {
      if (files.has(each.namespace)) continue;
      const found = others.find((other) => other.model.namespace === each.namespace);
      if (found === undefined) findings.push(missing(file, each.name, each.namespace, each.line));
      else files.set(each.namespace, found);
    }
  }
  for (const file of files.values()) findings.push(...unresolved(file, files));
  return { files: [...files.values()].filter((file) => file !== main), findings };
}

function missing(file: ModelFile, name: string, namespace: string, line: number | null): Finding {
  return makeFinding(file.resource, {
    rule: 'dmn-import',
    line,
    expected: `a file with the model "${namespace}", which is imported${name === '' ? '' : ` as "${name}"`}`,
    found: 'none among the files',
    mend: 'Deploy the imported model together with this one, or put its file beside it.',
  });
}

/** References into imported models that lead to nothing. */
function unresolved(file: ModelFile, files: ReadonlyMap<string, ModelFile>): readonly Finding[] {
  return Object.values(file.model.elements).flatMap((element) => {
    if (element.kind === 'input') return [];
    const references = element.kind === 'service' ? [...element.requires, ...element.outputDecisionIds] : element.requires;
    return references.flatMap((reference) => {
      const cut = reference.lastIndexOf('#');
      const home = cut === -1 ? undefined : files.get(reference.slice(0, cut));
      if (home === undefined || home.model.elements[reference.slice(cut + 1)] !== undefined) return [];
      return makeFinding(file.resource, {
        rule: 'unresolved-reference',
        element: element.id,
        line: element.line === 0 ? null : element.line,
        expected: `what ${element.name} requires to be an element of ${home.resource}`,
        found: `a reference to "${reference.slice(cut + 1)}"`,
        mend: 'Correct the reference or add the element to the imported model.',
      });
    });
  });
}
