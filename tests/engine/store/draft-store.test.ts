import { expect } from 'chai';
import type { Actor } from '../../../engine/port/module-contract.ts';
import { createDraftStore } from '../../../engine/store/draft-store.ts';
import { createTestDatabase, type TestDatabase } from '../../support/database.ts';

const EVA: Actor = { kind: 'user', id: 'eva', name: 'Eva', roles: ['employee'], groups: ['sales'] };
const BOB: Actor = { kind: 'user', id: 'bob', name: 'Bob', roles: ['employee'], groups: ['warehouse'] };

describe('Drafts', () => {
  let database: TestDatabase;
  before(async function () {
    this.timeout(60_000);
    database = await createTestDatabase();
  });
  after(() => database.close());

  it('are saved over the revision that was read, and not over a later one', async () => {
    const drafts = createDraftStore(database.pool);
    const created = await drafts.create(
      { name: 'One', processId: 'p', basedOnDefinitionId: null, resources: [{ name: 'p.bpmn', content: '<a/>' }] },
      EVA,
    );
    expect(created).to.deep.include({ revision: 1, updatedBy: { id: 'eva', name: 'Eva' } });
    const saved = await drafts.save(created.id, { name: 'Two', processId: 'p', resources: [], revision: 1 }, BOB);
    expect(saved.kind).to.equal('saved');
    const late = await drafts.save(created.id, { name: 'Three', processId: 'p', resources: [], revision: 1 }, EVA);
    expect(late).to.deep.include({ kind: 'changed' });
    if (late.kind === 'changed') expect(late.current).to.deep.include({ name: 'Two', revision: 2, updatedBy: { id: 'bob', name: 'Bob' } });
    expect((await drafts.list()).map((draft) => draft.name)).to.deep.equal(['Two']);
    expect(await drafts.remove(created.id)).to.equal(true);
    expect(await drafts.remove(created.id)).to.equal(false);
    expect((await drafts.save(created.id, { name: 'x', processId: null, resources: [], revision: 1 }, EVA)).kind).to.equal('notFound');
  });

  it('lets one of several concurrent saves through', async () => {
    const drafts = createDraftStore(database.pool);
    const { id } = await drafts.create({ name: 'Race', processId: null, basedOnDefinitionId: null, resources: [] }, EVA);
    const results = await Promise.all(
      Array.from({ length: 8 }, (_, index) => drafts.save(id, { name: `Save ${index}`, processId: null, resources: [], revision: 1 }, EVA)),
    );
    expect(results.filter((result) => result.kind === 'saved')).to.have.lengthOf(1);
  });
});
