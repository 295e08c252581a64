import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { build } from 'vite';

/** What the first page may weigh, in bytes of compressed scripts; diagrams, forms and charts come when a page needs them. */
const SHELL_LIMIT_BYTES = 250_000;

interface Chunk {
  readonly fileName: string;
  readonly code: string;
  readonly imports: readonly string[];
  readonly moduleIds: readonly string[];
  readonly isEntry: boolean;
}

describe('the built browser application', () => {
  let shell: readonly Chunk[] = [];

  before(async function () {
    // Building takes seconds, on a busy machine many.
    this.timeout(240_000);
    const built = await build({ configFile: 'designer/vite.config.ts', logLevel: 'silent', build: { write: false } });
    const outputs = Array.isArray(built) ? built : 'output' in built ? [built] : [];
    const chunks = new Map(
      outputs.flatMap(({ output }) => output.flatMap((file): [string, Chunk][] => (file.type === 'chunk' ? [[file.fileName, file]] : []))),
    );
    shell = reachable(chunks);
  });

  it(`loads at most ${SHELL_LIMIT_BYTES} bytes of scripts before its first page`, () => {
    const sizes = shell.map((chunk) => gzipSync(chunk.code, { level: 9 }).length);
    expect(shell.length).to.be.greaterThan(3);
    expect(sizes.reduce((sum, size) => sum + size, 0)).to.be.at.most(SHELL_LIMIT_BYTES);
  });

  it('loads no diagram, form, decision or table library before a page needs it', () => {
    const heavy = /node_modules\/(bpmn-js|diagram-js|dmn-js|@bpmn-io\/form-js|bpmn-moddle|feelin|@tanstack\/(?:react-)?table)/;
    const found = shell.flatMap((chunk) => chunk.moduleIds.filter((id) => heavy.test(id)));
    expect(found).to.deep.equal([]);
  });
});

/** The entry and everything it imports at once. */
function reachable(chunks: ReadonlyMap<string, Chunk>): readonly Chunk[] {
  const found = new Set([...chunks.values()].filter((chunk) => chunk.isEntry));
  // A set that grows while it is walked is walked to its end.
  for (const chunk of found) {
    for (const name of chunk.imports) {
      const imported = chunks.get(name);
      if (imported !== undefined) found.add(imported);
    }
  }
  return [...found];
}
