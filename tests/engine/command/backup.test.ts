import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { pack } from 'tar-stream';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import pg from 'pg';
import { backupCommand, schemasOf } from '../../../engine/command/backup.ts';
import { restoreCommand } from '../../../engine/command/restore.ts';
import { readConfig } from '../../../engine/config.ts';
import { modules } from '../../../engine/modules.ts';
import { readArchive } from '../../../engine/store/backup/archive-file.ts';
import { readCatalogue, readSequences } from '../../../engine/store/backup/catalogue.ts';
import { writeBackup } from '../../../engine/store/backup/write-backup.ts';
import { createEmptyDatabase, type TestDatabase } from '../../support/database.ts';
import { collectOutput, type CollectedOutput } from '../../support/command-output.ts';
import { openApi } from '../../support/api.ts';
import { bpmn, path } from '../../support/bpmn.ts';
import { startProduct, type Product } from '../../support/product.ts';

const CLERK = bpmn(
  'clerk',
  `<bpmn:startEvent id="start"/><bpmn:userTask id="ask"/><bpmn:endEvent id="end"/>${path('start', 'ask', 'end')}`,
);

const configFor = (database: TestDatabase) => readConfig({ DATABASE_URL: database.url });

async function restore(
  database: TestDatabase,
  ...args: readonly string[]
): Promise<{ readonly code: number; readonly output: CollectedOutput }> {
  const output = collectOutput();
  return { code: await restoreCommand(args, output, configFor(database)), output };
}

/** What is in every table of the product, whatever the order of its rows. */
async function contentOf(pool: pg.Pool): Promise<Readonly<Record<string, string>>> {
  const client = await pool.connect();
  try {
    const content: Record<string, string> = {};
    for (const { name, columns } of (await readCatalogue(client, schemasOf(modules))).tables) {
      const { rows } = await client.query<{ hash: string }>(
        `select count(*) || ' ' || coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as hash from (select ${columns.map((each) => client.escapeIdentifier(each)).join()} from ${name}) t`,
      );
      content[name] = rows[0]?.hash ?? '';
    }
    return content;
  } finally {
    client.release();
  }
}

async function nextValues(pool: pg.Pool): Promise<unknown> {
  const client = await pool.connect();
  try {
    return await readSequences(client, (await readCatalogue(client, schemasOf(modules))).sequences);
  } finally {
    client.release();
  }
}

/** Foreign keys and triggers, and whether they are in force. */
const rulesOf = async (pool: pg.Pool): Promise<unknown> =>
  (
    await pool.query(
      `select conrelid::regclass::text as name, pg_get_constraintdef(oid) as rule, convalidated as is_on from pg_constraint
         where contype = 'f' and connamespace::regnamespace::text = any($1)
       union all select tgrelid::regclass::text, tgname, tgenabled = 'O' from pg_trigger join pg_class t on t.oid = tgrelid
         where not tgisinternal and t.relnamespace::regnamespace::text = any($1) order by 1, 2`,
      [schemasOf(modules)],
    )
  ).rows;

