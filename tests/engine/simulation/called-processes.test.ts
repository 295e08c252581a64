import { expect } from 'chai';
import { parseBpmn } from '../../../engine/parse/index.ts';
import { element, expectScenario, file, path, process } from '../../support/scenario.ts';

const caller = (calls: string, attributes = ''): string =>
  process(
    'p',
    '<startEvent id="S" />',
    element('callActivity', 'C', '', `calledElement="${calls}" ${attributes}`),
    '<endEvent id="E" />',
    path('S', 'C', 'E'),
  );
/** A version of the process q: its user task tells which. */
const version = (task: string, attributes = ''): string =>
  file(process('q', '<startEvent id="Sq" />', `<userTask id="${task}" />`, '<endEvent id="Eq" />', path('Sq', task, 'Eq'))).replace(
    'isExecutable',
    `${attributes} isExecutable`,
  );

describe('a call activity that calls', () => {
  it('a global user task waits in the called instance for its completion, with candidates of the global task', async () => {
    const owners = element(
      'potentialOwner',
      'po',
      '<resourceAssignmentExpression><formalExpression>sales</formalExpression></resourceAssignmentExpression>',
    );
    await expectScenario(file(caller('G'), element('globalUserTask', 'G', owners, 'name="Review"')), {
      steps: [{ start: { variables: { a: 1 } } }, { expect: { waiting: ['G'] } }, { complete: { element: 'G', variables: { ok: true } } }],
      expect: { status: 'completed', path: ['C', 'G', 'E'], variables: { a: 1, ok: true } },
    });
  });

  it('a global task or global manual task passes', async () => {
    for (const type of ['globalTask', 'globalManualTask'])
      await expectScenario(file(element(type, 'G'), caller('G')), {
        steps: [{ start: {} }],
        expect: { status: 'completed', path: ['C', 'G', 'E'] },
      });
  });

  it('a global script task gets what the script returns', async () => {
    const script = element('globalScriptTask', 'G', '<script>return { b: a + 1 }</script>', 'scriptLanguage="javascript"');
    await expectScenario(file(script, caller('G')), {
      steps: [{ start: { variables: { a: 1 } } }],
      expect: { status: 'completed', variables: { a: 1, b: 2 } },
    });
  });

  it('a global business rule task without a decision waits like one', async () => {
    await expectScenario(file(element('globalBusinessRuleTask', 'G'), caller('G')), {
      steps: [{ start: {} }, { expect: { waiting: ['G'] } }, { complete: { element: 'G' } }],
      expect: { status: 'completed' },
    });
  });

  it('a global task of another file, which holds nothing else', async () => {
    await expectScenario([file(caller('G')), file(element('globalUserTask', 'G'))], {
      steps: [{ start: {} }, { complete: { element: 'G' } }],
      expect: { status: 'completed' },
    });
  });

  it('a version by its number, by its tag, or the newest', async () => {
    const versions = [version('A', 'lanework:versionTag="stable"'), version('B')];
    const waiting = async (attributes: string, ...tasks: readonly string[]) => {
      await expectScenario([file(caller('q', attributes)), ...versions], { steps: [{ start: {} }], expect: { waiting: tasks } });
    };
    await waiting('', 'B');
    await waiting('lanework:calledVersion="1"', 'A');
    await waiting('lanework:calledVersion="2"', 'B');
    await waiting('lanework:calledVersionTag="stable"', 'A');
    await waiting('lanework:calledBinding="deployment"', 'B');
  });

  it('a version that does not exist has an incident that names it', async () => {
    const result = await expectScenario([file(caller('q', 'lanework:calledVersion="7"')), version('A')], {
      steps: [{ start: {} }],
      expect: { status: 'failed', incidents: ['CALLED_PROCESS_NOT_FOUND'] },
    });
    expect(result.outcome.incidents[0]?.message).to.contain('"q" (version 7)');
  });

  it('itself ends in an incident, not in an endless nesting', async () => {
    await expectScenario(file(caller('p')), { steps: [{ start: {} }], expect: { incidents: ['CALLED_PROCESS_NOT_FOUND'] } });
  });
});

describe('deployment refuses', () => {
  const rulesOf = async (xml: string): Promise<readonly string[]> => (await parseBpmn(xml, 'x.bpmn')).findings.map(({ rule }) => rule);

  it('a version number that is none, and a binding that is not known', async () => {
    expect(await rulesOf(file(caller('q', 'lanework:calledVersion="0"')))).to.deep.equal(['called-element']);
    expect(await rulesOf(file(caller('q', 'lanework:calledBinding="newest"')))).to.deep.equal(['called-element']);
  });

  it('a global script task in a language that does not run', async () => {
    const script = element('globalScriptTask', 'G', '<script>1</script>', 'scriptLanguage="groovy"');
    expect(await rulesOf(file(caller('G'), script))).to.deep.equal(['script-format']);
  });
});
