import { setImmediate as nextTurn } from 'node:timers/promises';
import { expect } from 'chai';
import { SharedQuery } from '../../../engine/store/shared-query.ts';

describe('Questions that share a statement', () => {
  it('are those that wait when it begins; one that comes alone is asked at once', async () => {
    const open: { readonly asks: readonly number[]; readonly answer: () => void }[] = [];
    const query = new SharedQuery<number, string>(
      (asks) => new Promise((resolve) => open.push({ asks, answer: () => resolve(asks.map((ask) => `answer ${ask}`)) })),
    );
    const answers: Promise<string>[] = [];
    for (const first of [1, 2]) {
      answers.push(query.ask(first));
      await nextTurn();
    }
    for (let ask = 3; ask <= 100; ask += 1) answers.push(query.ask(ask));
    await nextTurn();
    expect(open.map(({ asks }) => asks)).to.deep.equal([[1], [2]]);
    for (const next of open) {
      next.answer();
      await nextTurn();
      await nextTurn();
    }
    expect(open.map(({ asks }) => asks.length)).to.deep.equal([1, 1, 64, 34]);
    expect(await Promise.all(answers)).to.deep.equal(Array.from({ length: 100 }, (_, index) => `answer ${index + 1}`));
  });

  it('do not suffer from one of them, and are not asked again when the database is gone', async () => {
    const statements: number[] = [];
    const query = new SharedQuery<string, string>((asks) => {
      statements.push(asks.length);
      if (asks.includes('wrong')) return Promise.reject(new Error('Expected a name, but found a wrong one.'));
      if (asks.includes('gone')) return Promise.reject(Object.assign(new Error('read'), { code: 'ECONNRESET' }));
      return Promise.resolve(asks);
    });
    const outcomes = await Promise.allSettled(['a', 'wrong', 'b'].map((ask) => query.ask(ask)));
    expect(outcomes.map(({ status }) => status)).to.deep.equal(['fulfilled', 'rejected', 'fulfilled']);
    expect(statements).to.deep.equal([3, 1, 1, 1]);
    const lost = await Promise.allSettled(['a', 'gone', 'b'].map((ask) => query.ask(ask)));
    expect(lost.map(({ status }) => status)).to.deep.equal(['rejected', 'rejected', 'rejected']);
    expect(statements).to.deep.equal([3, 1, 1, 1, 3]);
  });
});