describe('Backup and restore', function () {
  this.timeout(120_000);
  let product: Product;
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'lanework-backup-'));
    product = await startProduct();
  });
  after(() => rm(folder, { recursive: true, force: true }));
  const at = (name: string): string => join(folder, name);

  it('take a running system at one moment: the audits hold on what was restored', async () => {
    const api = await openApi(product.url, product.database.url);
    await api.post('/deployments', { resources: [{ name: 'clerk.bpmn', content: CLERK }] });
    let goesOn = true;
    let started = 0;
    const load = (async () => {
      for (; goesOn; started += 1) await api.post('/process-instances', { processId: 'clerk', variables: { n: started } });
    })();
    const output = collectOutput();
    const code = await backupCommand([at('running.tar')], output, configFor(product.database));
    goesOn = false;
    await load;
    expect(code, output.errors.join('\n')).to.equal(0);
    expect(started).to.be.greaterThan(0);
    const target = await createEmptyDatabase();
    const restored = await restore(target, at('running.tar'));
    expect(restored.code, restored.output.errors.join('\n')).to.equal(0);
    const [facts, verified, invariants] = restored.output.answers.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(facts).to.include({ tables: (JSON.parse(output.answers[0] ?? '') as Record<string, unknown>)['tables'] });
    expect(verified).to.include({ problems: 0 });
    expect(verified?.['trees']).to.be.greaterThan(15);
    expect(invariants).to.include({ broken: 0 });
    await target.close();
  });

  it('bring back every row of every table, the sequences, and a system that works on', async () => {
    expect(await product.stop()).to.equal(0);
    const source = new pg.Pool({ connectionString: product.database.url });
    source.on('error', () => undefined);
    const output = collectOutput();
    expect(await backupCommand([at('whole.tar')], output, configFor(product.database)), output.errors.join('\n')).to.equal(0);
    const target = await createEmptyDatabase();
    const restored = await restore(target, at('whole.tar'));
    expect(restored.code, restored.output.errors.join('\n')).to.equal(0);
    expect(await contentOf(target.pool)).to.deep.equal(await contentOf(source));
    expect(await nextValues(target.pool)).to.deep.equal(await nextValues(source));
    expect(await rulesOf(target.pool)).to.deep.equal(await rulesOf(source));
    await source.end();
    const again = await startProduct({ DATABASE_URL: target.url });
    const api = await openApi(again.url, target.url);
    const clerk = await api.post('/process-instances', { processId: 'clerk', variables: {} });
    expect(clerk.status).to.equal(201);
    expect(await again.stop()).to.equal(0);
    await target.close();
  });

  it('refuse a file that exists, and leave none when they are broken off', async () => {
    await writeFile(at('taken.tar'), 'mine');
    const output = collectOutput();
    expect(await backupCommand([at('taken.tar')], output, configFor(product.database))).to.equal(1);
    expect(output.errors.join()).to.contain('not to exist');
    expect(await readFile(at('taken.tar'), 'utf8')).to.equal('mine');
    const signal = new AbortController();
    const failure = await writeBackup({
      databaseUrl: product.database.url,
      file: at('broken.tar'),
      schemas: schemasOf(modules),
      version: '0',
      connections: 2,
      signal: signal.signal,
      progress: () => {
        signal.abort();
      },
    }).then(
      () => 'no failure',
      (error: unknown) => String(error),
    );
    expect(failure).to.contain('broken off');
    expect((await readdir(folder)).filter((name) => name.includes('broken') || name.includes('partial'))).to.deep.equal([]);
    expect(await backupCommand([], collectOutput(), configFor(product.database))).to.equal(2);
  });

  it('refuse a damaged or cut file before they touch the database', async () => {
    const whole = await readFile(at('whole.tar'));
    const target = await createEmptyDatabase();
    const flipped = Buffer.from(whole);
    const place = whole.indexOf('data/public.journal/000001.zst') + 512 + 40;
    flipped[place] = (flipped[place] ?? 0) ^ 0xff;
    await writeFile(at('flipped.tar'), flipped);
    await writeFile(at('cut.tar'), whole.subarray(0, Math.floor(whole.length / 2)));
    await writeFile(at('text.tar'), 'no backup at all');
    for (const name of ['flipped.tar', 'cut.tar', 'text.tar', 'absent.tar']) {
      const { code, output } = await restore(target, at(name)).catch((error: unknown) => ({
        code: 1,
        output: { ...collectOutput(), errors: [String(error)] },
      }));
      expect(code, name).to.equal(1);
      expect(output.errors.join(), name).to.match(/Expected|ENOENT/);
      expect((await target.pool.query(`select 1 from pg_class where relnamespace = 'public'::regnamespace`)).rowCount, name).to.equal(0);
    }
    await target.close();
  });

  it('refuse a database that is not empty, unless --force deletes what is in it', async () => {
    const target = await createEmptyDatabase();
    await target.pool.query('create table old_table (id integer)');
    const refused = await restore(target, at('whole.tar'));
    expect(refused.code).to.equal(1);
    expect(refused.output.errors.join()).to.contain('Expected an empty database').and.to.contain('--force');
    const server = new pg.Client({ connectionString: target.url, application_name: 'lanework' });
    await server.connect();
    const busy = await restore(target, at('whole.tar'), '--force');
    await server.end();
    expect(busy.output.errors.join()).to.contain('Stop the servers first');
    const forced = await restore(target, at('whole.tar'), '--force');
    expect(forced.code, forced.output.errors.join('\n')).to.equal(0);
    expect((await target.pool.query(`select to_regclass('old_table') as name`)).rows).to.deep.equal([{ name: null }]);
    await target.close();
  });

  it('refuse the backup of a newer version by the name of its migration', async () => {
    const archive = pack();
    for await (const { name, content } of readArchive(at('whole.tar')))
      archive.entry(
        { name },
        name === 'backup.json' ? content.toString('utf8').replace('"migrations": [', '"migrations": ["20991231_01_of_tomorrow",') : content,
      );
    archive.finalize();
    await pipeline(archive, createWriteStream(at('newer.tar')));
    const target = await createEmptyDatabase();
    const { code, output } = await restore(target, at('newer.tar'));
    expect(code).to.equal(1);
    expect(output.errors.join()).to.contain('20991231_01_of_tomorrow');
    await target.close();
  });
});
