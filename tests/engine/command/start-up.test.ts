import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, posix } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { expect } from 'chai';
import { trace } from '../../../engine/command/trace.ts';
import { bpmn, path } from '../../support/bpmn.ts';
import { importsOf } from '../../support/source-files.ts';

/** Everything that is loaded with a file: packages, and files of the project with what they import in turn. */
function loadedWith(entry: string): ReadonlySet<string> {
  const loaded = new Set<string>();
  const open = [entry];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (loaded.has(file) || !file.endsWith('.ts')) continue;
    loaded.add(file);
    const text = readFileSync(file, 'utf8');
    for (const { specifier, isTypeOnly } of importsOf(text.replaceAll(/\bimport\([^)]*\)|new URL\([^)]*\)/g, ''))) {
      if (isTypeOnly) continue;
      if (specifier.startsWith('.')) open.push(posix.join(posix.dirname(file), specifier));
      else loaded.add(specifier);
    }
  }
  return loaded;
}

describe('the start of a command', () => {
  for (const command of ['trace', 'check', 'decide-decision', 'test-process']) {
    it(`loads no database, no HTTP and no module for ${command}`, () => {
      const loaded = [...loadedWith(`engine/command/${command}.ts`), ...loadedWith('engine/cli.ts')];
      expect(loaded.length).to.be.greaterThan(20);
      expect(
        loaded.filter((name) => /^(pg|express|bullmq|ioredis|pino|@mikro-orm)|^modules|^engine\/(http|store|queue|host)/.test(name)),
      ).to.deep.equal([]);
    });
  }
});

describe('the output of a command', () => {
  const manyLines = async (read: (child: ReturnType<typeof spawnTrace>) => Promise<string>): Promise<readonly string[]> => {
    const folder = await mkdtemp(join(tmpdir(), 'lanework-output-'));
    try {
      const loop = '<bpmn:task id="again"><bpmn:standardLoopCharacteristics loopMaximum="4000"/></bpmn:task>';
      const [diagram, scenario] = [join(folder, 'many.bpmn'), join(folder, 'many.json')];
      await writeFile(diagram, bpmn('many', `<bpmn:startEvent id="s"/>${loop}<bpmn:endEvent id="e"/>${path('s', 'again', 'e')}`));
      await writeFile(scenario, JSON.stringify({ steps: [{ start: {} }], expect: { status: 'completed' } }));
      return (await read(spawnTrace(diagram, scenario))).trimEnd().split('\n');
    } finally {
      await rm(folder, { recursive: true });
    }
  };
  const spawnTrace = (diagram: string, scenario: string) =>
    spawn(process.execPath, ['engine/cli.ts', 'trace', diagram, scenario], { stdio: ['ignore', 'pipe', 'pipe'] });

  it('comes whole to a reader that is slow', async () => {
    const lines = await manyLines(async (child) => {
      await setTimeout(2_500);
      return text(child.stdout);
    });
    expect(lines.length).to.be.greaterThan(8_000);
    expect(JSON.parse(lines.at(-1) ?? '')).to.include({ status: 'completed' });
  }).timeout(20_000);

  it('may be left unread', async () => {
    const errors = await manyLines(async (child) => {
      child.stdout.destroy();
      return text(child.stderr);
    });
    expect(errors).to.deep.equal(['']);
  }).timeout(20_000);
});

const ROUNDS = 16;
/** A user task, a script, a timer, a message and a condition with a regular expression, in a loop. */
const LOOP = bpmn(
  'loop',
  `<bpmn:startEvent id="start"/><bpmn:exclusiveGateway id="again"/><bpmn:userTask id="ask"/>
  <bpmn:scriptTask id="count" scriptFormat="javascript"><bpmn:script>return { n: n + 1 }</bpmn:script></bpmn:scriptTask>
  <bpmn:intermediateCatchEvent id="hour"><bpmn:timerEventDefinition><bpmn:timeDuration xsi:type="bpmn:tFormalExpression">PT1H</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>
  <bpmn:intermediateCatchEvent id="told"><bpmn:messageEventDefinition messageRef="Told"/></bpmn:intermediateCatchEvent>
  <bpmn:exclusiveGateway id="enough" default="toEnd"/><bpmn:endEvent id="end"/>
  ${path('start', 'again', 'ask', 'count', 'hour', 'told', 'enough')}
  <bpmn:sequenceFlow id="toEnd" sourceRef="enough" targetRef="end"/>
  <bpmn:sequenceFlow id="back" sourceRef="enough" targetRef="again"><bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">n &lt; ${ROUNDS} and matches(string(n), "[0-9]+")</bpmn:conditionExpression></bpmn:sequenceFlow>`,
  '<bpmn:message id="Told" name="Told"/>',
);
const STEPS = [
  { start: { process: 'loop', variables: { n: 0 } } },
  ...Array.from({ length: ROUNDS }, () => [{ complete: { element: 'ask' } }, { advance: 'PT1H' }, { message: { name: 'Told' } }]).flat(),
  { expect: { status: 'completed', variables: { n: ROUNDS } } },
];
/**
 * Processor time of all threads together that it may take, in milliseconds. It takes some 60; a thread for each script or regular expression
 * would take thousands. By the clock it has to stay under 100 ms, which a test cannot say on a busy machine: `lanework trace --timing` does.
 */
const PROCESSOR_MS = 1_500;

describe('a scenario of 50 steps', () => {
  let folder = '';
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lanework-timing-'));
    await writeFile(join(folder, 'loop.bpmn'), LOOP);
    await writeFile(join(folder, 'scenario.json'), JSON.stringify({ steps: STEPS }));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  it('tells what it took, and needs no thread for each script and regular expression', async () => {
    expect(STEPS).to.have.length(50);
    const errors: string[] = [];
    const files = [join(folder, 'loop.bpmn'), join(folder, 'scenario.json')];
    const status = await trace([...files, '--timing'], { out: () => {}, err: (line) => errors.push(line) });
    expect(status, errors.join('\n')).to.equal(0);
    const { timing } = JSON.parse(errors.at(-1) ?? '') as {
      readonly timing: { readonly steps: number; readonly scenarioMs: number; readonly processorMs: number };
    };
    expect(timing.steps).to.equal(50);
    expect(timing.scenarioMs).to.be.greaterThan(0);
    expect(timing.processorMs).to.be.within(0, PROCESSOR_MS);
  });
});
