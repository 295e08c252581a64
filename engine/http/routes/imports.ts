import type { Resource } from '../../port/engine.ts';
import type { HttpServices } from '../http-services.ts';
import { DESIGNERS } from '../rights.ts';
import { defineRoute, json } from '../route.ts';
import { importAnswer, importBody } from '../schema/import.ts';

/** Diagrams of other engines and modelers: translated and reported, not stored. */
export const importRoutes = [
  defineRoute({
    method: 'post',
    path: '/imports',
    once: 'unchanged',
    summary: 'Translate diagrams of Camunda, Operaton, Flowable or Activiti, with a report',
    access: DESIGNERS,
    scope: 'deploy',
    body: importBody,
    answer: json(importAnswer),
    handle: async ({ services, body }) => translateAll(services, body.resources),
  }),
];

/** One diagram after the other, so that a large import holds up others only for the time of one file. */
async function translateAll(services: Pick<HttpServices, 'importDiagram'>, resources: readonly Resource[]) {
  const names = new Set(resources.map(({ name }) => name));
  const translated: Resource[] = [];
  const reports = [];
  const findings = [];
  for (const file of resources) {
    if (!file.name.endsWith('.bpmn')) {
      translated.push(file);
      continue;
    }
    const result = await services.importDiagram(file.content, file.name);
    const forms = result.forms.map(({ formId, content }) => ({ name: `${formId}.form`, content }));
    // A form that came with the diagram is not replaced by a generated one.
    translated.push({ name: file.name, content: result.xml }, ...forms.filter(({ name }) => !names.has(name)));
    for (const { name } of forms) names.add(name);
    findings.push(...result.findings);
    if (result.report.entries.length > 0) reports.push({ resource: file.name, ...result.report });
  }
  return { resources: translated, reports, findings };
}
