import { expect } from 'chai';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { importBpmn, parseBpmn } from '../../../../engine/parse/index.ts';
import { createBoundedFileReader } from '../../../../engine/runtime/evaluation/index.ts';
import { bpmn, path } from '../../../support/bpmn.ts';

/** A chain of tasks: about twice as many elements. */
function chain(tasks: number): string {
  const ids = Array.from({ length: tasks }, (_, index) => `task${index}`);
  const nodes = ids.map((id) => `<bpmn:manualTask id="${id}"/>`).join('');
  return bpmn('chain', `<bpmn:startEvent id="start"/>${nodes}<bpmn:endEvent id="end"/>${path('start', ...ids, 'end')}`);
}

/** Milliseconds of the main thread's processor time that the largest diagram may take: its copy back from the thread. */
const MAIN_MS = 400;

describe('a file that is read in a thread', function () {
  this.timeout(60_000);
  const reader = createBoundedFileReader();
  before(() => reader.warmUp());
  after(() => reader.close());

  it('has the same definitions and findings as elsewhere', async () => {
    const xml = chain(3);
    expect(await reader.readBpmn(xml, 'chain.bpmn', null)).to.deep.equal(JSON.parse(JSON.stringify(await parseBpmn(xml, 'chain.bpmn'))));
    const refused = await reader.readBpmn('<nothing/>', 'bad.bpmn', null);
    expect(refused.kind).to.equal('refused');
    expect((await reader.readDmn('<nothing/>', 'bad.dmn')).kind).to.equal('refused');
  });

  it('is translated as elsewhere when it comes from another engine', async () => {
    const xml = chain(2).replace(
      '<bpmn:manualTask id="task0"/>',
      '<bpmn:userTask id="task0" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" camunda:assignee="anna"/>',
    );
    const translated = await reader.importBpmn(xml, 'foreign.bpmn');
    expect(translated).to.deep.equal(JSON.parse(JSON.stringify(await importBpmn(xml, 'foreign.bpmn'))));
    expect(translated.report.entries).to.not.deep.equal([]);
  });

  it('does not hold up the event loop, however large it is', async () => {
    const xml = chain(4_900);
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    const before = process.threadCpuUsage();
    const result = await reader.readBpmn(xml, 'large.bpmn', null);
    const { user, system } = process.threadCpuUsage(before);
    delay.disable();
    expect(result.kind).to.equal('parsed');
    expect((user + system) / 1_000, `lag ${Math.round(delay.max / 1e6)} ms`).to.be.below(MAIN_MS);
  });

  it('is refused with a finding when it takes too long', async () => {
    const quick = createBoundedFileReader({ timeLimitMs: 20 });
    try {
      await quick.warmUp();
      const result = await quick.readBpmn(chain(4_900), 'large.bpmn', null);
      expect(result.findings.map(({ rule, resource }) => [rule, resource])).to.deep.equal([['too-slow', 'large.bpmn']]);
    } finally {
      await quick.close();
    }
  });
});
