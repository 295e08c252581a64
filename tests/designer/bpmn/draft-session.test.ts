import { expect } from 'chai';
import type { Draft, DraftSummary } from '../../../designer/bpmn/api.ts';
import { AUTOSAVE_MS, DraftSession } from '../../../designer/bpmn/editor/draft-session.ts';
import { ApiError, parseProblem } from '../../../designer/kit/api/problem.ts';

/** A server that keeps one draft, a clock that a test moves, and the saves it has seen. */
class Desk {
  revision = 3;
  readonly saves: string[] = [];
  refuse: Error | null = null;
  nowMs = 1_000;
  private timers: { atMs: number; work: () => void }[] = [];
  /** When set, saves wait until it resolves. */
  gate: Promise<void> | null = null;

  readonly ports = {
    save: async (draft: { name: string; resources: readonly { content: string }[]; revision: number }): Promise<DraftSummary> => {
      if (this.gate !== null) await this.gate;
      if (this.refuse !== null) throw this.refuse;
      if (draft.revision !== this.revision) throw new ApiError(parseProblem(409, 'Conflict', { code: 'DRAFT_CHANGED' }));
      this.revision += 1;
      this.saves.push(`${draft.name}: ${draft.resources.map((each) => each.content).join(',')}`);
      return { id: 'd', name: draft.name, processId: null, updatedAt: '', updatedBy: null, revision: this.revision };
    },
    now: () => this.nowMs,
    after: (delayMs: number, work: () => void) => {
      const timer = { atMs: this.nowMs + delayMs, work };
      this.timers.push(timer);
      return () => {
        this.timers = this.timers.filter((each) => each !== timer);
      };
    },
  };

  /** Lets time pass; what falls due runs. */
  async pass(ms: number): Promise<void> {
    this.nowMs += ms;
    const due = this.timers.filter((each) => each.atMs <= this.nowMs);
    this.timers = this.timers.filter((each) => each.atMs > this.nowMs);
    for (const timer of due) timer.work();
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  }
}

const draft: Draft = {
  id: 'd',
  name: 'Dispatch',
  processId: null,
  updatedAt: '',
  updatedBy: null,
  revision: 3,
  resources: [{ name: 'a.bpmn', content: 'one' }],
};

describe('a draft on screen', () => {
  let desk: Desk;
  let session: DraftSession;

  beforeEach(() => {
    desk = new Desk();
    session = new DraftSession(draft, desk.ports);
  });

  it('saves itself some time after the last change, once for several changes', async () => {
    session.put({ name: 'a.bpmn', content: 'two' });
    await desk.pass(AUTOSAVE_MS - 1);
    session.put({ name: 'a.bpmn', content: 'three' });
    await desk.pass(AUTOSAVE_MS - 1);
    expect(desk.saves).to.deep.equal([]);
    await desk.pass(1);
    expect(desk.saves).to.deep.equal(['Dispatch: three']);
    expect(session.snapshot()).to.include({ phase: 'saved', savedAtMs: desk.nowMs });
  });

  it('takes the same content again for no change', async () => {
    session.put({ name: 'a.bpmn', content: 'one' });
    expect(session.snapshot().phase).to.equal('saved');
    expect(await session.save()).to.equal(true);
    expect(desk.saves).to.deep.equal([]);
  });

  it('asks the editor for what it holds before it saves', async () => {
    session.collectFrom(() => Promise.resolve(session.put({ name: 'a.bpmn', content: 'collected' })));
    expect(await session.save()).to.equal(true);
    expect(desk.saves).to.deep.equal(['Dispatch: collected']);
  });

  it('keeps what is changed while a save runs as unsaved, and saves it next', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    desk.gate = promise;
    session.put({ name: 'a.bpmn', content: 'two' });
    const saving = session.save();
    await Promise.resolve();
    session.put({ name: 'a.bpmn', content: 'three' });
    resolve();
    desk.gate = null;
    expect(await saving).to.equal(true);
    expect(session.snapshot().phase).to.equal('changed');
    await desk.pass(AUTOSAVE_MS);
    expect(desk.saves).to.deep.equal(['Dispatch: two', 'Dispatch: three']);
  });

  it('never saves over what somebody else has saved, and stops saving by itself', async () => {
    desk.revision = 4;
    session.put({ name: 'a.bpmn', content: 'mine' });
    expect(await session.save()).to.equal(false);
    expect(session.snapshot().phase).to.equal('conflict');
    session.put({ name: 'a.bpmn', content: 'mine again' });
    await desk.pass(10 * AUTOSAVE_MS);
    expect(await session.save()).to.equal(false);
    expect(desk.saves).to.deep.equal([]);
    expect(session.snapshot().resources).to.deep.equal([{ name: 'a.bpmn', content: 'mine again' }]);
  });

  it('says why a save failed and can be saved again', async () => {
    desk.refuse = new Error('no connection');
    session.rename('Fast dispatch');
    expect(await session.save()).to.equal(false);
    expect(session.snapshot()).to.deep.include({ phase: 'failed', error: desk.refuse });
    desk.refuse = null;
    expect(await session.save()).to.equal(true);
    expect(desk.saves).to.deep.equal(['Fast dispatch: one']);
  });

  it('does not save an empty name while a new one is being typed', async () => {
    session.rename('  ');
    await session.save();
    expect(desk.saves).to.deep.equal(['Dispatch: one']);
  });

  it('removes a file', async () => {
    session.put({ name: 'b.form', content: '{}' });
    session.remove('a.bpmn');
    await session.save();
    expect(desk.saves).to.deep.equal(['Dispatch: {}']);
  });
});
