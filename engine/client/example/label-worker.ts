import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BpmnError, createClient, type JobHandler } from '../index.ts';

/** Prints labels into a folder. The key of the job names the file: printing again after a crash prints the same label, not a second one. */
const printInto =
  (folder: string): JobHandler =>
  async ({ variables, idempotencyKey }) => {
    const { address } = variables;
    if (typeof address !== 'string' || address.trim() === '')
      throw new BpmnError('ADDRESS_UNKNOWN', 'Expected an address, but there is none.');
    const labelNumber = `L-${idempotencyKey.replaceAll(/[^\da-f]/g, '').slice(-12)}`;
    await writeFile(join(folder, `${labelNumber}.txt`), `${labelNumber}\n${address}\n`);
    return { labelNumber };
  };

const [url = 'http://127.0.0.1:8080', folder = 'labels'] = process.argv.slice(2);
const token = process.env['LANEWORK_TOKEN'];
if (token === undefined) throw new Error('Expected an API token in LANEWORK_TOKEN, but there is none. `lanework token create` makes one.');

await mkdir(folder, { recursive: true });
const client = createClient({ url, token });
await client.deploy({
  resources: [{ name: 'parcel.bpmn', content: await readFile(new URL('parcel.bpmn', import.meta.url), 'utf8') }],
});
const worker = client.worker({
  type: 'parcel.label.print',
  fetchVariables: ['address'],
  handler: printInto(folder),
  onError: (error) => process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`),
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void worker.stop());
process.stdout.write(`printing labels into ${folder}\n`);
await worker.done;
