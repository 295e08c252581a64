import { existsSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { limitsIn } from './limits-page.ts';
import { QUEUES } from './queues.ts';

describe('The page of limits', () => {
  it('names for every queue a test that exists', () => {
    for (const { queue, test } of QUEUES) {
      expect(existsSync(test.file), `${queue}: ${test.file}`).to.equal(true);
      expect(readFileSync(test.file, 'utf8'), `${queue}: ${test.file}`).to.contain(test.title);
    }
    expect(new Set(QUEUES.map(({ queue }) => queue)).size).to.equal(QUEUES.length);
  });

  it('finds bounds with their comments, also those of a group', () => {
    const text = `/** Longest key. */\nconst MAX_KEY = 128;\n\n/** Attempts and the pause\n * between two. */\nexport const MAX_TRIES = 3;\nconst FIRST_PAUSE_MS = 5;\nconst MAX_PAUSE_MS = 60 * 1_000;\n`;
    expect(limitsIn([{ path: 'a.ts', text }])).to.deep.equal([
      { name: 'MAX_KEY', value: '128', file: 'a.ts', says: 'Longest key.' },
      { name: 'MAX_TRIES', value: '3', file: 'a.ts', says: 'Attempts and the pause between two.' },
      { name: 'MAX_PAUSE_MS', value: '60 * 1_000', file: 'a.ts', says: 'Attempts and the pause between two.' },
    ]);
  });
});
