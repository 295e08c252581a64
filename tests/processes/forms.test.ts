import { expect } from 'chai';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createEvaluator } from '../../engine/expression/index.ts';
import { acceptForm } from '../../engine/http/form/accept-form.ts';
import type { JsonObject, JsonValue } from '../../engine/model/index.ts';
import { parseBpmn } from '../../engine/parse/index.ts';

const ROOT = new URL('../../processes/', import.meta.url).pathname;
const KEYS = readdirSync(ROOT, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);
const evaluate = createEvaluator();

interface Step {
  readonly start?: { readonly process?: string; readonly variables: JsonObject };
  readonly complete?: { readonly element: string; readonly variables?: JsonObject };
}

/** Forms by the element they belong to; a start form by the id of its process. */
async function formsByElement(): Promise<ReadonlyMap<string, JsonObject>> {
  const forms = new Map<string, JsonObject>();
  for (const key of KEYS) {
    const read = (id: string): JsonObject => JSON.parse(readFileSync(join(ROOT, key, `${id}.form`), 'utf8')) as JsonObject;
    const parsed = await parseBpmn(readFileSync(join(ROOT, key, `${key}.bpmn`), 'utf8'), key);
    if (parsed.kind !== 'parsed') throw new Error(`Expected ${key} to parse.`);
    for (const { startFormId, processId, nodes } of parsed.definitions) {
      if (startFormId !== null) forms.set(processId, read(startFormId));
      for (const node of Object.values(nodes)) if (node.kind === 'userTask' && node.formId !== null) forms.set(node.id, read(node.formId));
    }
  }
  return forms;
}

const feel = (source: string, variables: JsonObject): Promise<JsonValue | undefined> => {
  const result = evaluate({ kind: 'feel', source }, variables, '2026-01-05T08:00:00.000Z');
  return Promise.resolve(result.kind === 'value' ? result.value : undefined);
};

describe('the forms of the processes, as the server checks them', () => {
  for (const key of KEYS) {
    it(`accept everything that people enter in the scenarios of ${key}`, async () => {
      const forms = await formsByElement();
      const folder = join(ROOT, key, 'scenarios');
      let checked = 0;
      for (const name of readdirSync(folder)) {
        const { steps } = JSON.parse(readFileSync(join(folder, name), 'utf8')) as { steps: readonly Step[] };
        let current: JsonObject = { problem: 'refused', paymentId: null };
        for (const { start, complete } of steps) {
          const form = start === undefined ? forms.get(complete?.element ?? '') : forms.get(start.process ?? key);
          const sent = start?.variables ?? complete?.variables;
          if (form === undefined || sent === undefined) continue;
          current = { ...current, ...sent };
          const accepted = await acceptForm(form, sent, feel, { current, keepsOthers: true }).catch((error: unknown) =>
            expect.fail(`${name} ${complete?.element ?? 'start'}: ${JSON.stringify(error)}`),
          );
          expect(accepted, `${name}: ${complete?.element ?? 'start'}`).to.deep.include(sent);
          checked += 1;
        }
      }
      expect(checked).to.be.greaterThan(0);
    });
  }

  it('refuse a quantity that is no number, and a task completed without its decision', async () => {
    const forms = await formsByElement();
    const refusal = async (element: string, sent: JsonObject): Promise<boolean> =>
      acceptForm(forms.get(element) ?? null, sent, feel, { current: { problem: '' } }).then(
        () => false,
        () => true,
      );
    expect(await refusal('CorrectWriteOff', { quantity: 'five', reason: 'damaged', decision: 'retry' })).to.equal(true);
    expect(await refusal('CorrectWriteOff', { quantity: '5', reason: 'damaged', decision: 'retry' })).to.equal(false);
    expect(await refusal('DecideShortage', { shortageDecision: 'perhaps' })).to.equal(true);
    expect(await refusal('ApproveCredit', {})).to.equal(true);
  });
});
