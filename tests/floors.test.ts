import { readdirSync } from 'node:fs';
import { expect } from 'chai';
import { FLOORS, findFloorViolations, floorOf } from './support/floors.ts';
import { readSourceFiles } from './support/source-files.ts';

const MINIMUM_FILES = 150;

describe('the floors', () => {
  const files = readSourceFiles('.', ['engine', 'modules', 'designer']);

  it('hold: imports go down only, packages stay on their floor', () => {
    expect(findFloorViolations(files)).to.deep.equal([]);
  });

  it(`were read from at least ${MINIMUM_FILES} files`, () => {
    expect(files.length).to.be.at.least(MINIMUM_FILES);
  });

  it('give every folder of the engine but its command line a row of its own', () => {
    const folders = readdirSync('engine', { withFileTypes: true }).filter((entry) => entry.isDirectory() && entry.name !== 'command');
    for (const folder of folders) expect(floorOf(`engine/${folder.name}/some-file.ts`)?.folder).to.equal(`engine/${folder.name}`);
  });

  it('name only folders that exist', () => {
    const exists = (pattern: string): boolean => files.some((file) => floorOf(file.path)?.folder === pattern);
    expect(FLOORS.map((floor) => floor.folder).filter((folder) => !exists(folder))).to.deep.equal([]);
  });

  describe('on a house with faults', () => {
    const verdict = (path: string, text: string): string[] => findFloorViolations([{ path, text }]);

    it('see an import that goes up', () => {
      expect(verdict('engine/model/flow-node.ts', "import { decide } from '../kernel/decide.ts';")).to.have.lengthOf(1);
    });

    it('see adapters that import each other', () => {
      expect(verdict('engine/http/task-routes.ts', "import { pool } from '../store/pool.ts';")).to.have.lengthOf(1);
    });

    it('see Node in the kernel', () => {
      expect(verdict('engine/kernel/decide.ts', "import { randomUUID } from 'node:crypto';")).to.have.lengthOf(1);
    });

    it('see a module that enters another by the window', () => {
      expect(verdict('modules/crm/index.ts', "import { post } from '../erp/operation/post.ts';")).to.have.lengthOf(1);
      expect(verdict('modules/crm/index.ts', "import { module } from '../erp/index.ts';")).to.deep.equal([]);
    });

    it('see a value imported where only types may be', () => {
      expect(verdict('engine/port/module.ts', "import { Pool } from 'pg';")).to.have.lengthOf(1);
      expect(verdict('engine/port/module.ts', "import type { Pool } from 'pg';")).to.deep.equal([]);
    });

    it('see dynamic imports, re-exports and imports over several lines', () => {
      expect(verdict('engine/model/index.ts', "export * from '../state/index.ts';")).to.have.lengthOf(1);
      expect(verdict('engine/model/index.ts', "const x = await import('../state/index.ts');")).to.have.lengthOf(1);
      expect(verdict('engine/model/index.ts', "import {\n  a,\n  b,\n} from '../state/index.ts';")).to.have.lengthOf(1);
    });

    it('see a folder without a row', () => {
      expect(verdict('attic/box.ts', '')).to.have.lengthOf(1);
    });
  });
});
