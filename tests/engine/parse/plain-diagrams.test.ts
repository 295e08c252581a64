import { expect } from 'chai';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { trace } from '../../../engine/command/trace.ts';

const FOLDER = new URL('./plain/', import.meta.url).pathname;

/** A diagram as one of the modelers of the field writes it, what happens to it, and where it ends. */
interface PlainCase {
  readonly file: string;
  readonly shows: string;
  readonly steps: readonly object[];
  readonly expect: object;
}

const complete = (element: string, variables: object = {}): object => ({ complete: { element, variables } });
const start = (process: string, variables: object = {}): object => ({ start: { process, variables } });

const CASES: readonly PlainCase[] = [
  {
    file: 'signavio-approval',
    shows: 'no prefix, lanes, meta data, isExecutable="false"',
    steps: [start('sid-proc'), complete('sid-check', { needed: true }), complete('sid-send')],
    expect: { status: 'completed', visited: ['sid-end1'], notVisited: ['sid-end2'] },
  },
  {
    file: 'bizagi-claim',
    shows: 'no isExecutable, nested default namespaces, inclusive join, empty ioSpecification',
    steps: [start('Id_proc', { amount: 2000 }), { advance: 'P3D' }, complete('Id_calc'), complete('Id_expert'), complete('Id_pay')],
    expect: { status: 'completed', visited: ['Id_note', 'Id_end', 'Id_end2'] },
  },
  {
    file: 'adonis-invoice',
    shows: 'references as QNames of the target namespace',
    steps: [{ start: { message: 'Invoice received', variables: {} } }, { error: { element: 'obj_5', code: 'NO_FUNDS', variables: {} } }],
    expect: { status: 'completed', visited: ['obj_10'], notVisited: ['obj_8'] },
  },
  {
    file: 'trisotech-onboarding',
    shows: 'the prefix semantic, sequential multi-instance over a data input, a FEEL script',
    steps: [start('_p1', { people: ['Ann', 'Bob'] }), complete('_t1'), complete('_t1')],
    expect: { status: 'completed', visited: ['_sc', '_e'] },
  },
  {
    file: 'enterprise-architect-order',
    shows: 'another encoding, tabs, quantities of 1, a standard loop',
    steps: [start('EAID_P'), complete('EAID_U'), complete('EAID_U')],
    expect: { status: 'completed', visited: ['EAID_M', 'EAID_E'] },
  },
  {
    file: 'model-prefix-signal',
    shows: 'the prefix model, signals and escalations as QNames, no isExecutable',
    steps: [{ start: { signal: 'go', variables: {} } }],
    expect: { status: 'completed', visited: ['end1'], notVisited: ['end2'] },
  },
  {
    file: 'eclipse-loan',
    shows: 'the prefix bpmn2, interfaces, item definitions, assignments, a language on the condition',
    steps: [start('loan', { salary: 1000 }), complete('ServiceTask_1', { result: 700 }), complete('UserTask_1')],
    expect: { status: 'completed', visited: ['EndEvent_1'], variables: { score: 700 } },
  },
  {
    file: 'bpmn-io-travel',
    shows: 'an event gateway out of a drawing tool',
    steps: [start('Process_travel'), { advance: 'P3D' }],
    expect: { status: 'completed', visited: ['Dropped'], notVisited: ['Booked'] },
  },
  {
    file: 'unprefixed-xsi-type',
    shows: 'xsi:type without the prefix of BPMN',
    steps: [start('WFP-6-', { amount: 500 }), complete('big')],
    expect: { status: 'completed', visited: ['big'], notVisited: ['small'] },
  },
  {
    file: 'cdata-and-documentation',
    shows: 'CDATA, single quotes, documentation, auditing and monitoring',
    steps: [start('p', { n: 2 })],
    expect: { status: 'completed', visited: ['yes'], notVisited: ['nope'] },
  },
  {
    file: 'two-pools',
    shows: 'two pools that exchange messages named by QNames',
    steps: [start('buying'), complete('pack')],
    expect: { status: 'completed', visited: ['be', 'ship'] },
  },
  {
    file: 'call-and-data',
    shows: 'a called process as QName and data objects that are only drawn',
    steps: [start('main'), complete('cu')],
    expect: { status: 'completed', visited: ['ce', 't', 'me'] },
  },
  {
    file: 'multi-instance-plain',
    shows: 'cardinality, completion condition and compensation without extensions',
    steps: [start('p'), complete('vote'), complete('vote'), complete('book'), complete('unbook')],
    expect: { status: 'completed', visited: ['unbook', 'e'] },
  },
  {
    file: 'root-event-definitions',
    shows: 'event definitions of the file, referred to by QNames',
    steps: [start('p'), { advance: 'PT1H' }],
    expect: { status: 'completed', visited: ['t', 'e'] },
  },
  {
    file: 'containers-plain',
    shows: 'ad-hoc sub-process, transaction with cancel, event sub-process',
    steps: [start('p'), { advance: 'PT30M' }, complete('x2', { done: true }), complete('tu')],
    expect: { status: 'completed', visited: ['ese', 'cancelled', 'e2'], notVisited: ['e'] },
  },
  {
    file: 'unknown-extensions',
    shows: 'attributes and elements of namespaces that nobody knows',
    steps: [start('p'), complete('u')],
    expect: { status: 'completed', visited: ['e'] },
  },
  {
    file: 'empty-start-and-names',
    shows: 'no events at all, empty names',
    steps: [start('p'), complete('t2')],
    expect: { status: 'completed', visited: ['t1', 't2'] },
  },
  {
    file: 'booleans-and-nameless-flows',
    shows: 'booleans written 1 and 0, sequence flows without id',
    steps: [start('p'), { advance: 'PT1H' }, complete('u')],
    expect: { status: 'completed', visited: ['reminded', 'e'] },
  },
];

describe('plain diagrams of other modelers run', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'lanework-plain-'));
  });
  after(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  for (const { file, shows, steps, expect: expected } of CASES) {
    it(`${file}: ${shows}`, async () => {
      const scenario = join(folder, `${file}.json`);
      writeFileSync(scenario, JSON.stringify({ name: shows, steps, expect: { ...expected, incidents: [] } }));
      const errors: string[] = [];
      const status = await trace([join(FOLDER, `${file}.bpmn`), scenario], { out: () => undefined, err: (line) => errors.push(line) });
      expect(errors).to.deep.equal([]);
      expect(status).to.equal(0);
    });
  }

  it('has a case for every diagram of the folder', () => {
    expect(CASES.map(({ file }) => `${file}.bpmn`).toSorted()).to.deep.equal(readdirSync(FOLDER).toSorted());
  });
});
